import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { checkOwner } from './schema-state.ts';
import { toStoreError } from './sqlite-errors.ts';

export interface OpenDatabaseOptions {
  /** Absolute. The file and its folder are made where they are missing. */
  readonly file: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Milliseconds to wait for another process's write; command line tools write beside a running server. */
  readonly busyTimeout?: number;
}

const BUSY_TIMEOUT = 5000;

/**
 * Opens Tocsin's database, ready for use and at the newest schema. It blocks (the disk, other processes), so it
 * belongs into a worker or a command. Throws a `StoreError`.
 */
export function openDatabase({ file, now, busyTimeout = BUSY_TIMEOUT }: OpenDatabaseOptions): DatabaseSync {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    // SQLite would make it readable for everybody, and gives its side files the mode that this one has.
    closeSync(openSync(file, 'a', 0o600));
    const database = new DatabaseSync(file, { timeout: busyTimeout });
    try {
      prepare(database, file, busyTimeout);
      migrate(database, { file, migrations, now });
    } catch (error) {
      database.close();
      throw error;
    }
    return database;
  } catch (error) {
    throw toStoreError(error, file);
  }
}

function prepare(database: DatabaseSync, file: string, busyTimeout: number): void {
  database.exec('PRAGMA trusted_schema = OFF');
  // Before anything is written: setting the journal mode changes the file.
  checkOwner(database, file);
  useWriteAheadLog(database, busyTimeout);
  // FULL: a commit is on disk when it returns, which is what "accepted means kept" stands on.
  database.exec('PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
}

/** Two processes that open a new file together may meet here, and SQLite does not wait for this lock by itself. */
function useWriteAheadLog(database: DatabaseSync, busyTimeout: number): void {
  const deadline = performance.now() + busyTimeout;
  for (;;) {
    try {
      database.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      if (toStoreError(error, '').code !== 'busy' || performance.now() > deadline) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}
