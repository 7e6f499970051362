import { type AlertSummary, type SummarizedAlerts, summaryVariables } from '../templates/alert-variables.ts';
import type { Variables } from '../templates/prepare-variables.ts';
import type { Advance } from './advance-alerts.ts';
import { addressOfAction, closingEvent, triggerEvent } from './alert-event.ts';
import { viewOf } from './alert-view.ts';
import type { ClassifiedAlert } from './classified-alert.ts';
import { withIncident } from './incidents.ts';
import type { RuleAction } from './rule-action.ts';
import type { RunWork } from './run-work.ts';

const iso = (time: number) => new Date(time).toISOString();

/** An alert as a summary's template sees it, under Kibana's names. */
function documentOf({ state }: ClassifiedAlert): Variables {
  const { id, uuid, group, flapping = false, start, end, status } = state;
  const times = { start: iso(start), ...(end !== undefined && { end: iso(end) }) };
  return { kibana: { alert: { uuid, instance: { id }, action_group: group, status, flapping, ...times } } };
}

function summarized(alerts: readonly ClassifiedAlert[]): SummarizedAlerts {
  return { count: alerts.length, data: alerts.map(documentOf) };
}

/** Runs the actions that speak of all alerts of a run at once (contract 6.4); muted alerts are not among them. */
export function actOnSummaries(work: RunWork, { active, recovered }: Advance): void {
  const { rule, isSnoozed } = work.input;
  const actions = rule.actions.filter(({ frequency }) => frequency.summary);
  if (actions.length === 0 || isSnoozed || rule.muteAll) return;
  const heard = [...active, ...recovered].filter(({ state, before }) => !work.isQuiet(before ?? state));
  if (heard.length === 0) return;
  const of = (kind: ClassifiedAlert['kind']) => summarized(heard.filter((alert) => alert.kind === kind));
  const summary: AlertSummary = { new: of('new'), ongoing: of('ongoing'), recovered: of('recovered') };
  for (const action of actions) {
    if (!isDue(work, action, summary) || !work.isInTimeframe(action)) continue;
    if (work.outbox.usable(action) === undefined || !work.mayAct()) continue;
    sendSummary(work, action, summary);
  }
}

function isDue(work: RunWork, { uuid, frequency }: RuleAction, summary: AlertSummary): boolean {
  if (frequency.notifyWhen === 'onActionGroupChange') return summary.new.count + summary.recovered.count > 0;
  if (frequency.notifyWhen === 'onActiveAlert') return true;
  const last = work.lifecycle.summaries?.[uuid];
  return last === undefined || last + (frequency.throttle ?? 0) <= work.input.now;
}

function sendSummary(work: RunWork, action: RuleAction, summary: AlertSummary): void {
  const { rule, now, publicBaseUrl } = work.input;
  const connector = work.outbox.usable(action);
  if (connector === undefined) return;
  const surroundings = { date: new Date(now), publicBaseUrl };
  const view = viewOf(
    () => summaryVariables(rule, summary, surroundings),
    () => summaryVariables(rule, summary, surroundings),
  );
  const { eventAction, dedupKey, notes } = addressOfAction(action, view, 'trigger');
  const { uuid: actionUuid, connectorId } = action;
  const told = { cause: 'action', alertId: null, actionUuid } as const;
  if (eventAction === 'trigger') {
    const facts = { view, connector, dedupKey, notes, detectedAt: now };
    const event = triggerEvent(action, {
      ...facts,
      defaultSummary: '{{rule.name}}: {{alerts.new.count}} new, {{alerts.ongoing.count}} ongoing alerts',
      severity: undefined,
      links: undefined,
    });
    work.outbox.add({ event, ...told });
    const opened = withIncident(work.lifecycle.opened, { connectorId, dedupKey, actionUuid });
    work.lifecycle = { ...work.lifecycle, opened };
  } else work.outbox.add({ event: closingEvent(eventAction, connectorId, dedupKey, notes), ...told });
  if (action.frequency.notifyWhen === 'onThrottleInterval') {
    const summaries = { ...work.lifecycle.summaries, [actionUuid]: now };
    work.lifecycle = { ...work.lifecycle, summaries };
  }
}

/** Resolves what summaries have opened, once no alert is left that they could speak of. */
export function endSummaries(work: RunWork): void {
  const { opened, ...rest } = work.lifecycle;
  if (opened === undefined) return;
  const left = opened.filter(
    (incident) => work.outbox.resolve(incident, { cause: 'auto_resolve', alertId: null }) === 'owed',
  );
  work.lifecycle = left.length === 0 ? rest : { ...rest, opened: left };
}
