import type { AlertState, LifecycleState, OpenedIncident } from './alert-state.ts';
import type { AlertingRule } from './alerting-rule.ts';
import { keyTemplateOf } from './incidents.ts';
import { Outbox } from './outbox.ts';
import type { KeptAlerts, Surroundings } from './run-input.ts';
import type { AlertChanges } from './run-outcome.ts';

export interface Ending extends Surroundings {
  readonly previous: KeptAlerts;
  /** As it is from now on; of a deleted one as it was. */
  readonly rule: AlertingRule;
}

/**
 * What comes of the end of a rule, because it was disabled or deleted: its alerts are forgotten, and what they, its
 * summaries and its errors have opened is resolved with the keys it was opened with, unless `on_rule_end` says `leave`.
 */
export function endAlerts({ previous, rule, connectors }: Ending): AlertChanges {
  const outbox = new Outbox(connectors);
  const { lifecycle, alerts } = previous;
  if (rule.onRuleEnd === 'resolve') {
    for (const [alertId, incident] of incidentsOfAll(previous)) {
      outbox.resolve(incident, { cause: 'rule_end', alertId });
    }
  }
  return {
    lifecycle: { run: lifecycle.run },
    changed: [],
    removed: [...alerts.keys()],
    events: outbox.events,
    faults: outbox.faults,
  };
}

function* incidentsOfAll({ lifecycle, alerts }: KeptAlerts): Iterable<[string | null, OpenedIncident]> {
  for (const { id, opened = [] } of alerts.values()) for (const incident of opened) yield [id, incident];
  for (const incident of lifecycle.opened ?? []) yield [null, incident];
  for (const incident of lifecycle.failing?.opened ?? []) yield [null, incident];
}

/**
 * What comes of an edit: incidents that no action speaks of any more, because theirs is gone or has another connector
 * or dedup key now, are resolved with the key they were opened with. Where the alert is still active its action runs
 * anew, under the new key.
 */
export function editAlerts(ending: Ending & { readonly before: AlertingRule }): AlertChanges {
  const { previous, rule, before, connectors } = ending;
  const outbox = new Outbox(connectors);
  const isLeft = ({ actionUuid, connectorId }: OpenedIncident): boolean => {
    const now = rule.actions.find(({ uuid }) => uuid === actionUuid);
    if (now === undefined) return true;
    const then = before.actions.find(({ uuid }) => uuid === actionUuid);
    return (
      now.connectorId !== connectorId || (then !== undefined && keyTemplateOf(now) !== keyTemplateOf(then))
    );
  };
  const goOn = (alertId: string | null, opened: readonly OpenedIncident[]): readonly OpenedIncident[] =>
    opened.flatMap((incident) => {
      if (!isLeft(incident)) return [incident];
      if (rule.onRuleEnd === 'leave') return [];
      const became = outbox.resolve(incident, { cause: 'rule_end', alertId });
      return became === 'owed' ? [{ ...incident, owed: true as const }] : [];
    });
  const changed: AlertState[] = [];
  for (const state of previous.alerts.values()) {
    const { opened, ran, ...rest } = state;
    if (opened === undefined) continue;
    const left = goOn(state.id, opened);
    if (left.length === opened.length && left.every((incident, index) => incident === opened[index]))
      continue;
    const anew = new Set(
      opened.filter((incident) => !left.includes(incident)).map(({ actionUuid }) => actionUuid),
    );
    const stay = Object.entries(ran ?? {}).filter(([uuid]) => !anew.has(uuid));
    changed.push({
      ...rest,
      ...(stay.length > 0 && { ran: Object.fromEntries(stay) }),
      ...(left.length > 0 && { opened: left }),
    });
  }
  const lifecycle = ofSummaries(previous.lifecycle, (opened) => goOn(null, opened));
  return { lifecycle, changed, removed: [], events: outbox.events, faults: outbox.faults };
}

function ofSummaries(
  lifecycle: LifecycleState,
  goOn: (opened: readonly OpenedIncident[]) => readonly OpenedIncident[],
): LifecycleState {
  const { opened, ...rest } = lifecycle;
  if (opened === undefined) return lifecycle;
  const left = goOn(opened);
  return left.length === 0 ? rest : { ...rest, opened: left };
}
