import { existsSync } from 'node:fs';
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

/**
 * Lets a command work on the data directory itself, whether or not a server runs on it. A directory without data
 * is refused rather than filled: it is most likely the wrong one.
 */
export async function withData<T>(settings: Settings, work: (store: Store) => Promise<T>): Promise<T> {
  const file = databaseFile(settings.data);
  if (!existsSync(file)) {
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
