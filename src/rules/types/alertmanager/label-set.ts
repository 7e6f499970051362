/** Labels or annotations: pairs, because a name may be `__proto__`. No name is there twice. */
export type LabelSet = readonly (readonly [name: string, value: string])[];

/** So many UTF-16 units of one set are kept: an alert is no place for more, and each is written with every push. */
const mostUnits = 16_384;

export function labelOf(set: LabelSet, name: string): string | undefined {
  return set.find(([each]) => each === name)?.[1];
}

/** The first of these that is there, and not blank. */
export function firstLabelOf(set: LabelSet, ...names: readonly string[]): string | undefined {
  return names
    .values()
    .map((name) => labelOf(set, name))
    .find((value) => value !== undefined && value.trim() !== '');
}

/** As templates see it. */
export function objectOf(set: LabelSet): Record<string, string> {
  const object: Record<string, string> = Object.create(null);
  for (const [name, value] of set) object[name] = value;
  return object;
}

/**
 * A set within its limit. The short ones stay, so that a name, an instance and a severity survive whatever stands
 * beside them; what is too long for the rest of the room is cut, or goes.
 */
export function bounded(set: LabelSet): LabelSet {
  let left = mostUnits;
  const size = ([name, value]: LabelSet[number]) => name.length + value.length;
  if (set.reduce((sum, pair) => sum + size(pair), 0) <= left) return set;
  const kept = new Map<string, string>();
  for (const pair of set.toSorted((a, b) => size(a) - size(b))) {
    const [name, value] = pair;
    const room = left - name.length;
    if (room < 1) continue;
    const cut = value.length <= room ? value : `${value.slice(0, room - 1).toWellFormed()}…`;
    kept.set(name, cut);
    left -= name.length + cut.length;
  }
  return set.flatMap(([name]) => {
    const value = kept.get(name);
    return value === undefined ? [] : [[name, value] as const];
  });
}
