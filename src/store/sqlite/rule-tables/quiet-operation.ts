import type { DatabaseSync } from 'node:sqlite';
import { keptQuietRuns, type QuietRuns } from '../../rule-store.ts';
import { whole } from '../columns.ts';
import { Statement } from '../statement.ts';
import { inTransaction } from '../transaction.ts';
import { runNumbers, startOfRun } from './run-number.ts';

const hour = 3_600_000;

/** `RuleStore.keepQuiet`: the newest ones stay as they are, older ones become a number in their hour. */
export function quietOperation(database: DatabaseSync) {
  const isThere = new Statement(database, 'SELECT 1 FROM rule WHERE id = $ruleId');
  const saveStatus = new Statement(
    database,
    `INSERT INTO rule_state (rule_id, status) VALUES ($ruleId, $status)
     ON CONFLICT (rule_id) DO UPDATE SET status = excluded.status`,
  );
  const insert = new Statement(
    database,
    `INSERT INTO rule_quiet_run (rule_id, run, duration, active) VALUES ($ruleId, $run, $duration, $active)`,
  );
  const tooMany = new Statement(
    database,
    `SELECT run, duration FROM rule_quiet_run WHERE rule_id = $ruleId
     ORDER BY run DESC LIMIT -1 OFFSET ${keptQuietRuns}`,
  );
  const remove = new Statement(
    database,
    'DELETE FROM rule_quiet_run WHERE rule_id = $ruleId AND run <= $run',
  );
  const count = new Statement(
    database,
    `INSERT INTO rule_hour (rule_id, hour, runs, duration) VALUES ($ruleId, $hour, $runs, $duration)
     ON CONFLICT (rule_id, hour) DO UPDATE
     SET runs = runs + excluded.runs, duration = duration + excluded.duration`,
  );
  const numberOf = runNumbers(database, 'rule_quiet_run');

  const keep = ({ ruleId, status, runs }: QuietRuns) => {
    if (isThere.get({ ruleId }) === undefined) return;
    if (status !== null) saveStatus.run({ ruleId, status });
    for (const { startedAt, duration, active } of runs)
      insert.run({ ruleId, run: numberOf(ruleId, startedAt), duration: Math.round(duration), active });
    const old = tooMany
      .all({ ruleId })
      .map((row) => ({ run: whole(row, 'run'), took: whole(row, 'duration') }));
    const [newest] = old;
    if (newest === undefined) return;
    const hours = Map.groupBy(old, ({ run }) => Math.floor(startOfRun(run) / hour) * hour);
    for (const [begun, those] of hours) {
      const duration = those.reduce((sum, { took }) => sum + took, 0);
      count.run({ ruleId, hour: begun, runs: those.length, duration });
    }
    remove.run({ ruleId, run: newest.run });
  };

  return (all: readonly QuietRuns[]): void => inTransaction(database, () => all.forEach(keep));
}
