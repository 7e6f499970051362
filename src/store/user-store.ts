/** A user as kept. Times are milliseconds since 1970. */
export interface UserRow {
  readonly name: string;
  /** A PHC string (`$argon2id$…`). */
  readonly passwordHash: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface UserStore {
  insert(row: UserRow): Promise<'inserted' | 'conflict'>;
  /** Inserts only while there is no user at all, in one step. False: there is one already. */
  insertFirst(row: UserRow): Promise<boolean>;
  find(name: string): Promise<UserRow | undefined>;
  /** All users, ordered by name. */
  list(): Promise<UserRow[]>;
  /** Ends the user's sessions, save the one with the id `keptSession`. False: no such user. */
  setPassword(name: string, passwordHash: string, updatedAt: number, keptSession?: string): Promise<boolean>;
  /** `last`: it is the only user left, and is kept. */
  deleteUnlessLast(name: string): Promise<'deleted' | 'missing' | 'last'>;
}
