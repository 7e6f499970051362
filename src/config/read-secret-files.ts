import { checkValue, resolvePath } from './check-value.ts';
import { type SettingsProblem, showValue, valueProblem } from './problem.ts';
import { settingDefinitions } from './settings.ts';
import type { GivenValue } from './sources/given-value.ts';
import { readSecretText } from './sources/read-secret-text.ts';
import type { ReadFile } from './sources/settings-file.ts';

export interface SecretFilesInput {
  /** The values that were given, by key. */
  readonly chosen: ReadonlyMap<string, GivenValue>;
  /** Settings whose value is refused. */
  readonly refused: ReadonlySet<string>;
  readonly cwd: string;
  readonly settingsFile: string | undefined;
  readonly readFile: ReadFile;
}

/** Takes the values of settings out of files that other settings name, as if each stood where its file is named. */
export async function readSecretFiles(input: SecretFilesInput): Promise<{
  readonly given: readonly GivenValue[];
  readonly problems: readonly SettingsProblem[];
}> {
  const { chosen, refused, cwd, settingsFile, readFile } = input;
  const found: GivenValue[] = [];
  const problems: SettingsProblem[] = [];
  for (const definition of settingDefinitions.filter(({ holds }) => holds !== undefined)) {
    const { key, holds } = definition;
    const named = refused.has(key) ? undefined : chosen.get(key);
    const held = settingDefinitions.find((other) => other.key === holds);
    const path = named === undefined ? undefined : resolvePath(named, cwd, settingsFile);
    if (named === undefined || held === undefined || typeof path !== 'string') continue;
    const fail = (rule: string) =>
      problems.push(valueProblem(key, named.place, showValue(named.raw, false), rule));
    if (chosen.has(held.key)) {
      fail(`${held.key} is set too; keep one of them`);
      continue;
    }
    const text = await readSecretText(path, readFile);
    if (!text.ok) {
      fail(text.rule);
      continue;
    }
    const given: GivenValue = { definition: held, source: named.source, raw: text.value, place: named.place };
    const faults = checkValue(given);
    problems.push(...faults);
    if (faults.length === 0) found.push(given);
  }
  return { given: found, problems };
}
