/** A browser's session as kept. Times are milliseconds since 1970. */
export interface SessionRow {
  /** Public: it names the session and opens nothing. */
  readonly id: string;
  /** SHA-256 of the secret, 32 bytes. */
  readonly hash: Uint8Array;
  readonly user: string;
  /** The `updatedAt` of the user's password that opened it: with another password it is over. */
  readonly passwordSetAt: number;
  readonly createdAt: number;
  /** To the minute. */
  readonly lastUsedAt: number;
  /** Where it was begun. */
  readonly address: string;
  /** What the browser called itself; `null` when it said nothing. */
  readonly userAgent: string | null;
}

/** A one-time link that signs a user in, as kept. */
export interface SignInLinkRow {
  /** SHA-256 of the token, 32 bytes. */
  readonly hash: Uint8Array;
  readonly user: string;
  /** As of a session: a link does not outlive the password that was set when it was made. */
  readonly passwordSetAt: number;
  readonly expiresAt: number;
}

/** What is over by now: sessions begun or last used at these times or before, and links that expired by `now`. */
export interface SessionLimits {
  readonly createdAt: number;
  readonly lastUsedAt: number;
  readonly now: number;
}

/**
 * Sessions and sign-in links. One whose user is gone, or has another password since, is not there: neither found nor
 * listed, whoever changed the user, and from the moment of the change.
 */
export interface SessionStore {
  /** Keeps at most `most` sessions of a user: those used longest ago make room. */
  insert(row: SessionRow, most: number): Promise<'inserted' | 'conflict'>;
  find(id: string): Promise<SessionRow | undefined>;
  /** All sessions, the one used last first; of the same time by id. */
  list(): Promise<SessionRow[]>;
  /** Notes when a session was used. False: no such session. */
  touch(id: string, lastUsedAt: number): Promise<boolean>;
  /** False: no such session. */
  delete(id: string): Promise<boolean>;
  insertLink(row: SignInLinkRow): Promise<'inserted' | 'conflict'>;
  /** Finds the link and removes it in one step, so that it is given out once. */
  takeLink(hash: Uint8Array): Promise<SignInLinkRow | undefined>;
  /** Removes the sessions and links that are over, those of users who are gone too. */
  prune(limits: SessionLimits): Promise<void>;
}
