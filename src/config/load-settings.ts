import { checkNetworkFiles } from './check-network-files.ts';
import { checkProxy } from './check-proxy.ts';
import { checkTlsFiles } from './check-tls-files.ts';
import { checkTogether, type Origins } from './check-together.ts';
import { checkValue, resolvePath } from './check-value.ts';
import type { SettingDefinition } from './define-setting.ts';
import type { LoadedSettings } from './loaded-settings.ts';
import { nestValues } from './nest-values.ts';
import { SettingsError, type SettingsProblem } from './problem.ts';
import { folderOf, readKeyFiles } from './read-key-files.ts';
import { type RuleFiles, readRuleFiles } from './read-rule-files.ts';
import { readSecretFiles } from './read-secret-files.ts';
import { withConnectorsOf } from './rule-file-connectors.ts';
import { type Settings, settingDefinitions, settingsSchema } from './settings.ts';
import { entriesOf } from './settings-entries.ts';
import { settingsNotes } from './settings-notes.ts';
import { type Environment, readEnvironment } from './sources/environment.ts';
import { type FindFiles, findFiles as findFilesOnDisk } from './sources/find-files.ts';
import { type Flags, readFlags } from './sources/flags.ts';
import type { GivenValue } from './sources/given-value.ts';
import { parseSettingsYaml } from './sources/parse-settings-yaml.ts';
import { readBounded } from './sources/read-bounded.ts';
import {
  type NamedFile,
  type ReadFile,
  readSettingsFile,
  type SettingsFile,
} from './sources/settings-file.ts';

/** From where settings are taken. */
export interface SettingsInput {
  /** Dotted key to text, and `config`, the path of the settings file. Undefined is the same as absent. */
  readonly flags: Flags;
  readonly env: Environment;
  /** Absolute. */
  readonly cwd: string;
  /** Reads the settings file and the files that settings name; default: the file system, at most 1 MiB and a byte. */
  readonly readFile?: ReadFile;
  /** Finds the files of rules; default: in the file system. */
  readonly findFiles?: FindFiles;
  /** Finds what others know to be wrong with settings that are right by themselves, so that all is told at once. */
  readonly check?: (settings: Settings, origins: Origins, ruleFiles: RuleFiles) => readonly SettingsProblem[];
}

const preconfigured = 'actions.preconfigured';
const ruleFilesKey = 'rules.files';

/**
 * Takes the settings from defaults, the settings file, the environment and flags, in rising order. Every value that
 * was given is checked, also one that another overrides. Throws one `SettingsError` with all problems.
 */
