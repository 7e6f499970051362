import { resolve } from 'node:path';
import type { SettingsProblem } from '../problem.ts';
import { errorCode, maxFileSize, whyUnreadable } from './read-bounded.ts';

export type ReadFile = (path: string) => Promise<Uint8Array>;

/** The settings file: its text, or that there is none, or why it can not be used. */
export type SettingsFile =
  | { readonly kind: 'read'; readonly path: string; readonly name: string; readonly text: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'bad'; readonly problem: SettingsProblem };

/** The name of the settings file that was asked for, and who asked. */
export interface NamedFile {
  readonly name: string;
  readonly by: '--config' | 'TOCSIN_CONFIG';
}

/** Reads the named file, which must exist, or else `tocsin.yml` in the current folder, which need not. */
export async function readSettingsFile(
  named: NamedFile | undefined,
  cwd: string,
  readFile: ReadFile,
): Promise<SettingsFile> {
  if (named?.name === '')
    return bad(named.by, `${named.by} has no value: give the path of a settings file, or remove it`);
  const name = named?.name ?? 'tocsin.yml';
  const path = resolve(cwd, name);
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    if (named === undefined && errorCode(error) === 'ENOENT') return { kind: 'none' };
    return bad(name, `the settings file ${path}${named ? ` (${named.by})` : ''} ${whyUnreadable(error)}`);
  }
  if (bytes.length > maxFileSize) return bad(name, `${name} is larger than 1 MiB: that is no settings file`);
  try {
    return { kind: 'read', path, name, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return bad(name, `${name} is not UTF-8 text: save it as UTF-8`);
  }
}

function bad(where: string, message: string): SettingsFile {
  return { kind: 'bad', problem: { key: undefined, value: undefined, message, where } };
}
