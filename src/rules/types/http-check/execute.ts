import type { ReportedAlert } from '../../../alerts/reported-alert.ts';
import type { RuleRun, RunReport } from '../../rule-type.ts';
import { alertOf, contextOf } from './alert-of.ts';
import { checkOf } from './check.ts';
import { type CheckTools, checkTarget, type TargetResult } from './check-target.ts';
import { inParallel } from './in-parallel.ts';
import type { HttpCheckParams } from './params.ts';
import { keptTroubles, readTroubles } from './troubles-state.ts';

/**
 * Asks every target, so many at once as the rule says, and reports those that are in trouble. What keeps us from asking
 * is an error of the run and no trouble of a target: nobody would know whether the others are well, and nothing changes.
 */
export async function executeHttpCheck(
  run: RuleRun<HttpCheckParams>,
  { judgeBody, pause }: Pick<CheckTools, 'judgeBody' | 'pause'>,
): Promise<RunReport> {
  const { params, sources, signal, startedAt: now } = run;
  const check = checkOf(params);
  const tools: CheckTools = { sources, judgeBody, pause, signal, now };
  const results = await inParallel(
    check.targets,
    check.concurrency,
    async (target): Promise<TargetResult> => {
      try {
        return await checkTarget(check, target, tools);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        throw new Error(`${target.id} could not be checked: ${why}`, { cause: error });
      }
    },
  );

  const before = readTroubles(run.state);
  const since = new Map<string, number>();
  const alerts: ReportedAlert[] = [];
  for (const result of results) {
    const { id } = result.target;
    const began = before.get(id) ?? now;
    const alert = alertOf(result, { check, now, since: began });
    if (alert === undefined) continue;
    alerts.push(alert);
    since.set(id, began);
  }
  return {
    alerts,
    recoveredContext: (alertId) => {
      const began = before.get(alertId) ?? now;
      const result = results.find(({ target }) => target.id === alertId);
      if (result !== undefined) return contextOf(result, { check, now, since: began });
      return { target: alertId, reason: 'it is not checked any more', since: new Date(began).toISOString() };
    },
    state: keptTroubles(since),
  };
}
