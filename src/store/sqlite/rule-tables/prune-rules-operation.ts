import type { DatabaseSync } from 'node:sqlite';
import { text, whole } from '../columns.ts';
import { Statement } from '../statement.ts';
import { inTransaction } from '../transaction.ts';
import { firstRunAt } from './run-number.ts';

/**
 * `RuleStore.prune`. It goes from rule to rule, since rows of one rule lie together, and stops with the rule in which
 * the limit was reached.
 */
export function pruneRulesOperation(database: DatabaseSync) {
  const ruleIds = new Statement(database, 'SELECT id FROM rule ORDER BY id');
  const oldRuns = new Statement(
    database,
    'SELECT run, entries FROM rule_run WHERE rule_id = $ruleId AND run < $run ORDER BY run LIMIT $limit',
  );
  const removeRuns = new Statement(database, 'DELETE FROM rule_run WHERE rule_id = $ruleId AND run <= $run');
  const removeEntries = new Statement(
    database,
    'DELETE FROM rule_entry WHERE rule_id = $ruleId AND run <= $run',
  );
  const removeHours = new Statement(
    database,
    'DELETE FROM rule_hour WHERE rule_id = $ruleId AND hour < $before',
  );

  const pruneRule = (ruleId: string, before: number, limit: number): number => {
    let rows = removeHours.run({ ruleId, before: Math.floor(before) });
    let last: number | undefined;
    for (const row of oldRuns.all({ ruleId, run: firstRunAt(before), limit })) {
      if (last !== undefined && rows >= limit) break;
      last = whole(row, 'run');
      rows += 1 + whole(row, 'entries');
    }
    if (last === undefined) return rows;
    removeEntries.run({ ruleId, run: last });
    removeRuns.run({ ruleId, run: last });
    return rows;
  };

  return (before: number, limit: number): number =>
    inTransaction(database, () => {
      let rows = 0;
      for (const row of ruleIds.all()) {
        if (rows >= limit) break;
        rows += pruneRule(text(row, 'id'), before, limit - rows);
      }
      return rows;
    });
}
