import type { NewEvent } from '../delivery/delivery-service.ts';
import type { Variables } from '../templates/prepare-variables.ts';
import {
  type ActionAddress,
  addressOfAction,
  closingEvent,
  type EventAction,
  triggerEvent,
} from './alert-event.ts';
import type { AlertState, OpenedIncident } from './alert-state.ts';
import { type AlertView, viewOfAlert } from './alert-view.ts';
import type { ClassifiedAlert } from './classified-alert.ts';
import { isDue, ranNow } from './due.ts';
import { incidentsOf, withIncident, withoutIncident } from './incidents.ts';
import type { RuleAction } from './rule-action.ts';
import type { RunWork } from './run-work.ts';

/** An action that runs for an alert, with what it speaks of. */
interface Acting {
  readonly action: RuleAction;
  readonly alert: ClassifiedAlert;
  readonly view: AlertView;
  readonly address: ActionAddress;
  /** The alert's open incidents that it speaks of. */
  readonly incidents: readonly OpenedIncident[];
}

/** Runs what is due for an active alert. */
export function actOnActive(work: RunWork, alert: ClassifiedAlert, actions: readonly RuleAction[]): void {
  const { now } = work.input;
  let state = work.state(alert);
  if (alert.reported === undefined && state.absences === undefined) return;
  if (actions.length === 0 || work.isQuiet(state)) return;
  const context = alert.reported?.context ?? state.context ?? {};
  let view: AlertView | undefined;
  for (const action of actions) {
    if (!isDue(action, state, alert.reported, now) || !work.isInTimeframe(action)) continue;
    if (work.outbox.usable(action) === undefined || !work.mayAct()) continue;
    view ??= viewOfAlert(alert, factsOf(work, state.group, context));
    act(work, acting(work, action, alert, view, 'trigger'));
    state = work.update(work.state(alert), ranNow(action, work.state(alert), alert.reported, now));
  }
}

/**
 * Runs the recovery actions of an alert that has recovered in this run, once, whatever their frequency. What was opened
 * is closed in any case: by a recovery action, also where the alert is muted, snoozed or outside an action's hours; and
 * without one by `auto_resolve`, unless a recovery action looks after it in another way.
 */
export function actOnRecovered(work: RunWork, alert: ClassifiedAlert, actions: readonly RuleAction[]): void {
  const { rule, recoveredContext } = work.input;
  const isQuiet = work.isQuiet(alert.before ?? alert.state);
  const lookedAfter = new Set<string>();
  let view: AlertView | undefined;
  for (const action of actions) {
    const isWithheld = isQuiet || !work.isInTimeframe(action);
    const opened = work.state(alert).opened;
    if (isWithheld && !opened?.some(({ connectorId }) => connectorId === action.connectorId)) continue;
    view ??= viewOfAlert(alert, factsOf(work, rule.recoveryGroup, recoveredContext?.(alert.state.id) ?? {}));
    const each = acting(work, action, alert, view, 'resolve');
    // Closing and acknowledging page nobody.
    if (isWithheld && (each.address.eventAction === 'trigger' || each.incidents.length === 0)) continue;
    if (each.address.eventAction !== 'resolve') {
      if (work.outbox.usable(action) === undefined) continue;
      if (each.address.eventAction === 'trigger' && !work.mayAct()) continue;
      for (const { dedupKey } of each.incidents) lookedAfter.add(`${action.connectorId}\n${dedupKey}`);
      lookedAfter.add(`${action.connectorId}\n${keyToTrigger(each)}`);
    }
    act(work, each);
  }
  if (!rule.autoResolve) return;
  for (const incident of work.state(alert).opened ?? []) {
    if (incident.owed || lookedAfter.has(`${incident.connectorId}\n${incident.dedupKey}`)) continue;
    close(work, alert.state, incident, 'auto_resolve');
  }
}

function factsOf({ input, run, variablesOfRule }: RunWork, group: string, context: Variables) {
  const { now, rule } = input;
  const name = rule.groupNames.get(group) ?? group;
  return { now, run, group: { id: group, name }, context, ofRule: variablesOfRule };
}

