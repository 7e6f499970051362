import { randomBytes } from 'node:crypto';
import { ApiKeys } from '../access/api-keys.ts';
import { SignInLinks, signInUrl } from '../access/sign-in-links.ts';
import { Users } from '../access/users.ts';
import { formatTable } from '../config/format-table.ts';
import type { Settings } from '../config/settings.ts';
import { readServerInfo } from '../store/sqlite/data-lock.ts';
import { type CommandContext, type SettingsFlags, settingsFor } from './context.ts';
import { minuteOf } from './minute-of.ts';
import { withData } from './open-data.ts';
import { readPassword } from './read-password.ts';
import { urlOf } from './url-of.ts';

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

/** `tocsin user add NAME`. Throws a `Refusal` for a name that is taken or a password that is too short. */
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

/** `tocsin user password NAME`: for when it is lost, too. */
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

/** `tocsin user remove NAME`; tells which API keys of that user go on working. */
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

/** Where a browser finds the server: as people are told, as the running one says, or as the next start will. */
function baseUrlOf({ server, data }: Settings): string {
  const { publicBaseUrl, host, port, ssl } = server;
  return publicBaseUrl ?? readServerInfo(data)?.url ?? urlOf(host, port, ssl.certificate !== undefined);
}

/** `tocsin user link [NAME]`: prints a link that signs in once. */
export async function userLink(context: CommandContext, name: string, flags: SettingsFlags): Promise<void> {
  const { settings } = await settingsFor(context, flags);
  const token = await withData(settings, (store) => new SignInLinks(store, Date.now).make(name));
  context.print(signInUrl(baseUrlOf(settings), token));
  context.note(`It signs "${name}" in once, within the hour.`);
}

/** `tocsin user list`. */
export async function userList(context: CommandContext, flags: SettingsFlags): Promise<void> {
  const { settings } = await settingsFor(context, flags);
  const users = await withData(settings, (store) => new Users(store.users, Date.now).list());
  const rows = users.map((user) => [user.name, minuteOf(user.createdAt), minuteOf(user.updatedAt)]);
  context.print(formatTable([['NAME', 'CREATED', 'PASSWORD SET'], ...rows]));
}
