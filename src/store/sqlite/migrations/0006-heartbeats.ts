import type { Migration } from '../migrate.ts';

/** Tokens of heartbeat rules. `rule_created_at` tells a rule from another one that had its id before. */
export const heartbeats: Migration = {
  version: 6,
  name: 'heartbeats',
  sql: `
    CREATE TABLE heartbeat_token (
      rule_id TEXT NOT NULL PRIMARY KEY,
      rule_created_at INTEGER NOT NULL,
      hash BLOB NOT NULL CHECK (length(hash) = 32),
      sealed BLOB
    ) STRICT;
  `,
};
