import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../store-error.ts';
import { text, whole } from './columns.ts';
import type { Migration } from './migrate.ts';
import { Statement } from './statement.ts';
import { inReadTransaction } from './transaction.ts';

/** "Tocs", in SQLite's header field for it: it tells our databases from other programs'. */
export const APPLICATION_ID = 0x546f6373;

/** Refuses a database that belongs to another program. An empty one is nobody's yet. Reads only. */
export function checkOwner(database: DatabaseSync, file: string): 'ours' | 'empty' {
  // Both looks at one moment: another process may be making it ours.
  const look = () => ownerOf(database, file);
  return database.isTransaction ? look() : inReadTransaction(database, look);
}

function ownerOf(database: DatabaseSync, file: string): 'ours' | 'empty' {
  const header = database.prepare('PRAGMA application_id').get();
  const id = header === undefined ? 0 : whole(header, 'application_id');
  if (id === APPLICATION_ID) return 'ours';
  const tables = database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get();
  if (id === 0 && tables === undefined) return 'empty';
  throw new StoreError(
    'corrupt',
    `${file} is an SQLite database, but another program's, not Tocsin's. It was left as it is; name another file.`,
  );
}

/**
 * The migrations that `database` still lacks. Throws a `StoreError` when it has some that this Tocsin does not know
 * (`newer`), or knows with other content (`corrupt`).
 */
export function missingMigrations(
  database: DatabaseSync,
  file: string,
  migrations: readonly Migration[],
): Migration[] {
  const applied = appliedMigrations(database);
  const newest = Math.max(0, ...applied.keys());
  const known = Math.max(0, ...migrations.map(({ version }) => version));
  if (newest > known) {
    throw new StoreError(
      'newer',
      `${file} was written by a newer Tocsin (its schema is version ${newest}, this Tocsin knows up to ${known}): ` +
        'run that version, or restore a backup made before the upgrade.',
    );
  }
  for (const { version, name, sql } of migrations) {
    const was = applied.get(version);
    if (was !== undefined && was !== checksum(sql)) {
      throw new StoreError(
        'corrupt',
        `${file} was set up by another build of Tocsin: migration ${version} (${name}) had the checksum ` +
          `${was.slice(0, 12)}… there and has ${checksum(sql).slice(0, 12)}… here. Run the build that made the file.`,
      );
    }
  }
  return migrations.filter(({ version }) => !applied.has(version));
}

/** SHA-256 of a migration's SQL, in hex. */
export function checksum(sql: string): string {
  return createHash('sha256').update(sql).digest('hex');
}

function appliedMigrations(database: DatabaseSync): Map<number, string> {
  const table = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'migrations'").get();
  if (table === undefined) return new Map();
  const rows = new Statement(database, 'SELECT version, checksum FROM migrations ORDER BY version').all();
  return new Map(rows.map((row) => [whole(row, 'version'), text(row, 'checksum')]));
}
