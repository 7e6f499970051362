import { resolve } from 'node:path';
import { backupSqlite } from '../store/sqlite/backup.ts';
import { type CommandContext, type SettingsFlags, settingsFor } from './context.ts';
import { databaseFile, keySourceFor, withData } from './open-data.ts';

/** `tocsin backup FILE`: a copy of the database; also while a server runs. */
export async function backup(context: CommandContext, file: string, flags: SettingsFlags): Promise<void> {
  const { settings } = await settingsFor(context, flags);
  const target = resolve(context.cwd, file);
  // Opened once, so that a wrong folder is told as everywhere else.
  await withData(settings, async () => {});
  await backupSqlite(databaseFile(settings.data), target);
  context.note(`Copied everything to ${target}.`);
  context.note(
    `The encryption key is not in it: keep a copy of ${keySourceFor(settings).description} somewhere else. Without it the integration keys in the copy can not be read.`,
  );
}
