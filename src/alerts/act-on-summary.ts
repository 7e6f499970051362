import { summaryVariables } from '../templates/alert-variables.ts';
import type { Variables } from '../templates/prepare-variables.ts';
import { addressOfAction, closingEvent, triggerEvent } from './alert-event.ts';
import type { OpenedIncident } from './alert-state.ts';
import { viewOf } from './alert-view.ts';
import type { AlertingRule } from './alerting-rule.ts';
import type { ClassifiedAlert } from './classified-alert.ts';
import { incidentsOf, withIncident, withoutIncident } from './incidents.ts';
import type { RuleAction } from './rule-action.ts';
import type { RunWork } from './run-work.ts';

/** The alerts that a summary tells of. */
interface Summarized {
  readonly fresh: readonly ClassifiedAlert[];
  readonly ongoing: readonly ClassifiedAlert[];
  readonly recovered: readonly SummarizedAlert[];
}

/** One that has recovered in an earlier run is known by its state alone. */
type SummarizedAlert = Pick<ClassifiedAlert, 'state'> & Partial<ClassifiedAlert>;

/** A summary that is due, with what it tells. */
interface DueSummary {
  readonly action: RuleAction;
  readonly told: Summarized;
  readonly hasActive: boolean;
}

/**
 * Runs the actions that sum a run up (contract 6.4). What they open belongs to the rule, and is over when no alert is
 * active any more; then a summary would only open it again, and is left out.
 */
export function actOnSummary(
  work: RunWork,
  active: readonly ClassifiedAlert[],
  recovered: readonly ClassifiedAlert[],
): void {
  const { rule } = work.input;
  const summaries = rule.actions.filter(({ frequency }) => frequency.summary);
  for (const action of summaries) {
    if (!isDue(work, action) || !work.isInTimeframe(action)) continue;
    const told = toldBy(work, action, active, recovered);
    const changes = told.fresh.length + told.recovered.length;
    const isOnChange = action.frequency.notifyWhen === 'onActionGroupChange';
    if (changes + (isOnChange ? 0 : told.ongoing.length) === 0) continue;
    actOn(work, { action, told, hasActive: active.length > 0 });
  }
  if (active.length === 0 && rule.autoResolve) closeSummaries(work);
}

function isDue({ input, lifecycle }: RunWork, { uuid, frequency }: RuleAction): boolean {
  if (input.isSnoozed || input.rule.muteAll) return false;
  const last = lifecycle.summaries?.[uuid];
  if (last === undefined || frequency.notifyWhen !== 'onThrottleInterval') return true;
  return last + (frequency.throttle ?? 0) <= input.now;
}

/** A throttled summary tells of the time since the last one, any other of this run. */
function toldBy(
  work: RunWork,
  { uuid, frequency }: RuleAction,
  active: readonly ClassifiedAlert[],
  recovered: readonly ClassifiedAlert[],
): Summarized {
  const heard = ({ state, before }: ClassifiedAlert) => !work.isQuiet(before ?? state);
  const loud = active.filter(heard);
  const since = work.lifecycle.summaries?.[uuid];
  if (frequency.notifyWhen !== 'onThrottleInterval' || since === undefined) {
    return {
      fresh: loud.filter(({ kind }) => kind === 'new'),
      ongoing: loud.filter(({ kind }) => kind === 'ongoing'),
      recovered: recovered.filter(heard),
    };
  }
  return {
    fresh: loud.filter(({ state }) => state.start > since),
    ongoing: loud.filter(({ state }) => state.start <= since),
    recovered: [...work.states()]
      .filter((state) => state.status === 'recovered' && (state.end ?? 0) > since && !work.isQuiet(state))
      .map((state) => ({ state })),
  };
}

