import { ApiKeys } from '../access/api-keys.ts';
import { formatTable } from '../config/format-table.ts';
import { rotateKeys } from '../connectors/secrets/rotate-keys.ts';
import { withLock } from '../store/sqlite/data-lock.ts';
import { type CommandContext, type SettingsFlags, settingsFor } from './context.ts';
import { minuteOf } from './minute-of.ts';
import { keySourceFor, withData } from './open-data.ts';

const day = 24 * 60 * 60 * 1000;

export interface KeyCreateFlags extends SettingsFlags {
  readonly expiresInDays?: number;
}

/** `tocsin key create NAME`: prints the key, this once. */
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

/** `tocsin key list`: of API keys; their secrets are not kept. */
export async function keyList(context: CommandContext, flags: SettingsFlags): Promise<void> {
  const { settings } = await settingsFor(context, flags);
  const keys = await withData(settings, (store) => new ApiKeys(store.apiKeys, Date.now).list());
  const rows = keys.map((key) => [
    key.id,
    key.name,
    key.createdBy ?? '-',
    minuteOf(key.createdAt),
    minuteOf(key.expiresAt),
    minuteOf(key.lastUsedAt),
  ]);
  const heading = ['ID', 'NAME', 'MADE BY', 'CREATED', 'EXPIRES', 'LAST USED'];
  context.print(formatTable([heading, ...rows]));
}

/** `tocsin key revoke ID`. */
export async function keyRevoke(context: CommandContext, id: string, flags: SettingsFlags): Promise<void> {
  const { settings } = await settingsFor(context, flags);
  await withData(settings, (store) => new ApiKeys(store.apiKeys, Date.now).revoke(id));
  context.note(`API key ${id} is revoked.`);
}

export interface RotateFlags extends SettingsFlags {
  readonly forgetLost?: boolean;
}

/** `tocsin key rotate`: a new encryption key; also while a server runs. */
export async function keyRotate(context: CommandContext, flags: RotateFlags): Promise<void> {
  const { settings } = await settingsFor(context, flags);
  const source = keySourceFor(settings);
  const rotation = await withData(settings, (store) =>
    withLock(settings.data, 'rotate.lock', `Another command rotates the keys of ${settings.data}.`, () =>
      rotateKeys(source, store, flags.forgetLost === true),
    ),
  );
  context.note(`Secrets are sealed with key ${rotation.keyId} (${source.description}) from now on.`);
  context.note(
    `${rotation.resealed} ${rotation.resealed === 1 ? 'connector was' : 'connectors were'} sealed anew.`,
  );
  const { resealedSecrets } = rotation;
  if (resealedSecrets > 0) {
    const what = resealedSecrets === 1 ? 'secret of rules was' : 'secrets of rules were';
    context.note(`${resealedSecrets} ${what} sealed anew.`);
  }
  for (const id of rotation.forgotten) {
    context.note(`Connector "${id}" has lost its integration key: enter it again.`);
  }
  for (const url of rotation.forgottenTargets) {
    context.note(
      `What waits for ${url} has lost its integration key: it is sent when its connector has it again.`,
    );
  }
  for (const name of rotation.forgottenHeartbeats) {
    context.note(`The token of the ${name} can not be shown any more. Calls with it are still taken.`);
  }
  for (const name of rotation.forgottenSecrets) {
    context.note(`The secret "${name}" of rules has lost what it held: enter it again.`);
  }
  context.note(
    'Keep a copy of the key, apart from the backups of the database: a backup needs the key of its time.',
  );
}
