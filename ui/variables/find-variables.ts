import type { Variable } from './variable.ts';

/** The variables in whose name, description or sample each word stands; those whose name has them come first. */
export function findVariables(variables: readonly Variable[], search: string): readonly Variable[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const holds = (text: string) => words.every((word) => text.toLowerCase().includes(word));
  const byName = variables.filter(({ name }) => holds(name));
  const others = variables.filter(
    (each) => !holds(each.name) && holds(`${each.name} ${each.description} ${each.sample ?? ''}`),
  );
  return [...byName, ...others];
}
