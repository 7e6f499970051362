import type { DatabaseSync } from 'node:sqlite';

/** Runs `work` in one transaction: all of it is kept, or, when it throws, nothing. Reads inside see no other writer. */
export function inTransaction<Result>(database: DatabaseSync, work: () => Result): Result {
  // IMMEDIATE takes the write lock at once. A transaction that begins by reading could otherwise fail half-way, busy,
  // without the busy timeout being waited for.
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    // A full disk makes SQLite roll back by itself.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** Runs `read`, which writes nothing, in one transaction: all that it reads is of one moment. */
export function inReadTransaction<Result>(database: DatabaseSync, read: () => Result): Result {
  database.exec('BEGIN');
  try {
    return read();
  } finally {
    // Nothing was written, so there is nothing that could fail to be kept; a broken disk may have ended it already.
    if (database.isTransaction) database.exec('ROLLBACK');
  }
}
