import assert from 'node:assert/strict';
import { matchesGlob, relative, resolve } from 'node:path';
import { loadSettings, type SettingsInput } from './load-settings.ts';
import type { LoadedSettings } from './loaded-settings.ts';
import { SettingsError } from './problem.ts';

/** The folder that tests start from; the separator of the machine decides how it looks. */
export const cwd = resolve('/srv/tocsin');

/** How a settings file names an environment variable. */
export const ref = (inside: string): string => `$\{${inside}}`;

export interface Given {
  /** The text of `tocsin.yml` in the current folder. */
  readonly yaml?: string;
  /** More files, by their path relative to the current folder. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly flags?: Readonly<Record<string, string>>;
}

/** Loads settings for tests from files that exist only here. */
export function load(
  { yaml, files = {}, env = {}, flags = {} }: Given,
  check?: SettingsInput['check'],
): Promise<LoadedSettings> {
  const all = { ...(yaml !== undefined && { 'tocsin.yml': yaml }), ...files };
  const byPath = new Map(Object.entries(all).map(([path, content]) => [resolve(cwd, path), content]));
  return loadSettings({
    flags,
    env,
    cwd,
    ...(check !== undefined && { check }),
    readFile: async (path) => {
      const content = byPath.get(path);
      if (content === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
      return typeof content === 'string' ? Buffer.from(content) : content;
    },
    findFiles: async (pattern, folder) =>
      [...byPath.keys()].filter((path) => matchesGlob(relative(folder, path), pattern)),
  });
}

/** Loads settings that must be refused, and gives the error. */
export async function refusalOf(given: Given): Promise<SettingsError> {
  const outcome = await load(given).catch((error: unknown) => error);
  assert.ok(outcome instanceof SettingsError, 'these settings must be refused');
  return outcome;
}
