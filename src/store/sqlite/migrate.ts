import type { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../store-error.ts';
import { APPLICATION_ID, checkOwner, checksum, missingMigrations } from './schema-state.ts';
import { toStoreError } from './sqlite-errors.ts';
import { Statement } from './statement.ts';
import { inTransaction } from './transaction.ts';

/** One step of the schema. Its SQL must not begin or end transactions itself. */
export interface Migration {
  /** 1 and up, without gaps. */
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

export interface MigrateOptions {
  /** The database's file, for messages. */
  readonly file: string;
  /** In rising order. */
  readonly migrations: readonly Migration[];
  /** Milliseconds since 1970, kept beside each migration. */
  readonly now: number;
}

const PREPARE = `
  CREATE TABLE IF NOT EXISTS migrations (
    version INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL,
    applied_at INTEGER NOT NULL
  ) STRICT;
  PRAGMA application_id = ${APPLICATION_ID};
`;

const RECORD = `
  INSERT INTO migrations (version, name, checksum, applied_at)
  VALUES ($version, $name, $checksum, $appliedAt)
`;

/**
 * Brings `database` to the newest schema, each step in a transaction of its own. Several processes may do so at once:
 * what is missing is looked up again under the write lock. Throws a `StoreError` that names the step that failed.
 */
export function migrate(database: DatabaseSync, options: MigrateOptions): void {
  const { file, migrations } = options;
  // Without a lock first, so that opening an up-to-date database never waits for a writer.
  for (const migration of missingMigrations(database, file, migrations)) {
    inTransaction(database, () => {
      checkOwner(database, file);
      if (missingMigrations(database, file, migrations).includes(migration)) {
        apply(database, migration, options);
      }
    });
  }
}

function apply(database: DatabaseSync, migration: Migration, { file, now }: MigrateOptions): void {
  const { version, name, sql } = migration;
  try {
    database.exec(PREPARE);
    database.exec(sql);
    new Statement(database, RECORD).run({ version, name, checksum: checksum(sql), appliedAt: now });
  } catch (error) {
    const { code, message } = toStoreError(error, file);
    throw new StoreError(code, `Migration ${version} (${name}) failed and was undone. ${message}.`, {
      cause: error,
    });
  }
}
