import { isAbsolute, sep } from 'node:path';
import type { SecretValue } from '../../api/secrets.ts';
import { Refusal } from '../../refusal.ts';

/** What secrets may name (`rules.secrets.*`). */
export interface SecretSettings {
  /** Names of environment variables, or a beginning of some before `*`. */
  readonly variables: readonly string[];
  /** Absolute. */
  readonly folders: readonly string[];
}

/** Where the values of secrets stand that do not say them themselves. */
export interface ValueSources {
  /** Looked at anew each time; absent: the settings bring the values themselves, and may name every file. */
  readonly settings?: SecretSettings;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The file that a path leads to in the end. Rejects where there is none. */
  readonly realPath: (path: string) => Promise<string>;
  /** Reads a file, but little more than it may be large. */
  readonly readFile: (path: string) => Promise<Uint8Array>;
}

const mostBytes = 64 * 1024;
const reference = /^\$\{(\w+)\}$/;

/**
 * The text of one value of a secret; `what` names it in messages, which never hold the text.
 *
 * @throws `Refusal`.
 */
export async function textOfValue(value: SecretValue, what: string, sources: ValueSources): Promise<string> {
  if (typeof value !== 'string') return textOfFile(value.file, what, sources);
  // Into those of the settings variables were put when they were read.
  const [, variable] = sources.settings === undefined ? [] : (reference.exec(value) ?? []);
  return variable === undefined ? value : textOfVariable(variable, what, sources);
}

/** Whether the text of a value, or who may have it, can change while Tocsin runs. */
export const canChange = (value: SecretValue): boolean => typeof value !== 'string' || reference.test(value);

function textOfVariable(name: string, what: string, { settings, env }: ValueSources): string {
  const isNamed = settings?.variables.some((each) =>
    each.endsWith('*') ? name.startsWith(each.slice(0, -1)) : name === each,
  );
  const names = `${what} names the environment variable ${name}, which`;
  if (isNamed !== true)
    throw new Refusal('invalid', `${names} secrets may not use: add it to rules.secrets.variables`);
  const text = env[name];
  if (text === undefined || text === '') throw new Refusal('invalid', `${names} is not set`);
  return text;
}

async function textOfFile(path: string, what: string, sources: ValueSources): Promise<string> {
  const { settings, realPath, readFile } = sources;
  const fail = (why: string, cause?: unknown) =>
    new Refusal('invalid', `${what} names the file ${path}, which ${why}`, { cause });
  if (!isAbsolute(path)) throw fail('has no absolute path');
  const real = await realPath(path).catch(() => undefined);
  // Also of what can not be found: whether a file is there is nobody's to know.
  if (settings !== undefined && !(await isWithin(real, settings.folders, realPath)))
    throw fail('is in none of the folders of rules.secrets.folders');
  const bytes = await readFile(real ?? path).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    throw fail(`can not be read${code}`, error);
  });
  if (bytes.length > mostBytes) throw fail(`is larger than ${mostBytes / 1024} KB`);
  const text = Buffer.from(bytes).toString('utf8').trim();
  if (text === '') throw fail('is empty');
  return text;
}

async function isWithin(
  real: string | undefined,
  folders: readonly string[],
  realPath: ValueSources['realPath'],
): Promise<boolean> {
  const there = await Promise.all(folders.map((folder) => realPath(folder).catch(() => undefined)));
  return there.some((folder) => folder !== undefined && real?.startsWith(folder + sep) === true);
}
