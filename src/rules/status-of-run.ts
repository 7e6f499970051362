import type { RunOutcome } from '../alerts/run-outcome.ts';
import type { RuleStatus } from './rule-status.ts';

const limitOfAlerts =
  "Rule reported more than the maximum number of alerts in a single run. This limit helps prevent actions being triggered excessively. Consider narrowing your rule's query results or adjusting the alert limit configuration. Alerts may be missed and recovery notifications may be delayed";
const limitOfActions =
  'The maximum number of actions for this rule type was reached; excess actions were not triggered.';

type Ended =
  | { readonly kind: 'failed'; readonly reason: string; readonly message: string }
  | {
      readonly kind: 'ended';
      readonly outcome: Pick<RunOutcome, 'counts' | 'isAlertLimitReached' | 'actionsKeptBack'>;
      /** Of the rule type. */
      readonly warnings?: readonly string[] | undefined;
    };

/** How a run went, as Kibana tells it (contract 5.6). */
export function statusOfRun(at: number, duration: number, ended: Ended): RuleStatus {
  if (ended.kind === 'failed') {
    const { reason, message } = ended;
    return {
      execution: { status: 'error', at, duration, error: { reason, message } },
      lastRun: { outcome: 'failed', warning: reason, messages: [message], counts: none },
    };
  }
  const { counts } = ended.outcome;
  const warning = warningOf(ended);
  const fine = counts.active > 0 ? 'active' : 'ok';
  return {
    execution: {
      status: warning === undefined ? fine : 'warning',
      at,
      duration,
      ...(warning && { warning }),
    },
    lastRun: {
      outcome: warning === undefined ? 'succeeded' : 'warning',
      warning: warning?.reason ?? null,
      messages: warning === undefined ? null : [warning.message],
      counts,
    },
  };
}

/** The alert limit goes before the limit of actions, and both before what the type says. */
function warningOf({ outcome, warnings = [] }: Extract<Ended, { kind: 'ended' }>) {
  if (outcome.isAlertLimitReached) return { reason: 'maxAlerts', message: limitOfAlerts };
  if (outcome.actionsKeptBack > 0) return { reason: 'maxExecutableActions', message: limitOfActions };
  return warnings.length > 0 ? { reason: 'execution', message: warnings.join('; ') } : undefined;
}

const none = { active: 0, new: 0, recovered: 0, ignored: 0 };
