import type { Migration } from '../migrate.ts';

/** Connectors, users, API keys and single facts. Times are milliseconds since 1970. */
export const first: Migration = {
  version: 1,
  name: 'first',
  sql: `
    CREATE TABLE connectors (
      id TEXT NOT NULL PRIMARY KEY,
      name TEXT NOT NULL,
      type_id TEXT NOT NULL,
      config TEXT NOT NULL CHECK (json_type(config) = 'object'),
      secrets BLOB,
      options TEXT NOT NULL CHECK (json_type(options) = 'object'),
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE users (
      name TEXT NOT NULL PRIMARY KEY,
      password_hash TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE api_keys (
      id TEXT NOT NULL PRIMARY KEY,
      name TEXT NOT NULL,
      hash BLOB NOT NULL,
      created_by TEXT,
      created_at INTEGER NOT NULL,
      expires_at INTEGER,
      last_used_at INTEGER
    ) STRICT;

    CREATE TABLE facts (
      name TEXT NOT NULL PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT;

    CREATE TABLE write_check (
      id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
      count INTEGER NOT NULL
    ) STRICT;
  `,
};
