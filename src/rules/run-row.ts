import type { ActionFault, AlertingEvent, AlertTransition } from '../alerts/run-outcome.ts';
import type { AcceptedEvent } from '../delivery/delivery-service.ts';
import type { RunEntry, RunResult, RunRow } from '../store/rule-store.ts';

/** What is told of a run beside what happened in it. */
export interface RunFacts {
  readonly startedAt: number;
  readonly duration: number;
  /** `null`: no run, but something that was done to the rule or its alerts. */
  readonly result: RunResult | null;
  readonly message: string | null;
  readonly counts?: Pick<RunRow, 'active' | 'new' | 'recovered' | 'ignored'>;
}

interface Happened {
  readonly transitions?: readonly AlertTransition[];
  readonly events: readonly AlertingEvent[];
  readonly faults: readonly ActionFault[];
  /** By id, of alerts that events speak of. */
  readonly uuidOf: (alertId: string) => string | null;
}

const none = { alertId: null, alertUuid: null, group: null, actionUuid: null, eventSeq: null, detail: null };
const noCounts = { active: 0, new: 0, recovered: 0, ignored: 0 };

/** A run as the history keeps it: what became of alerts, which events went out, and which actions could not run. */
export function runRow(facts: RunFacts, happened: Happened, accepted: readonly AcceptedEvent[]): RunRow {
  const { startedAt, duration, result, message, counts } = facts;
  const { transitions = [], events, faults, uuidOf } = happened;
  const entries: RunEntry[] = [
    ...transitions.map(({ alertId, uuid, kind, group }) => {
      return { ...none, alertId, alertUuid: uuid, what: kind, group };
    }),
    ...events.map(({ event, cause, alertId, actionUuid }, index) => {
      const detail = event.kind === 'alert' ? event.event.event_action : null;
      const alertUuid = alertId === null ? null : uuidOf(alertId);
      return {
        ...none,
        alertId,
        alertUuid,
        what: cause,
        actionUuid,
        eventSeq: accepted[index]?.seq ?? null,
        detail,
      };
    }),
    ...faults.map(({ actionUuid, connectorId, why, times }) => {
      const often = times === 1 ? '' : ` (${times} times)`;
      return { ...none, what: 'fault', actionUuid, detail: `connector ${connectorId}${often}: ${why}` };
    }),
  ];
  return { startedAt, duration, result, message, ...noCounts, ...counts, entries };
}
