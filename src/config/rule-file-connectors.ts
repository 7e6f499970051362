import { nameOfPart, partOf } from './check-value.ts';
import { type SettingsProblem, showValue } from './problem.ts';
import { problemOf, type RuleFile } from './read-rule-files.ts';
import { isSecretPart } from './sections/preconfigured-setting.ts';
import { settingDefinitions } from './settings.ts';
import type { GivenValue, Place } from './sources/given-value.ts';
import { preconfiguredConnectors } from './values/preconfigured-connectors.ts';

const key = 'connectors';

/**
 * Puts what files of rules have under `connectors` beside what `actions.preconfigured` has: the same words, and from then
 * on the same checks. Gives what is then in force for that setting; what is wrong with the form of a connector, or is
 * there twice, is left out and told.
 *
 * @param given What the setting was given; `undefined`: nothing that can be used.
 */
export function withConnectorsOf(
  files: readonly RuleFile[],
  given: GivenValue | undefined,
): { readonly given: GivenValue | undefined; readonly problems: readonly SettingsProblem[] } {
  const problems: SettingsProblem[] = [];
  const entries = new Map<string, unknown>(Object.entries(Object(given?.raw ?? {})));
  const homes = new Map<string, RuleFile>();
  const placeIn = ({ name, lineOf }: RuleFile, path: readonly PropertyKey[]): Place => {
    const line = lineOf([key, ...path]);
    return { short: `${name}:${line}`, long: `${name} line ${line}` };
  };
  const placeOf = (path: readonly PropertyKey[]): Place => {
    const home = homes.get(String(path[0]));
    if (home !== undefined) return placeIn(home, path);
    return given?.placeOf?.(path) ?? given?.place ?? { short: 'default', long: 'default' };
  };
  for (const file of files) {
    const connectors = partOf(file.value, [key]);
    if (connectors === undefined || connectors === null) continue;
    const fail = (path: readonly PropertyKey[], words: string) =>
      problems.push(problemOf(file.name, file.lineOf([key, ...path]), `${nameOfPart(key, path)} ${words}`));
    const wrong = new Set<PropertyKey | undefined>();
    for (const { code, path, message } of preconfiguredConnectors.safeParse(connectors).error?.issues ?? []) {
      wrong.add(path[0]);
      const value = partOf(connectors, path);
      const shown = showValue(value, path.length === 0 || isSecretPart(path));
      const rule = code === 'custom' ? message : 'use a map of ids to connectors';
      fail(path, `${shown === undefined ? 'has no value' : `is ${shown}`}: ${rule}`);
    }
    for (const [id, entry] of wrong.has(undefined) ? [] : Object.entries(connectors)) {
      if (wrong.has(id)) continue;
      if (entries.has(id)) fail([id], `is there twice, in ${placeOf([id]).long} and here: keep one`);
      else {
        entries.set(id, entry);
        homes.set(id, file);
      }
    }
  }
  const definition = settingDefinitions.find((each) => each.key === 'actions.preconfigured');
  const [first] = homes.values();
  if (first === undefined || definition === undefined) return { given, problems };
  const { source = 'file', place = placeIn(first, []) } = given ?? {};
  return { given: { definition, source, raw: Object.fromEntries(entries), place, placeOf }, problems };
}
