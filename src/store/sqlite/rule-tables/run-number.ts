import type { DatabaseSync } from 'node:sqlite';
import { wholeOrNull } from '../columns.ts';
import { Statement } from '../statement.ts';

const perMillisecond = 1000;

/** When the run with this number started; milliseconds since 1970. */
export const startOfRun = (run: number): number => Math.floor(run / perMillisecond);

/** The lowest number of a run that started at `at` or later. */
export const firstRunAt = (at: number): number => Math.floor(at) * perMillisecond;

/** Gives runs of one table their numbers: by their start, or one more than the newest where that is taken. */
export function runNumbers(database: DatabaseSync, table: 'rule_run' | 'rule_quiet_run') {
  const newest = new Statement(database, `SELECT max(run) AS run FROM ${table} WHERE rule_id = $ruleId`);
  return (ruleId: string, startedAt: number): number =>
    Math.max(firstRunAt(startedAt), (wholeOrNull(newest.get({ ruleId }) ?? { run: null }, 'run') ?? -1) + 1);
}
