import { timingSafeEqual } from 'node:crypto';
import { Refusal } from '../refusal.ts';
import type { ApiKeyStore } from '../store/api-key-store.ts';
import type { UserStore } from '../store/user-store.ts';
import { hashSecret } from './api-keys.ts';
import type { Caller } from './caller.ts';
import { localTokenId } from './local-token.ts';
import { hashOfNobody, maxPasswordLength, verifyPassword } from './password.ts';
import { SignInLimiter } from './sign-in-limiter.ts';
import { userNamePattern } from './users.ts';
import { VerifiedPasswords } from './verified-passwords.ts';

const touchEvery = 60_000;
/** No API key has a longer id. */
const maxIdLength = 64;
const wrongPassword = 'The user name or the password is wrong.';

/** Splits `id:secret` out of base64; the secret may hold colons. */
function splitCredentials(encoded: string): { id: string; secret: string } | undefined {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(encoded)) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 1 ? undefined : { id: text.slice(0, colon), secret: text.slice(colon + 1) };
}

function unauthenticated(message: string): Refusal {
  return new Refusal('unauthenticated', message);
}

/** A user who has shown who that is. */
export interface SignedIn {
  readonly user: string;
  /** When the password that counts was set: with another one the sign-in is over. */
  readonly passwordSetAt: number;
}

/** Decides who makes a request, from its `Authorization` header. */
export class Authenticator {
  readonly #users: UserStore;
  readonly #apiKeys: ApiKeyStore;
  readonly #now: () => number;
  readonly #localTokenHash: Buffer;
  readonly #limiter: SignInLimiter;
  readonly #verified: VerifiedPasswords;

  constructor(options: {
    users: UserStore;
    apiKeys: ApiKeyStore;
    now: () => number;
    /** Milliseconds that never jump, for what lasts a minute. */
    monotonic: () => number;
    localToken: string;
  }) {
    this.#users = options.users;
    this.#apiKeys = options.apiKeys;
    this.#now = options.now;
    this.#localTokenHash = hashSecret(options.localToken);
    this.#limiter = new SignInLimiter(options.monotonic);
    this.#verified = new VerifiedPasswords(options.monotonic);
  }

  /**
   * `header` is the `Authorization` header as it came, `address` the caller's address. Throws a `Refusal`:
   * `unauthenticated`, or `too_many` after ten failures.
   */
  async authenticate(header: string | undefined, address: string): Promise<Caller> {
    if (header === undefined || header === '') {
      throw unauthenticated(
        'Sign in with a user name and password (Authorization: Basic …) or an API key (Authorization: ApiKey …, or Bearer …).',
      );
    }
    const [, scheme = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(header) ?? [];
    const credentials = splitCredentials(rest.trim());
    const known = scheme.toLowerCase();
    const isKey = known === 'apikey' || known === 'bearer';
    if (known !== 'basic' && !isKey) {
      throw unauthenticated(
        'The Authorization header is of a kind that Tocsin does not know. Use Basic, ApiKey or Bearer.',
      );
    }
    if (credentials === undefined) {
      const shape = isKey ? 'id:secret' : 'user:password';
      throw unauthenticated(
        `The Authorization header can not be read: it should hold the base64 of ${shape}.`,
      );
    }
    if (isKey) return this.#checkApiKey(credentials.id, credentials.secret);
    const { user } = await this.checkPassword(credentials.id, credentials.secret, address);
    return { kind: 'user', name: user };
  }

  /** Signs a user in by name and password. Throws as `authenticate` does. */
  async checkPassword(name: string, password: string, address: string): Promise<SignedIn> {
    // Nobody can have such a name; it must not reach what remembers names.
    if (!userNamePattern.test(name)) throw unauthenticated(wrongPassword);
    this.#limiter.check(name, address);
    const row = await this.#users.find(name);
    // An unknown name costs as much time as a known one, so that the time does not tell which names exist.
    const hash = row?.passwordHash ?? hashOfNobody;
    const right = await this.#verified.check(hash, password, async () => {
      const failure = this.#limiter.fail(name, address);
      const fits = password.length <= maxPasswordLength * 2;
      try {
        const matches = (await verifyPassword(hash, fits ? password : '')) && fits;
        if (matches) failure.takeBack();
        return matches;
      } catch (error) {
        // Sent away because too many wait: nothing was found wrong with the password.
        failure.takeBack();
        throw error;
      }
    });
    if (!right || row === undefined) throw unauthenticated(wrongPassword);
    return { user: name, passwordSetAt: row.updatedAt };
  }

  /** Without a limit on failures: nobody guesses 256 bits, and a limit would let anybody lock a program out. */
  async #checkApiKey(id: string, secret: string): Promise<Caller> {
    const hash = hashSecret(secret);
    if (id === localTokenId) {
      if (timingSafeEqual(hash, this.#localTokenHash)) return { kind: 'local' };
      throw unauthenticated('The local token is not the one of this server; it changes with every start.');
    }
    const row = id.length <= maxIdLength ? await this.#apiKeys.find(id) : undefined;
    const now = this.#now();
    if (row === undefined || row.hash.length !== hash.length || !timingSafeEqual(hash, row.hash)) {
      throw unauthenticated('The API key is unknown or was revoked.');
    }
    if (row.expiresAt !== null && row.expiresAt <= now) {
      throw unauthenticated(
        `The API key expired on ${new Date(row.expiresAt).toISOString()}. Make a new one.`,
      );
    }
    // A note for people who tidy up; a disk that takes no writes must not lock anybody out.
    if (row.lastUsedAt === null || now - row.lastUsedAt >= touchEvery) {
      this.#apiKeys.touch(id, now).catch(() => {});
    }
    return { kind: 'api_key', id, name: row.name };
  }
}
