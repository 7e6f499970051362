import { fitDedupKey } from '../pagerduty/fit-dedup-key.ts';
import { fitted } from './alert-event.ts';
import type { LifecycleState, OpenedIncident } from './alert-state.ts';
import type { AlertingRule } from './alerting-rule.ts';
import { Outbox } from './outbox.ts';
import type { KeptAlerts, Surroundings } from './run-input.ts';
import type { AlertChanges } from './run-outcome.ts';
import type { RunWork } from './run-work.ts';

export interface FailedRun extends Surroundings {
  readonly rule: AlertingRule;
  readonly previous: KeptAlerts;
  readonly isSnoozed: boolean;
  /** Why it could not run; a sentence for people. */
  readonly message: string;
}

/** The key of the incident that says that a rule can not run. */
export function ruleErrorKey(ruleId: string): string {
  return fitDedupKey(`${ruleId}:rule error`).dedupKey;
}

/**
 * What comes of a run that failed: no alert changes. From the `errors_before_alert`-th in a row on it pages, once
 * through each connector that the rule would page through; it is resolved by the next run that works.
 */
export function failRun(input: FailedRun): AlertChanges {
  const { rule, previous, now, isSnoozed, message } = input;
  const before = previous.lifecycle.failing;
  const runs = (before?.runs ?? 0) + 1;
  const outbox = new Outbox(input.connectors);
  const opened: OpenedIncident[] = [...(before?.opened ?? [])];
  const isTold = rule.errorsBeforeAlert > 0 && runs >= rule.errorsBeforeAlert && !isSnoozed && !rule.muteAll;
  for (const { connectorId, uuid: actionUuid } of isTold ? pagersOf(rule) : []) {
    if (opened.some((incident) => incident.connectorId === connectorId)) continue;
    const connector = outbox.usable({ uuid: actionUuid, connectorId });
    if (connector === undefined) continue;
    const dedupKey = ruleErrorKey(rule.id);
    const { client, clientUrl } = connector.options;
    const body = {
      event_action: 'trigger',
      dedup_key: dedupKey,
      payload: {
        summary: `Rule "${rule.name}" can not run: ${message}`,
        severity: 'error',
        class: 'rule error',
        custom_details: { rule: rule.name, rule_id: rule.id, failed_runs_in_a_row: runs, reason: message },
      },
    };
    const event = fitted(
      connectorId,
      body,
      {
        dedupKey,
        source: connector.defaultSource,
        severity: 'error',
        timestamp: new Date(now).toISOString(),
        client,
        clientUrl,
      },
      [],
    );
    outbox.add({ event, cause: 'rule_error', alertId: null, actionUuid });
    opened.push({ connectorId, dedupKey, actionUuid });
  }
  const lifecycle: LifecycleState = {
    ...previous.lifecycle,
    failing: { runs, since: before?.since ?? now, opened },
  };
  return { lifecycle, changed: [], removed: [], events: outbox.events, faults: outbox.faults };
}

/** Of each connector that the rule triggers through the first action. */
function pagersOf({ actions, recoveryGroup }: AlertingRule) {
  const first = new Map<string, AlertingRule['actions'][number]>();
  for (const action of actions) {
    const { eventAction = 'trigger' } = action.params;
    if (action.group === recoveryGroup && !action.frequency.summary) continue;
    if (eventAction === 'acknowledge' || eventAction === 'resolve') continue;
    if (!first.has(action.connectorId)) first.set(action.connectorId, action);
  }
  return first.values();
}

/** The rule runs again. */
export function runsAgain(work: RunWork): void {
  const { failing, ...rest } = work.lifecycle;
  if (failing === undefined) return;
  const left = failing.opened.filter(
    (incident) => work.outbox.resolve(incident, { cause: 'rule_error', alertId: null }) === 'owed',
  );
  // What can not be sent yet is tried again by the next run.
  work.lifecycle = left.length === 0 ? rest : { ...rest, failing: { ...failing, runs: 0, opened: left } };
}
