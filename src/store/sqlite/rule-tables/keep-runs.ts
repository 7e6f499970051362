import type { DatabaseSync } from 'node:sqlite';
import type { RunCommit, RunResult, RunRow } from '../../rule-store.ts';
import { Statement } from '../statement.ts';
import { runNumbers } from './run-number.ts';

/** What stands in `rule_run.result` for these words: their places here. Never reordered. */
export const resultCodes = ['succeeded', 'warning', 'failed'] as const satisfies RunResult[];

/** Every table with rows of a rule; `rule` itself has it as `id`. */
const tables = [
  'rule_state',
  'rule_alert',
  'rule_run',
  'rule_entry',
  'rule_quiet_run',
  'rule_hour',
  'heartbeat_token',
];

/** Keeps what became of rules; the caller's transaction holds it together. */
export function runKeeper(database: DatabaseSync) {
  const saveRule = new Statement(
    database,
    'INSERT INTO rule (id, body) VALUES ($id, $body) ON CONFLICT (id) DO UPDATE SET body = excluded.body',
  );
  const removeRule = new Statement(database, 'DELETE FROM rule WHERE id = $ruleId');
  const removeRows = tables.map(
    (table) => new Statement(database, `DELETE FROM ${table} WHERE rule_id = $ruleId`),
  );
  const isThere = new Statement(database, 'SELECT 1 FROM rule WHERE id = $ruleId');
  const saveState = new Statement(
    database,
    `INSERT INTO rule_state (rule_id, state, status) VALUES ($ruleId, $state, $status)
     ON CONFLICT (rule_id) DO UPDATE
     SET state = coalesce(excluded.state, state), status = coalesce(excluded.status, status)`,
  );
  const saveAlert = new Statement(
    database,
    `INSERT INTO rule_alert (rule_id, alert_id, state) VALUES ($ruleId, $id, $state)
     ON CONFLICT (rule_id, alert_id) DO UPDATE SET state = excluded.state`,
  );
  const removeAlert = new Statement(
    database,
    'DELETE FROM rule_alert WHERE rule_id = $ruleId AND alert_id = $id',
  );
  const insertRun = new Statement(
    database,
    `INSERT INTO rule_run (rule_id, run, duration, result, message, active, new, recovered, ignored, entries)
     VALUES ($ruleId, $run, $duration, $result, $message, $active, $new, $recovered, $ignored, $entries)`,
  );
  const insertEntry = new Statement(
    database,
    `INSERT INTO rule_entry (rule_id, run, n, alert_id, alert_uuid, what, action_group, action_uuid, event_seq, detail)
     VALUES ($ruleId, $run, $n, $alertId, $alertUuid, $what, $group, $actionUuid, $eventSeq, $detail)`,
  );
  const numberOf = runNumbers(database, 'rule_run');

  const keepRun = (ruleId: string, { entries, result, startedAt, duration, ...row }: RunRow) => {
    const run = numberOf(ruleId, startedAt);
    insertRun.run({
      ...row,
      ruleId,
      run,
      duration: Math.round(duration),
      result: result === null ? null : resultCodes.indexOf(result),
      entries: entries.length,
    });
    for (const [n, entry] of entries.entries()) insertEntry.run({ ...entry, ruleId, run, n });
  };

  return (commits: readonly RunCommit[]): void => {
    for (const { ruleId, rule, ruleState, status, alerts, removedAlerts, run } of commits) {
      if (rule === 'removed') {
        removeRule.run({ ruleId });
        for (const remove of removeRows) remove.run({ ruleId });
        continue;
      }
      if (rule !== undefined) saveRule.run({ id: rule.id, body: rule.body });
      else if (isThere.get({ ruleId }) === undefined) continue;
      if (ruleState !== undefined || status !== undefined)
        saveState.run({ ruleId, state: ruleState ?? null, status: status ?? null });
      for (const id of removedAlerts ?? []) removeAlert.run({ ruleId, id });
      for (const { id, state } of alerts ?? []) saveAlert.run({ ruleId, id, state });
      if (run !== undefined) keepRun(ruleId, run);
    }
  };
}
