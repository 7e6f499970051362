import { randomBytes, timingSafeEqual } from 'node:crypto';
import { Refusal } from '../refusal.ts';
import type { SessionRow, SessionStore } from '../store/session-store.ts';
import { StoreError } from '../store/store-error.ts';
import type { UserStore } from '../store/user-store.ts';
import { hashSecret } from './api-keys.ts';
import type { SignedIn } from './authenticator.ts';

const touchEvery = 60_000;
/** A script that signs in with every call must not fill the disk. */
const mostOfUser = 100;
const mostUnkept = 100;
const maxUserAgent = 300;
const cookieValue = /^([0-9a-f]{24})\.([A-Za-z0-9_-]{43})$/;

/** A browser's session as others may see it. Times are milliseconds since 1970. */
export interface Session {
  readonly id: string;
  readonly user: string;
  readonly createdAt: number;
  readonly lastUsedAt: number;
  /** When it is over if it is not used any more. */
  readonly expiresAt: number;
  readonly address: string;
  readonly userAgent: string | null;
}

/** A session just begun: the only time its secret is seen. */
export interface NewSession extends Session {
  /** `<id>.<secret>`. */
  readonly cookie: string;
}

/** `session.*`, in milliseconds. */
export interface SessionSettings {
  readonly idleTimeout: number;
  readonly lifespan: number;
}

/** Where a session is begun, as its list tells it. */
export interface SessionOrigin {
  readonly address: string;
  readonly userAgent: string | undefined;
}

/**
 * Browsers that are signed in. A session is over after its idle time and its lifespan, and as soon as its user is
 * removed or gets another password: the store is asked each time. A disk that takes no writes locks nobody out.
 */
export class Sessions {
  readonly #store: SessionStore;
  readonly #users: UserStore;
  readonly #now: () => number;
  readonly #settings: SessionSettings;
  /** When sessions were last used, which the store is told once a minute, if it can be told. */
  readonly #usedAt = new Map<string, number>();
  /** Sessions that the store could not keep. They end with the process. */
  readonly #unkept = new Map<string, SessionRow>();

  constructor(options: {
    sessions: SessionStore;
    users: UserStore;
    now: () => number;
    settings: SessionSettings;
  }) {
    this.#store = options.sessions;
    this.#users = options.users;
    this.#now = options.now;
    this.#settings = options.settings;
  }

  /** How long a session lasts at the most, in milliseconds. */
  get lifespan(): number {
    return this.#settings.lifespan;
  }

  async begin({ user, passwordSetAt }: SignedIn, { address, userAgent }: SessionOrigin): Promise<NewSession> {
    // Not base64url: a word that begins with "-" is an option to every command line.
    const id = randomBytes(12).toString('hex');
    const secret = randomBytes(32).toString('base64url');
    const now = this.#now();
    const row: SessionRow = {
      id,
      hash: hashSecret(secret),
      user,
      passwordSetAt,
      createdAt: now,
      lastUsedAt: now,
      address,
      userAgent: userAgent === undefined ? null : userAgent.slice(0, maxUserAgent).toWellFormed(),
    };
    try {
      await this.#store.insert(row, mostOfUser);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      this.#keepInMemory(row);
    }
    // What nobody uses any more may stay where it is, if the store takes no writes.
    this.prune().catch(() => {});
    return { ...this.#told(row), cookie: `${id}.${secret}` };
  }

  /** The session that a cookie's value opens, now used once more. `undefined`: none, or it is over. */
  async open(cookie: string): Promise<Session | undefined> {
    const row = await this.#rowOf(cookie);
    if (row === undefined) return undefined;
    const now = this.#now();
    if (now - this.#lastUseOf(row) >= touchEvery) {
      this.#usedAt.set(row.id, now);
      this.#store.touch(row.id, now).catch(() => {});
    }
    return this.#told(row);
  }

  /** Whether a session still counts. That is no use of it. */
  async isOpen(id: string): Promise<boolean> {
    return (await this.#find(id)) !== undefined;
  }

  /** All that are not over, the one used last first. */
  async list(): Promise<Session[]> {
    const unkept = await Promise.all([...this.#unkept.keys()].map((id) => this.#find(id)));
    return [...unkept, ...(await this.#store.list())]
      .filter((row) => row !== undefined)
      .map((row) => this.#told(row))
      .filter(({ expiresAt }) => expiresAt > this.#now())
      .toSorted((a, b) => b.lastUsedAt - a.lastUsedAt);
  }

  /** Ends the session with this id. Throws a `Refusal` `not_found` when there is none. */
  async revoke(id: string): Promise<void> {
    if (await this.#end(id)) return;
    throw new Refusal('not_found', `There is no session "${id}".`);
  }

  /** Ends the session that a cookie's value opens, if it opens one. */
  async end(cookie: string): Promise<void> {
    const row = await this.#rowOf(cookie);
    if (row !== undefined) await this.#end(row.id);
  }

  /** Removes what is over. Rejects with a `StoreError`. */
  async prune(): Promise<void> {
    const now = this.#now();
    const { idleTimeout, lifespan } = this.#settings;
    for (const [id, at] of this.#usedAt) if (at <= now - idleTimeout) this.#usedAt.delete(id);
    for (const [id, row] of this.#unkept) if (this.#told(row).expiresAt <= now) this.#unkept.delete(id);
    await this.#store.prune({ createdAt: now - lifespan, lastUsedAt: now - idleTimeout, now });
  }

  async #end(id: string): Promise<boolean> {
    const wasUnkept = this.#unkept.delete(id);
    this.#usedAt.delete(id);
    return wasUnkept || this.#store.delete(id);
  }

  #keepInMemory(row: SessionRow): void {
    const [oldest] = this.#unkept.keys();
    if (oldest !== undefined && this.#unkept.size >= mostUnkept) this.#unkept.delete(oldest);
    this.#unkept.set(row.id, row);
  }

  async #rowOf(cookie: string): Promise<SessionRow | undefined> {
    const [, id = '', secret = ''] = cookieValue.exec(cookie) ?? [];
    const row = id === '' ? undefined : await this.#find(id);
    return row !== undefined && timingSafeEqual(hashSecret(secret), row.hash) ? row : undefined;
  }

  async #find(id: string): Promise<SessionRow | undefined> {
    const row = (await this.#findUnkept(id)) ?? (await this.#store.find(id));
    return row !== undefined && this.#told(row).expiresAt > this.#now() ? row : undefined;
  }

  async #findUnkept(id: string): Promise<SessionRow | undefined> {
    const row = this.#unkept.get(id);
    if (row === undefined) return undefined;
    const user = await this.#users.find(row.user);
    return user?.updatedAt === row.passwordSetAt ? row : undefined;
  }

  #lastUseOf({ id, lastUsedAt }: SessionRow): number {
    return Math.max(lastUsedAt, this.#usedAt.get(id) ?? 0);
  }

  #told(row: SessionRow): Session {
    const { id, user, createdAt, address, userAgent } = row;
    const { idleTimeout, lifespan } = this.#settings;
    const lastUsedAt = this.#lastUseOf(row);
    const expiresAt = Math.min(lastUsedAt + idleTimeout, createdAt + lifespan);
    return { id, user, createdAt, lastUsedAt, expiresAt, address, userAgent };
  }
}