export async function loadSettings(input: SettingsInput): Promise<LoadedSettings> {
  const { cwd, readFile = readBounded, findFiles = findFilesOnDisk, check = () => [] } = input;
  const file = await readSettingsFile(namedFile(input), cwd, readFile);
  const parsed = parseSettingsYaml(file.kind === 'read' ? file.text : '', namesOf(file), input.env);
  const sources = [parsed, readEnvironment(input.env, parsed.variables), readFlags(input.flags)];
  const { chosen, refused, problems } = choose(sources);

  const path = file.kind === 'read' ? file.path : undefined;
  const secretFiles = await readSecretFiles({ chosen, refused, cwd, settingsFile: path, readFile });
  for (const given of secretFiles.given) chosen.set(given.definition.key, given);
  const placeOf: Origins['placeOf'] = (key, part) => {
    const given = chosen.get(key);
    return (part === undefined ? undefined : given?.placeOf?.(part)) ?? given?.place ?? noPlace;
  };
  const usable = (key: string) => (refused.has(key) ? undefined : chosen.get(key));
  const ruleFiles = await readRuleFiles({
    given: usable(ruleFilesKey),
    folder: folderOf(chosen.get(ruleFilesKey)?.source, cwd, path),
    settingsFile: path,
    env: input.env,
    readFile,
    findFiles,
  });
  const connectors = withConnectorsOf(ruleFiles.files, usable(preconfigured));
  if (connectors.given !== undefined) chosen.set(preconfigured, connectors.given);
  // A refused value gives way to the default, so that what does not depend on it can be checked all the same.
  const raw = new Map(
    settingDefinitions.map((definition): [string, unknown] => {
      return [definition.key, resolvePath(usable(definition.key) ?? defaultOf(definition), cwd, path)];
    }),
  );
  const origins: Origins = {
    placeOf,
    isGiven: (key) => chosen.has(key),
    isRefused: (key) => refused.has(key),
  };
  const entries = settingDefinitions.flatMap((definition) =>
    entriesOf(definition, raw.get(definition.key), chosen.get(definition.key)),
  );
  const keyFiles = await readKeyFiles({
    entries: settingsSchema.parse(nestValues(raw)).actions.preconfigured,
    folder: folderOf(chosen.get(preconfigured)?.source, cwd, path),
    origins,
    readFile,
  });
  raw.set(preconfigured, keyFiles.entries);
  const settings: Settings = settingsSchema.parse(nestValues(raw));
  const inFiles = { ...ruleFiles, problems: [...ruleFiles.problems, ...connectors.problems] };
  const all = [
    file.kind === 'bad' ? [file.problem] : [],
    problems.filter((problem) => !isNamedVariable(problem, ruleFiles.variables)),
    secretFiles.problems,
    checkTogether(settings, origins),
    checkProxy(settings, origins, input.env),
    await checkTlsFiles(settings, origins, readFile),
    await checkNetworkFiles(settings, origins, readFile),
    keyFiles.problems,
    // What is wrong with a key's file would be told once more as a missing key.
    keyFiles.problems.length === 0 ? check(settings, origins, inFiles) : [],
  ].flat();
  if (all.length > 0) throw new SettingsError(all);

  freeze(settings);
  const notes = settingsNotes(settings, { unused: parsed.unused, file: namesOf(file), env: input.env });
  return { settings, entries, raw, notes, ruleFiles: inFiles, ...(path === undefined ? {} : { file: path }) };
}

/** A variable that no setting knows is fine when a file of rules names it. */
function isNamedVariable({ key, where }: SettingsProblem, variables: ReadonlySet<string>): boolean {
  return key !== undefined && key === where && variables.has(key);
}

function namesOf(file: SettingsFile): string {
  return file.kind === 'read' ? file.name : 'tocsin.yml';
}

/** The last value that was given for each setting, and what is wrong with all that were given. */
interface Choice {
  readonly chosen: Map<string, GivenValue>;
  /** Settings whose chosen value is refused. */
  readonly refused: ReadonlySet<string>;
  readonly problems: readonly SettingsProblem[];
}

function choose(
  sources: readonly {
    readonly given: readonly GivenValue[];
    readonly problems: readonly SettingsProblem[];
  }[],
): Choice {
  const chosen = new Map<string, GivenValue>();
  const refused = new Set<string>();
  const problems = sources.flatMap((source) => [
    source.problems,
    ...source.given.map((given) => {
      const found = checkValue(given);
      chosen.set(given.definition.key, given);
      if (found.length > 0) refused.add(given.definition.key);
      else refused.delete(given.definition.key);
      return found;
    }),
  ]);
  return { chosen, refused, problems: problems.flat() };
}

const noPlace = { short: 'default', long: 'default' };

function defaultOf(definition: SettingDefinition): GivenValue {
  return { definition, source: 'default', raw: definition.default, place: noPlace };
}

function namedFile({ flags, env }: SettingsInput): NamedFile | undefined {
  if (flags.config !== undefined) return { name: flags.config, by: '--config' };
  return env.TOCSIN_CONFIG === undefined ? undefined : { name: env.TOCSIN_CONFIG, by: 'TOCSIN_CONFIG' };
}

function freeze(value: unknown): void {
  // Bytes can not be frozen.
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
  for (const part of Object.values(value)) freeze(part);
  Object.freeze(value);
}
