import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

export type FilterValues<Name extends string> = { readonly [N in Name]?: string };

export interface Filters<Name extends string> {
  readonly values: FilterValues<Name>;
  readonly isFiltered: boolean;
  /** Changes some, and leaves the rest: an empty text takes one away. */
  readonly set: (changes: { readonly [N in Name]?: string }) => void;
  readonly clear: () => void;
}

/**
 * The filters of a list. They live in the URL, so that they outlast a reload, the way back leads through them, and a
 * link carries them to somebody else.
 *
 * @param names those that the list knows; what else the URL says is left alone. Not made anew at each drawing.
 */
export function useFilters<Name extends string>(names: readonly Name[]): Filters<Name> {
  const [search, setSearch] = useSearchParams();
  const values: { [N in Name]?: string } = {};
  for (const name of names) {
    const value = search.get(name);
    if (value !== null && value !== '') values[name] = value;
  }
  const set = useCallback(
    (changes: FilterValues<Name>) =>
      setSearch((now) => {
        const next = new URLSearchParams(now);
        for (const name of names) {
          const value = changes[name];
          if (value === '') next.delete(name);
          else if (value !== undefined) next.set(name, value);
        }
        return next;
      }),
    [setSearch, names],
  );
  const clear = useCallback(
    () =>
      setSearch((now) => {
        const next = new URLSearchParams(now);
        for (const name of names) next.delete(name);
        return next;
      }),
    [setSearch, names],
  );
  return { values, isFiltered: Object.keys(values).length > 0, set, clear };
}