function acting(
  work: RunWork,
  action: RuleAction,
  alert: ClassifiedAlert,
  view: AlertView,
  fallback: EventAction,
): Acting {
  const address = addressOfAction(action, view, fallback);
  const { opened } = work.state(alert);
  const incidents = incidentsOf(action, address.dedupKey, opened, work.input.rule.actions);
  return { action, alert, view, address, incidents };
}

/** The key that an alert has been known by since it began; else what the template comes to. */
const keyToTrigger = ({ incidents, address }: Acting) => incidents[0]?.dedupKey ?? address.dedupKey;

function act(work: RunWork, each: Acting): void {
  const { eventAction } = each.address;
  if (eventAction === 'trigger') trigger(work, each);
  else if (eventAction === 'acknowledge') acknowledge(work, each);
  else resolve(work, each);
}

function trigger(work: RunWork, each: Acting): void {
  const { action, alert, view, address } = each;
  const connector = work.outbox.usable(action);
  if (connector === undefined) return;
  const state = work.state(alert);
  const dedupKey = keyToTrigger(each);
  const event = triggerEvent(action, {
    view,
    connector,
    dedupKey,
    notes: address.notes,
    detectedAt: state.end ?? state.start,
    defaultSummary: work.input.rule.defaultSummary,
    severity: alert.reported?.severity ?? state.severity,
    links: alert.reported?.links,
    defaults: alert.reported?.defaults ?? state.defaults,
  });
  work.outbox.add({ event, cause: 'action', alertId: state.id, actionUuid: action.uuid });
  const incident = { connectorId: action.connectorId, dedupKey, actionUuid: action.uuid };
  work.update(state, { opened: withIncident(state.opened, incident), ...toldBy(event) });
}

/** Characters of a summary that are remembered. */
const rememberedSummary = 200;

function toldBy(event: NewEvent): Pick<AlertState, 'told'> {
  if (event.kind !== 'alert' || event.event.event_action !== 'trigger') return {};
  const { severity, summary } = event.event.payload;
  return { told: { severity, summary: summary.slice(0, rememberedSummary).toWellFormed() } };
}

function acknowledge(work: RunWork, { action, alert, address, incidents }: Acting): void {
  if (work.outbox.usable(action) === undefined) return;
  const keys = incidents.length > 0 ? incidents.map(({ dedupKey }) => dedupKey) : [address.dedupKey];
  for (const dedupKey of keys) {
    const event = closingEvent('acknowledge', action.connectorId, dedupKey, address.notes);
    work.outbox.add({ event, cause: 'action', alertId: alert.state.id, actionUuid: action.uuid });
  }
}

function resolve(work: RunWork, { action, alert, address, incidents }: Acting): void {
  const { connectorId, uuid: actionUuid } = action;
  const { notes, dedupKey } = address;
  if (incidents.length === 0) {
    const unknown = { connectorId, dedupKey, actionUuid };
    if (work.isHeldByOther(unknown, alert.state.id)) return;
    work.outbox.resolve(unknown, { cause: 'action', alertId: alert.state.id, notes });
  }
  for (const incident of incidents) close(work, work.state(alert), incident, 'action', actionUuid, notes);
}

/** Resolves an open incident of an alert, unless another alert has it open too; what can not be sent is owed. */
export function close(
  work: RunWork,
  { id }: Pick<AlertState, 'id'>,
  incident: OpenedIncident,
  cause: 'action' | 'auto_resolve' | 'owed_resolve',
  actionUuid = incident.actionUuid,
  notes: readonly string[] = [],
): void {
  const state = work.changed.get(id) ?? work.input.previous.alerts.get(id);
  if (state === undefined) return;
  const rest = withoutIncident(state.opened, incident);
  const became = work.isHeldByOther(incident, id)
    ? 'gone'
    : work.outbox.resolve({ ...incident, actionUuid }, { cause, alertId: id, notes });
  if (became !== 'owed') work.update(state, { opened: rest });
  else if (state.status === 'recovered') {
    work.update(state, { opened: withIncident(rest, { ...incident, owed: true }) });
  }
}
