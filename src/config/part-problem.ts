import type { Origins } from './check-together.ts';
import { nameOfPart, partOf } from './check-value.ts';
import type { SettingDefinition } from './define-setting.ts';
import { type SettingsProblem, showValue, valueProblem } from './problem.ts';

/** A problem with a part of a map; `path`: the keys that lead to it. */
export function partProblem(
  { key, isSecretPart }: Required<Pick<SettingDefinition, 'key' | 'isSecretPart'>>,
  map: unknown,
  path: readonly string[],
  rule: string,
  origins: Pick<Origins, 'placeOf'>,
): SettingsProblem {
  const value = partOf(map, path);
  const isSecret = isSecretPart(path);
  // YAML reads digits as a number, and most of the digits of a long one are lost.
  const hint = isSecret && typeof value === 'number' ? '; digits alone need quotes' : '';
  return valueProblem(
    nameOfPart(key, path),
    origins.placeOf(key, path),
    showValue(value, isSecret),
    rule + hint,
  );
}
