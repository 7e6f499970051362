import { createHash, randomBytes } from 'node:crypto';
import { Refusal } from '../refusal.ts';
import type { ApiKeyRow, ApiKeyStore } from '../store/api-key-store.ts';

/** An API key as others may see it. */
export type ApiKey = Omit<ApiKeyRow, 'hash'>;

/** A key just made: the only time its secret is seen. */
export interface NewApiKey extends ApiKey {
  readonly secret: string;
  /** What goes behind `Authorization: ApiKey `: base64 of `id:secret`. */
  readonly encoded: string;
}

/** SHA-256 is enough here: the secret is 256 random bits, which nobody guesses, however fast the hash. */
export const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret, 'utf8').digest();

function withoutHash({ hash: _, ...key }: ApiKeyRow): ApiKey {
  return key;
}

/** Keys for programs. */
export class ApiKeys {
  readonly #store: ApiKeyStore;
  readonly #now: () => number;

  constructor(store: ApiKeyStore, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  /** `lifetime` in milliseconds; without one the key does not expire. */
  async create(options: { name: string; createdBy: string | null; lifetime?: number }): Promise<NewApiKey> {
    // Not base64url: a word that begins with "-" is an option to every command line.
    const id = randomBytes(12).toString('hex');
    const secret = randomBytes(32).toString('base64url');
    const createdAt = this.#now();
    const row: ApiKeyRow = {
      id,
      name: options.name,
      hash: hashSecret(secret),
      createdBy: options.createdBy,
      createdAt,
      expiresAt: options.lifetime === undefined ? null : createdAt + options.lifetime,
      lastUsedAt: null,
    };
    await this.#store.insert(row);
    return { ...withoutHash(row), secret, encoded: Buffer.from(`${id}:${secret}`).toString('base64') };
  }

  async list(): Promise<ApiKey[]> {
    return (await this.#store.list()).map(withoutHash);
  }

  async revoke(id: string): Promise<void> {
    if (!(await this.#store.delete(id))) throw new Refusal('not_found', `There is no API key "${id}".`);
  }
}
