import { useCallback, useMemo, useState } from 'react';

export interface Selection {
  /** Those that are selected and still shown. */
  readonly ids: ReadonlySet<string>;
  readonly toggle: (id: string) => void;
  readonly set: (ids: readonly string[]) => void;
}

/** Which of the rows that are shown somebody has selected. A row that goes is selected no more. */
export function useSelection(rows: readonly { readonly id: string }[]): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const ids = useMemo(() => {
    const shown = new Set(rows.map(({ id }) => id));
    return chosen.intersection(shown);
  }, [chosen, rows]);
  const toggle = useCallback(
    (id: string) =>
      setChosen((before) => (before.has(id) ? before.difference(new Set([id])) : new Set([...before, id]))),
    [],
  );
  const set = useCallback((next: readonly string[]) => setChosen(new Set(next)), []);
  return { ids, toggle, set };
}
