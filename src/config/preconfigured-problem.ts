import type { Origins } from './check-together.ts';
import { partProblem } from './part-problem.ts';
import type { SettingsProblem } from './problem.ts';
import { isSecretPart } from './sections/preconfigured-setting.ts';

/** A problem with a part of `actions.preconfigured`; `path`: the id of the connector and the keys below it. */
export function preconfiguredProblem(
  connectors: unknown,
  path: readonly string[],
  rule: string,
  origins: Pick<Origins, 'placeOf'>,
): SettingsProblem {
  return partProblem({ key: 'actions.preconfigured', isSecretPart }, connectors, path, rule, origins);
}