function actOn(work: RunWork, { action, told, hasActive }: DueSummary): void {
  const { rule, now, publicBaseUrl } = work.input;
  const connector = work.outbox.usable(action);
  if (connector === undefined) return;
  const { fresh, ongoing, recovered } = told;
  const data = (alerts: readonly SummarizedAlert[]) => ({
    count: alerts.length,
    data: alerts.map((alert) => documentOf(rule, alert, now)),
  });
  const surroundings = { date: new Date(now), publicBaseUrl };
  const nobody = { count: 0, data: [] };
  const view = viewOf(
    () =>
      summaryVariables(
        rule,
        { new: data(fresh), ongoing: data(ongoing), recovered: data(recovered) },
        surroundings,
      ),
    () => summaryVariables(rule, { new: nobody, ongoing: nobody, recovered: nobody }, surroundings),
  );
  const { eventAction, dedupKey: rendered, notes } = addressOfAction(action, view, 'trigger');
  const { connectorId, uuid: actionUuid } = action;
  const opened = incidentsOf(action, rendered, work.lifecycle.opened, rule.actions);
  const dedupKey = opened[0]?.dedupKey ?? rendered;
  const meta = { cause: 'action', alertId: null, actionUuid } as const;
  if (eventAction === 'trigger') {
    if (!hasActive && rule.autoResolve) return;
    if (!work.mayAct()) return;
    const event = triggerEvent(action, {
      view,
      connector,
      dedupKey,
      notes,
      detectedAt: detectedAt(told, now),
      defaultSummary: '{{rule.name}}: {{alerts.new.count}} new, {{alerts.ongoing.count}} ongoing alerts',
      severity: undefined,
      defaults: undefined,
      links: undefined,
    });
    work.outbox.add({ event, ...meta });
    const incident = { connectorId, dedupKey, actionUuid };
    work.lifecycle = { ...work.lifecycle, opened: withIncident(work.lifecycle.opened, incident) };
  } else if (eventAction === 'acknowledge') {
    work.outbox.add({ event: closingEvent('acknowledge', connectorId, dedupKey, notes), ...meta });
  } else {
    const incident = { connectorId, dedupKey, actionUuid };
    work.outbox.resolve(incident, { ...meta, notes });
    work.lifecycle = { ...work.lifecycle, opened: withoutIncident(work.lifecycle.opened, incident) };
  }
  if (action.frequency.notifyWhen === 'onThrottleInterval') {
    const summaries = { ...work.lifecycle.summaries, [actionUuid]: now };
    work.lifecycle = { ...work.lifecycle, summaries };
  }
}

/** When the newest of what a summary tells of was detected. */
function detectedAt({ fresh, ongoing }: Summarized, now: number): number {
  const starts = [...(fresh.length > 0 ? fresh : ongoing)].map(({ state }) => state.start);
  return starts.length > 0 ? starts.reduce((a, b) => Math.max(a, b)) : now;
}

function closeSummaries(work: RunWork): void {
  for (const incident of work.lifecycle.opened ?? []) {
    if (incident.owed) continue;
    closeOfRule(work, incident, 'auto_resolve');
  }
}

/** Resolves an incident that belongs to the rule; what can not be sent is owed. */
export function closeOfRule(
  work: RunWork,
  incident: OpenedIncident,
  cause: 'auto_resolve' | 'owed_resolve',
): void {
  const became = work.outbox.resolve(incident, { cause, alertId: null });
  const rest = withoutIncident(work.lifecycle.opened, incident);
  const opened = became === 'owed' ? withIncident(rest, { ...incident, owed: true }) : rest;
  work.lifecycle = { ...work.lifecycle, opened };
}

/** An alert as summaries show it: the fields of Kibana's alert documents that have a meaning here. */
function documentOf(rule: AlertingRule, { state, reported }: SummarizedAlert, now: number): Variables {
  const context = reported?.context ?? state.context ?? {};
  const reason = context.reason ?? context.message;
  const { end } = state;
  return {
    'kibana.alert.instance.id': state.id,
    'kibana.alert.uuid': state.uuid,
    'kibana.alert.status': state.status,
    'kibana.alert.action_group': state.group,
    'kibana.alert.flapping': state.flapping === true,
    'kibana.alert.start': new Date(state.start).toISOString(),
    'kibana.alert.duration.us': ((end ?? now) - state.start) * 1000,
    ...(end !== undefined && { 'kibana.alert.end': new Date(end).toISOString() }),
    ...(reason !== undefined && { 'kibana.alert.reason': reason }),
    'kibana.alert.rule.uuid': rule.id,
    'kibana.alert.rule.name': rule.name,
    'kibana.alert.rule.rule_type_id': rule.type,
    'kibana.alert.rule.tags': rule.tags,
    'kibana.alert.rule.parameters': rule.params,
  };
}
