import { resolve } from 'node:path';
import type { Settings } from '../config/settings.ts';
import { openKeyring } from '../connectors/secrets/open-keyring.ts';
import { Refusal } from '../refusal.ts';
import { acquireDataLock } from '../store/sqlite/data-lock.ts';
import { restoreSqlite } from '../store/sqlite/restore.ts';
import { type CommandContext, type SettingsFlags, settingsFor } from './context.ts';
import { describeProcess } from './describe-process.ts';
import { databaseFile, keySourceFor, withData } from './open-data.ts';

/** Better told now than by the next start, which would be refused. */
async function tellWhetherKeyFits(context: CommandContext, settings: Settings): Promise<void> {
  try {
    await withData(settings, (store) => openKeyring(keySourceFor(settings), store.meta));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    context.note(error.message);
  }
}

export interface RestoreFlags extends SettingsFlags {
  readonly force?: boolean;
}

/** `tocsin restore FILE`: puts a copy in the place of the database, under the lock that a server would hold. */
export async function restore(context: CommandContext, file: string, flags: RestoreFlags): Promise<void> {
  const { settings } = await settingsFor(context, flags);
  const lock = await acquireDataLock(settings.data, { waitMs: 0, describe: describeProcess() });
  try {
    const from = resolve(context.cwd, file);
    const result = await restoreSqlite({
      from,
      databaseFile: databaseFile(settings.data),
      force: flags.force === true,
      now: Date.now,
    });
    context.note(`Restored ${from} into ${settings.data}.`);
    if (result.before !== undefined) context.note(`What was there before is kept as ${result.before}.`);
    await tellWhetherKeyFits(context, settings);
  } finally {
    lock.release();
  }
}
