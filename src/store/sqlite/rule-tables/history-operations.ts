import type { DatabaseSync } from 'node:sqlite';
import type { Page } from '../../delivery-store.ts';
import type { LoggedEntry, LoggedRun } from '../../rule-store.ts';
import { text, textOrNull, whole, wholeOrNull } from '../columns.ts';
import { type Row, Statement } from '../statement.ts';
import { resultCodes } from './keep-runs.ts';
import { startOfRun } from './run-number.ts';

const newest = Number.MAX_SAFE_INTEGER;

/** Reading what became of rules and alerts. */
export function historyOperations(database: DatabaseSync) {
  const runs = new Statement(
    database,
    'SELECT *, 0 AS quiet FROM rule_run WHERE rule_id = $ruleId AND run < $before ORDER BY run DESC LIMIT $limit',
  );
  const quietRuns = new Statement(
    database,
    `SELECT run, duration, active, 1 AS quiet FROM rule_quiet_run WHERE rule_id = $ruleId AND run < $before
     ORDER BY run DESC LIMIT $limit`,
  );
  const ofRun = new Statement(
    database,
    'SELECT * FROM rule_entry WHERE rule_id = $ruleId AND run = $run AND n > $after ORDER BY n LIMIT $limit',
  );
  // IS finds NULL too, and uses the index as = does.
  const ofAlert = new Statement(
    database,
    `SELECT * FROM rule_entry WHERE rule_id = $ruleId AND alert_id IS $alertId AND (run, n) < ($run, $n)
     ORDER BY run DESC, n DESC LIMIT $limit`,
  );
  // Backwards along the primary key: it ends with the last one that is wanted.
  const seqs = new Statement(
    database,
    `SELECT event_seq FROM rule_entry WHERE rule_id = $ruleId AND event_seq IS NOT NULL
     ORDER BY run DESC, n DESC LIMIT $limit`,
  );
  const hours = new Statement(
    database,
    'SELECT hour, runs, duration FROM rule_hour WHERE rule_id = $ruleId ORDER BY hour DESC LIMIT $limit',
  );

  return {
    'rules.runs': (
      ruleId: string,
      { quiet }: { readonly quiet: boolean },
      before: number | null,
      limit: number,
    ): Page<LoggedRun> => {
      // One more than asked for tells whether there is a next part.
      const values = { ruleId, before: before ?? newest, limit: limit + 1 };
      const rows = [...runs.all(values), ...(quiet ? quietRuns.all(values) : [])]
        .map(toRun)
        .sort((one, other) => other.run - one.run || Number(one.isQuiet) - Number(other.isQuiet));
      const shown = rows.slice(0, limit);
      return { rows: shown, next: rows.length > limit ? (shown.at(-1)?.run ?? null) : null };
    },
    'rules.runEntries': (ruleId: string, run: number, after: number, limit: number) =>
      ofRun.all({ ruleId, run, after, limit }).map(toEntry),
    'rules.alertEntries': (
      ruleId: string,
      alertId: string | null,
      before: { readonly run: number; readonly n: number } | null,
      limit: number,
    ) => {
      const { run, n } = before ?? { run: newest, n: newest };
      return ofAlert.all({ ruleId, alertId, run, n, limit }).map(toEntry);
    },
    'rules.eventSeqs': (ruleId: string, limit: number) =>
      seqs.all({ ruleId, limit }).map((row) => whole(row, 'event_seq')),
    'rules.quietHours': (ruleId: string, limit: number) =>
      hours.all({ ruleId, limit }).map((row) => ({
        hour: whole(row, 'hour'),
        runs: whole(row, 'runs'),
        duration: whole(row, 'duration'),
      })),
  };
}

function toRun(row: Row): LoggedRun {
  const run = whole(row, 'run');
  const common = {
    run,
    startedAt: startOfRun(run),
    duration: whole(row, 'duration'),
    active: whole(row, 'active'),
  };
  if (whole(row, 'quiet') === 1) {
    const nothing = { new: 0, recovered: 0, ignored: 0, entries: 0, message: null };
    return { ...common, ...nothing, result: 'succeeded', isQuiet: true };
  }
  const result = wholeOrNull(row, 'result');
  return {
    ...common,
    result: result === null ? null : (resultCodes[result] ?? null),
    message: textOrNull(row, 'message'),
    new: whole(row, 'new'),
    recovered: whole(row, 'recovered'),
    ignored: whole(row, 'ignored'),
    entries: whole(row, 'entries'),
    isQuiet: false,
  };
}

function toEntry(row: Row): LoggedEntry {
  const run = whole(row, 'run');
  return {
    run,
    n: whole(row, 'n'),
    at: startOfRun(run),
    alertId: textOrNull(row, 'alert_id'),
    alertUuid: textOrNull(row, 'alert_uuid'),
    what: text(row, 'what'),
    group: textOrNull(row, 'action_group'),
    actionUuid: textOrNull(row, 'action_uuid'),
    eventSeq: wholeOrNull(row, 'event_seq'),
    detail: textOrNull(row, 'detail'),
  };
}
