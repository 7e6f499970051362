import { randomBytes } from 'node:crypto';
import { Refusal } from '../refusal.ts';
import type { UserStore } from '../store/user-store.ts';
import { checkPasswordRules, hashPassword } from './password.ts';

/** A user as others may see it. Times are milliseconds since 1970. */
export interface User {
  readonly name: string;
  readonly createdAt: number;
  /** When the password was last set. */
  readonly updatedAt: number;
}

/** Letters, digits and `. _ @ -`: a colon would end the name in an `Authorization: Basic` header. */
export const userNamePattern = /^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/;

const noSuchUser = (name: string) => new Refusal('not_found', `There is no user "${name}".`);

const nameTaken = (name: string) =>
  new Refusal('conflict', `There is a user "${name}" already. Choose another name.`);

function checkName(name: string): void {
  if (userNamePattern.test(name)) return;
  throw new Refusal(
    'invalid',
    `"${name}" can not be a user name. Use 1 to 64 letters, digits or . _ @ - and begin with a letter or digit.`,
  );
}

/** The people who may sign in. All are equal in what they may do. */
export class Users {
  readonly #store: UserStore;
  readonly #now: () => number;

  constructor(store: UserStore, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  async #row(name: string, password: string) {
    checkName(name);
    checkPasswordRules(password);
    const at = this.#now();
    return { name, passwordHash: await hashPassword(password), createdAt: at, updatedAt: at };
  }

  /** Refuses a name that `create` would refuse, before anybody thinks of a password. */
  async requireFree(name: string): Promise<void> {
    checkName(name);
    if ((await this.#store.find(name)) !== undefined) throw nameTaken(name);
  }

  /** Refuses a name that nobody has. */
  async requireKnown(name: string): Promise<void> {
    if ((await this.#store.find(name)) === undefined) throw noSuchUser(name);
  }

  async create(name: string, password: string): Promise<User> {
    const row = await this.#row(name, password);
    if ((await this.#store.insert(row)) === 'conflict') throw nameTaken(name);
    return { name, createdAt: row.createdAt, updatedAt: row.updatedAt };
  }

  /**
   * Makes the user `admin` while there is no user at all. Returns the password if one had to be made up, to be
   * shown once.
   */
  async createFirst(password: string | undefined): Promise<'exists' | 'created' | { password: string }> {
    if ((await this.#store.list()).length > 0) return 'exists';
    const chosen = password ?? randomBytes(15).toString('base64url');
    const created = await this.#store.insertFirst(await this.#row('admin', chosen));
    if (!created) return 'exists';
    return password === undefined ? { password: chosen } : 'created';
  }

  async list(): Promise<User[]> {
    const rows = await this.#store.list();
    return rows.map(({ name, createdAt, updatedAt }) => ({ name, createdAt, updatedAt }));
  }

  /** Ends the user's sessions, save the one with the id `keptSession`. */
  async setPassword(name: string, password: string, keptSession?: string): Promise<void> {
    checkPasswordRules(password);
    const hash = await hashPassword(password);
    const known = await this.#store.setPassword(name, hash, this.#now(), keptSession);
    if (!known) throw noSuchUser(name);
  }

  /** Refuses to remove the last one: nobody could sign in any more. API keys that the user made stay valid. */
  async remove(name: string): Promise<void> {
    const result = await this.#store.deleteUnlessLast(name);
    if (result === 'missing') throw noSuchUser(name);
    if (result === 'last') {
      throw new Refusal(
        'conflict',
        `"${name}" is the only user. Add another one first; without any, nobody could sign in.`,
      );
    }
  }
}
