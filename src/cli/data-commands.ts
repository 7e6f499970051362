import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { ApiKeys } from '../access/api-keys.ts';
import { Users } from '../access/users.ts';
import type { Settings } from '../config/settings.ts';
import { openKeyring } from '../connectors/secrets/open-keyring.ts';
import { rotateKeys } from '../connectors/secrets/rotate-keys.ts';
import { Refusal } from '../refusal.ts';
import { backupSqlite } from '../store/sqlite/backup.ts';
import { acquireDataLock } from '../store/sqlite/data-lock.ts';
import { restoreSqlite } from '../store/sqlite/restore.ts';
import { type CommandContext, type SettingsFlags, settingsFor } from './context.ts';
import { describeProcess } from './describe-process.ts';
import { databaseFile, keySourceFor, withData } from './open-data.ts';
import { readPassword } from './read-password.ts';

const day = 24 * 60 * 60 * 1000;
const date = (time: number | null) => (time === null ? '-' : new Date(time).toISOString().slice(0, 16));

/** Lines up columns; the first row is the heading. */
function table(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

export interface PasswordFlags extends SettingsFlags {
  readonly generate?: boolean;
}

/** Takes the password that was asked for and gives it to `use`; prints one that was made up once it is in force. */
async function withPassword(
  context: CommandContext,
  flags: PasswordFlags,
  use: (password: string) => Promise<unknown>,
): Promise<void> {
  const generated = flags.generate === true ? randomBytes(15).toString('base64url') : undefined;
  await use(generated ?? (await readPassword(context)));
  if (generated !== undefined) context.print(generated);
}

export async function userAdd(context: CommandContext, name: string, flags: PasswordFlags): Promise<void> {
  const { settings } = await settingsFor(context, flags);
  await withData(settings, async (store) => {
    const users = new Users(store.users, Date.now);
    // Before a password is asked for, and typed twice, in vain.
    await users.requireFree(name);
    await withPassword(context, flags, (password) => users.create(name, password));
  });
  context.note(`User "${name}" may sign in.`);
}

export async function userPassword(
  context: CommandContext,
  name: string,
  flags: PasswordFlags,
): Promise<void> {
  const { settings } = await settingsFor(context, flags);
  await withData(settings, async (store) => {
    const users = new Users(store.users, Date.now);
    await users.requireKnown(name);
    await withPassword(context, flags, (password) => users.setPassword(name, password));
  });
  context.note(`The password of "${name}" is set.`);
}

export async function userRemove(context: CommandContext, name: string, flags: SettingsFlags): Promise<void> {
  const { settings } = await settingsFor(context, flags);
  await withData(settings, async (store) => {
    await new Users(store.users, Date.now).remove(name);
    context.note(`User "${name}" is removed.`);
    const made = (await new ApiKeys(store.apiKeys, Date.now).list()).filter((key) => key.createdBy === name);
    for (const key of made) {
      context.note(
        `API key ${key.id} ("${key.name}"), which ${name} made, still works: tocsin key revoke ${key.id}`,
      );
    }
  });
}

export async function userList(context: CommandContext, flags: SettingsFlags): Promise<void> {
  const { settings } = await settingsFor(context, flags);
  const users = await withData(settings, (store) => new Users(store.users, Date.now).list());
  const rows = users.map((user) => [user.name, date(user.createdAt), date(user.updatedAt)]);
  for (const line of table([['NAME', 'CREATED', 'PASSWORD SET'], ...rows])) context.print(line);
}

export interface KeyCreateFlags extends SettingsFlags {
  readonly expiresInDays?: number;
}

export async function keyCreate(context: CommandContext, name: string, flags: KeyCreateFlags): Promise<void> {
  const { settings } = await settingsFor(context, flags);
  const lifetime = flags.expiresInDays === undefined ? {} : { lifetime: flags.expiresInDays * day };
  const key = await withData(settings, (store) =>
    new ApiKeys(store.apiKeys, Date.now).create({ name, createdBy: null, ...lifetime }),
  );
  context.note(
    `API key ${key.id} ("${name}"). It is shown this once; use it as TOCSIN_API_KEY, or as the header`,
  );
  context.note('  Authorization: ApiKey <what follows>');
  context.print(key.encoded);
}

export async function keyList(context: CommandContext, flags: SettingsFlags): Promise<void> {
  const { settings } = await settingsFor(context, flags);
  const keys = await withData(settings, (store) => new ApiKeys(store.apiKeys, Date.now).list());
  const rows = keys.map((key) => [
    key.id,
    key.name,
    key.createdBy ?? '-',
    date(key.createdAt),
    date(key.expiresAt),
    date(key.lastUsedAt),
  ]);
  const heading = ['ID', 'NAME', 'MADE BY', 'CREATED', 'EXPIRES', 'LAST USED'];
  for (const line of table([heading, ...rows])) context.print(line);
}

export async function keyRevoke(context: CommandContext, id: string, flags: SettingsFlags): Promise<void> {
  const { settings } = await settingsFor(context, flags);
  await withData(settings, (store) => new ApiKeys(store.apiKeys, Date.now).revoke(id));
  context.note(`API key ${id} is revoked.`);
}

export interface RotateFlags extends SettingsFlags {
  readonly forgetLost?: boolean;
}

export async function keyRotate(context: CommandContext, flags: RotateFlags): Promise<void> {
  const { settings } = await settingsFor(context, flags);
  const source = keySourceFor(settings);
  const rotation = await withData(settings, (store) => rotateKeys(source, store, flags.forgetLost === true));
  context.note(`Secrets are sealed with key ${rotation.keyId} (${source.description}) from now on.`);
  context.note(
    `${rotation.resealed} ${rotation.resealed === 1 ? 'connector was' : 'connectors were'} sealed anew.`,
  );
  for (const id of rotation.forgotten) {
    context.note(`Connector "${id}" has lost its integration key: enter it again.`);
  }
  context.note('Keep a copy of the key, apart from the backups of the database.');
}

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
