import type { Origins } from './check-together.ts';
import { nameOfPart, partOf } from './check-value.ts';
import { type SettingsProblem, showValue, valueProblem } from './problem.ts';
import { isSecretPart } from './sections/preconfigured-setting.ts';

const key = 'actions.preconfigured';

/** A problem with a part of `actions.preconfigured`; `path`: the id of the connector and the keys below it. */
export function preconfiguredProblem(
  connectors: unknown,
  path: readonly string[],
  rule: string,
  origins: Pick<Origins, 'placeOf'>,
): SettingsProblem {
  const value = partOf(connectors, path);
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
