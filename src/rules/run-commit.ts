import type { AlertChanges, RunOutcome } from '../alerts/run-outcome.ts';
import type { RunCommit } from '../store/rule-store.ts';
import type { RunFacts } from './run-row.ts';

/** Of a deleted rule nothing is kept, not even what it leaves open. */
export function forgotten({ changed, removed, ...rest }: AlertChanges): AlertChanges {
  return { ...rest, changed: [], removed: [...removed, ...changed.map(({ id }) => id)] };
}

/** Changes of alerts as they are kept. */
export function commitOf({ changed, removed }: AlertChanges, more: Pick<RunCommit, 'ruleState' | 'run'>) {
  return {
    ...more,
    alerts: changed.map((state) => ({ id: state.id, state: JSON.stringify(state) })),
    removedAlerts: removed,
  };
}

/** What is told of a run that came to its end. */
export function factsOf(
  outcome: RunOutcome,
  startedAt: number,
  duration: number,
  warnings: readonly string[] = [],
): RunFacts {
  const { counts, isAlertLimitReached, actionsKeptBack, faults } = outcome;
  const isWarned = isAlertLimitReached || actionsKeptBack > 0 || faults.length + warnings.length > 0;
  const message = warnings.length > 0 ? warnings.join('; ') : null;
  return { startedAt, duration, result: isWarned ? 'warning' : 'succeeded', message, counts };
}
