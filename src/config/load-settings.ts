import { checkTlsFiles } from './check-tls-files.ts';
import { checkTogether, type Origins } from './check-together.ts';
import { checkValue, resolvePath } from './check-value.ts';
import type { SettingDefinition } from './define-setting.ts';
import type { LoadedSettings, SettingsEntry } from './loaded-settings.ts';
import { SettingsError, type SettingsProblem, showEffective } from './problem.ts';
import { type Settings, settingDefinitions, settingsSchema } from './settings.ts';
import { type Environment, readEnvironment } from './sources/environment.ts';
import { type Flags, readFlags } from './sources/flags.ts';
import type { GivenValue } from './sources/given-value.ts';
import { parseSettingsYaml } from './sources/parse-settings-yaml.ts';
import { readBounded } from './sources/read-bounded.ts';
import { type NamedFile, type ReadFile, readSettingsFile } from './sources/settings-file.ts';

/** From where settings are taken. */
export interface SettingsInput {
  /** Dotted key to text, and `config`, the path of the settings file. Undefined is the same as absent. */
  readonly flags: Flags;
  readonly env: Environment;
  /** Absolute. */
  readonly cwd: string;
  /** Reads the settings file and the files that settings name; default: the file system, at most 1 MiB and a byte. */
  readonly readFile?: ReadFile;
}

/**
 * Takes the settings from defaults, the settings file, the environment and flags, in rising order. Every value that
 * was given is checked, also one that another overrides. Throws one `SettingsError` with all problems.
 */
export async function loadSettings(input: SettingsInput): Promise<LoadedSettings> {
  const { cwd, readFile = readBounded } = input;
  const file = await readSettingsFile(namedFile(input), cwd, readFile);
  const sources = [
    file.kind === 'read' ? parseSettingsYaml(file.text, file.name) : { given: [], problems: [] },
    readEnvironment(input.env),
    readFlags(input.flags),
  ];
  const { chosen, refused, problems } = choose(sources);

  const path = file.kind === 'read' ? file.path : undefined;
  // A refused value gives way to the default, so that what does not depend on it can be checked all the same.
  const raw = new Map(
    settingDefinitions.map((definition): [string, unknown] => {
      const given = refused.has(definition.key) ? undefined : chosen.get(definition.key);
      return [definition.key, resolvePath(given ?? defaultOf(definition), cwd, path)];
    }),
  );
  const settings: Settings = settingsSchema.parse(nest(raw));
  const origins: Origins = {
    placeOf: (key) => chosen.get(key)?.place ?? noPlace,
    isGiven: (key) => chosen.has(key),
    isRefused: (key) => refused.has(key),
  };
  const all = [
    file.kind === 'bad' ? [file.problem] : [],
    problems,
    checkTogether(settings, origins),
    await checkTlsFiles(settings, origins, readFile),
  ].flat();
  if (all.length > 0) throw new SettingsError(all);

  freeze(settings);
  const entries = settingDefinitions.map((definition) =>
    entryOf(definition, raw.get(definition.key), chosen.get(definition.key)),
  );
  return { settings, entries, ...(path === undefined ? {} : { file: path }) };
}

/** The last value that was given for each setting, and what is wrong with all that were given. */
interface Choice {
  readonly chosen: ReadonlyMap<string, GivenValue>;
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

function entryOf(definition: SettingDefinition, raw: unknown, given: GivenValue | undefined): SettingsEntry {
  const { key, secret = false, schema } = definition;
  const value: unknown = schema.parse(raw);
  // A number may be a duration, which people read better as it was written.
  const shown = showEffective(typeof value === 'number' ? raw : value, secret, definition.defaultInWords);
  if (given === undefined) return { key, value: shown, source: 'default', secret };
  return { key, value: shown, source: given.source, where: given.place.short, secret };
}

type Nested = { [name: string]: Nested | unknown };

/** "server.port" becomes `{ server: { port } }`. */
function nest(values: ReadonlyMap<string, unknown>): Nested {
  const groups = new Map<string, Map<string, unknown>>();
  const nested: Nested = {};
  for (const [key, value] of values) {
    const dot = key.indexOf('.');
    if (dot < 0) nested[key] = value;
    else {
      const group = groups.getOrInsertComputed(key.slice(0, dot), () => new Map<string, unknown>());
      group.set(key.slice(dot + 1), value);
    }
  }
  for (const [name, group] of groups) nested[name] = nest(group);
  return nested;
}

function freeze(value: unknown): void {
  // Bytes can not be frozen.
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
  for (const part of Object.values(value)) freeze(part);
  Object.freeze(value);
}
