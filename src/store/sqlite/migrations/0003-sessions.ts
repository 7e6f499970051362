import type { Migration } from '../migrate.ts';

/** Browsers' sessions and one-time sign-in links, by the SHA-256 of what opens them. Times are milliseconds since 1970. */
export const sessions: Migration = {
  version: 3,
  name: 'sessions',
  sql: `
    CREATE TABLE sessions (
      id TEXT NOT NULL PRIMARY KEY,
      hash BLOB NOT NULL CHECK (length(hash) = 32),
      user_name TEXT NOT NULL,
      password_set_at INTEGER NOT NULL,
      created_at INTEGER NOT NULL,
      last_used_at INTEGER NOT NULL,
      address TEXT NOT NULL,
      user_agent TEXT
    ) STRICT;

    CREATE TABLE sign_in_links (
      hash BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
      user_name TEXT NOT NULL,
      password_set_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL
    ) STRICT;
  `,
};
