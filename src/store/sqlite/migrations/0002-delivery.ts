import type { Migration } from '../migrate.ts';

/**
 * Events and what became of them. Every table that grows with the events is written at its end, in the order of
 * acceptance or nearly so, and none has an index over dedup keys or hashes: those are random, and an index over them
 * made accepting slower the more there was. Codes: `codes.ts`. Times are milliseconds since 1970.
 *
 * An event is in `waiting` until it ends, and in `outcome` from then on. Its `place` in the order is its own number,
 * until it takes that of an older trigger; only such rows, of which there are few, are in the index. An attempt after which it waited again is a
 * row of `attempt`; its last one stands in `outcome`, so that what is delivered at once costs one row there. `open`
 * and `dead_letter` hold what is there now; `open` outlives the log, so it repeats what it shows of the event. Instead
 * of an index, `key_block` tells of each few thousand events which dedup keys are not among them.
 */
export const delivery: Migration = {
  version: 2,
  name: 'delivery',
  sql: `
    CREATE TABLE event (
      seq INTEGER PRIMARY KEY,
      target_id INTEGER NOT NULL,
      hash BLOB NOT NULL CHECK (length(hash) = 12),
      kind INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 3),
      severity INTEGER CHECK (severity BETWEEN 0 AND 3),
      once INTEGER NOT NULL CHECK (once IN (0, 1)),
      accepted_at INTEGER NOT NULL,
      resend_of INTEGER,
      connector_id TEXT NOT NULL,
      source TEXT NOT NULL,
      dedup_key TEXT,
      notes TEXT,
      body TEXT NOT NULL
    ) STRICT;

    CREATE INDEX event_resend_of ON event (resend_of) WHERE resend_of IS NOT NULL;

    CREATE TABLE key_block (
      first_seq INTEGER PRIMARY KEY,
      last_seq INTEGER NOT NULL,
      bits BLOB NOT NULL
    ) STRICT;

    CREATE TABLE waiting (
      seq INTEGER PRIMARY KEY,
      target_id INTEGER NOT NULL,
      hash BLOB NOT NULL,
      kind INTEGER NOT NULL,
      severity INTEGER NOT NULL,
      once INTEGER NOT NULL,
      waiting_since INTEGER NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0,
      failed INTEGER NOT NULL DEFAULT 0,
      held INTEGER NOT NULL DEFAULT 0,
      merged INTEGER NOT NULL DEFAULT 0,
      place INTEGER NOT NULL
    ) STRICT;

    CREATE INDEX waiting_moved ON waiting (place) WHERE place < seq;

    CREATE TABLE outcome (
      seq INTEGER PRIMARY KEY,
      state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 3),
      reason TEXT,
      why INTEGER CHECK (why BETWEEN 0 AND 2),
      by_seq INTEGER,
      at INTEGER NOT NULL,
      attempts INTEGER NOT NULL,
      merged INTEGER NOT NULL,
      last_started_at INTEGER,
      last_duration INTEGER,
      last_status INTEGER,
      last_verdict INTEGER CHECK (last_verdict BETWEEN 0 AND 3),
      last_reason TEXT,
      last_message TEXT,
      last_errors TEXT,
      last_answer TEXT
    ) STRICT;

    CREATE TABLE attempt (
      seq INTEGER NOT NULL,
      n INTEGER NOT NULL,
      started_at INTEGER NOT NULL,
      duration INTEGER NOT NULL,
      status INTEGER,
      verdict INTEGER NOT NULL CHECK (verdict BETWEEN 0 AND 3),
      reason TEXT,
      message TEXT,
      errors TEXT,
      answer TEXT,
      PRIMARY KEY (seq, n)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE open (
      seq INTEGER PRIMARY KEY,
      target_id INTEGER NOT NULL,
      hash BLOB NOT NULL,
      state INTEGER NOT NULL CHECK (state IN (1, 2)),
      shared INTEGER NOT NULL CHECK (shared IN (0, 1)),
      last_action INTEGER CHECK (last_action IN (0, 1)),
      last_at INTEGER NOT NULL,
      changed_at INTEGER NOT NULL,
      connector_id TEXT NOT NULL,
      source TEXT NOT NULL,
      dedup_key TEXT NOT NULL
    ) STRICT;

    CREATE TABLE dead_letter (
      seq INTEGER PRIMARY KEY
    ) STRICT;

    CREATE TABLE life (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      running INTEGER NOT NULL CHECK (running IN (0, 1)),
      unclean_seq INTEGER NOT NULL,
      newest_seq INTEGER NOT NULL,
      newest_time INTEGER NOT NULL
    ) STRICT;

    INSERT INTO life (id, running, unclean_seq, newest_seq, newest_time) VALUES (1, 0, 0, 0, 0);

    CREATE TABLE target (
      id INTEGER PRIMARY KEY,
      hash BLOB NOT NULL UNIQUE,
      url TEXT NOT NULL,
      key BLOB,
      learned_limit INTEGER
    ) STRICT;

    CREATE TABLE connector_target (
      connector_id TEXT NOT NULL,
      target_id INTEGER NOT NULL,
      current INTEGER NOT NULL CHECK (current IN (0, 1)),
      PRIMARY KEY (connector_id, target_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE relay_key (
      id TEXT NOT NULL PRIMARY KEY,
      connector_id TEXT NOT NULL,
      name TEXT NOT NULL,
      hash BLOB NOT NULL UNIQUE,
      hint TEXT NOT NULL,
      created_by TEXT,
      created_at INTEGER NOT NULL
    ) STRICT;
  `,
};
