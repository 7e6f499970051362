import { createContext, useContext } from 'react';

/** What is wrong, by the place in the rule's body: `params.targets.0.url`. */
export type Faults = ReadonlyMap<string, string>;

/** What is wrong and may be shown now. */
export const FaultsContext = createContext<Faults>(new Map());

interface FieldProps {
  readonly error: string | undefined;
  /** By this the page knows which fields were left, and finds the one to lead to. */
  readonly 'data-field': string;
}

/** What ties a field to its place in the rule. A field of several parts shows what is wrong with any of them (`isWhole`). */
export function useField(path: string, isWhole = false): FieldProps {
  return { error: faultAt(useContext(FaultsContext), path, isWhole), 'data-field': path };
}

/** What is wrong at a place; `isWhole`: or below it. */
export function faultAt(faults: Faults, path: string, isWhole = false): string | undefined {
  const own = faults.get(path);
  if (own !== undefined || !isWhole) return own;
  for (const [place, message] of faults) if (place.startsWith(`${path}.`)) return message;
  return undefined;
}
