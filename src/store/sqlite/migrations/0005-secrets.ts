import type { Migration } from '../migrate.ts';

/** Secrets by which rules say who they are. Times are milliseconds since 1970. */
export const secrets: Migration = {
  version: 5,
  name: 'secrets',
  sql: `
    CREATE TABLE secret (
      name TEXT NOT NULL PRIMARY KEY,
      type TEXT NOT NULL,
      sealed BLOB,
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL
    ) STRICT;
  `,
};
