/** An API key as kept. Times are milliseconds since 1970. */
export interface ApiKeyRow {
  readonly id: string;
  readonly name: string;
  /** SHA-256 of the secret, 32 bytes. */
  readonly hash: Uint8Array;
  /** The user who made it; `null` when it was made on the command line. */
  readonly createdBy: string | null;
  readonly createdAt: number;
  /** `null`: it does not expire. */
  readonly expiresAt: number | null;
  /** To the minute. */
  readonly lastUsedAt: number | null;
}

export interface ApiKeyStore {
  insert(row: ApiKeyRow): Promise<'inserted' | 'conflict'>;
  find(id: string): Promise<ApiKeyRow | undefined>;
  /** All keys, newest first; of the same time by id. */
  list(): Promise<ApiKeyRow[]>;
  /** Notes when a key was used. False: no such key. */
  touch(id: string, lastUsedAt: number): Promise<boolean>;
  /** False: no such key. */
  delete(id: string): Promise<boolean>;
}
