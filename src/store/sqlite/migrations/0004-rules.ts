import type { Migration } from '../migrate.ts';

/**
 * Rules, their alerts and their history. Rows of one rule lie together, so that a run touches few pages. A run is
 * numbered by its start in microseconds (`run`), or the next free number of its rule. Times are milliseconds since 1970.
 */
export const rules: Migration = {
  version: 4,
  name: 'rules',
  sql: `
    CREATE TABLE rule (
      id TEXT NOT NULL PRIMARY KEY,
      body TEXT NOT NULL
    ) STRICT;

    CREATE TABLE rule_state (
      rule_id TEXT NOT NULL PRIMARY KEY,
      state TEXT,
      status TEXT
    ) STRICT;

    CREATE TABLE rule_alert (
      rule_id TEXT NOT NULL,
      alert_id TEXT NOT NULL,
      state TEXT NOT NULL,
      PRIMARY KEY (rule_id, alert_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE rule_run (
      rule_id TEXT NOT NULL,
      run INTEGER NOT NULL,
      duration INTEGER NOT NULL,
      result INTEGER CHECK (result BETWEEN 0 AND 2),
      message TEXT,
      active INTEGER NOT NULL,
      new INTEGER NOT NULL,
      recovered INTEGER NOT NULL,
      ignored INTEGER NOT NULL,
      entries INTEGER NOT NULL,
      PRIMARY KEY (rule_id, run)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE rule_entry (
      rule_id TEXT NOT NULL,
      run INTEGER NOT NULL,
      n INTEGER NOT NULL,
      alert_id TEXT,
      alert_uuid TEXT,
      what TEXT NOT NULL,
      action_group TEXT,
      action_uuid TEXT,
      event_seq INTEGER,
      detail TEXT,
      PRIMARY KEY (rule_id, run, n)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX rule_entry_alert ON rule_entry (rule_id, alert_id, run, n);

    CREATE TABLE rule_quiet_run (
      rule_id TEXT NOT NULL,
      run INTEGER NOT NULL,
      duration INTEGER NOT NULL,
      active INTEGER NOT NULL,
      PRIMARY KEY (rule_id, run)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE rule_hour (
      rule_id TEXT NOT NULL,
      hour INTEGER NOT NULL,
      runs INTEGER NOT NULL,
      duration INTEGER NOT NULL,
      PRIMARY KEY (rule_id, hour)
    ) STRICT, WITHOUT ROWID;
  `,
};
