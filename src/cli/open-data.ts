import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../config/settings.ts';
import { keySourceOf } from '../connectors/secrets/open-keyring.ts';
import { openSqliteStore } from '../store/sqlite/open-sqlite-store.ts';
import type { Store } from '../store/store.ts';
import { CommandError, exitCodes } from './exit-codes.ts';

/** The database in a data directory. */
export const databaseFile = (dataDirectory: string) => join(dataDirectory, 'tocsin.db');

/** The source of the encryption keys that the settings name. */
export const keySourceFor = (settings: Settings) => keySourceOf(settings.encryption, settings.data);

const reasons: Record<string, string> = {
  EACCES: 'this user may not write there',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'it is a file',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
};

/** Makes the data directory where it is missing, for this user alone. */
export function makeDataFolder(dataDirectory: string): void {
  try {
    mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new CommandError(
      exitCodes.failed,
      `The data folder ${dataDirectory} can not be made: ${reasons[code] ?? 'the system refused'} [${code}]. Name another one with --data.`,
      { cause: error },
    );
  }
}

/** Whether there is a file; a folder that this user may not look into is an error of its own. */
function isThere(file: string): boolean {
  try {
    return statSync(file).isFile();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw new CommandError(
      exitCodes.failed,
      `${file} can not be looked at [${code}]. Run the command as the user that the server runs as.`,
      { cause: error },
    );
  }
}

/**
 * Lets a command work on the data directory itself, whether or not a server runs on it. A directory without data
 * is refused rather than filled: it is most likely the wrong one.
 */
export async function withData<T>(settings: Settings, work: (store: Store) => Promise<T>): Promise<T> {
  const file = databaseFile(settings.data);
  if (!isThere(file)) {
    throw new CommandError(
      exitCodes.failed,
      `There is no Tocsin data in ${settings.data}. Name the right folder with --data, or start the server once to make it.`,
    );
  }
  const store = await openSqliteStore({ file, now: Date.now });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
