import type { AlertState, LifecycleState, OpenedIncident } from './alert-state.ts';
import type { AlertingRule } from './alerting-rule.ts';
import { addressOf, keyTemplateOf, withIncident } from './incidents.ts';
import { Outbox } from './outbox.ts';
import type { RuleAction } from './rule-action.ts';
import type { KeptAlerts, Surroundings } from './run-input.ts';
import type { AlertChanges } from './run-outcome.ts';

export interface EndInput extends Surroundings {
  /** As it is from now on; of a deleted one as it was. */
  readonly rule: Pick<AlertingRule, 'onRuleEnd' | 'actions'>;
  readonly previous: KeptAlerts;
}

export interface EditInput extends EndInput {
  /** The rule as it was; `rule` is as it is from now on. */
  readonly before: Pick<AlertingRule, 'actions'>;
}

/**
 * What comes of a rule that is disabled, deleted, or whose alerts are untracked: every alert ends, and by `on_rule_end`
 * all that is open is resolved, with the key and the connector it was opened with. What was left open stays known, so
 * that an enabled rule reuses it; and so does what a connector that can not be used owes.
 */
export function endAlerts(input: EndInput): AlertChanges {
  const { previous } = input;
  const ending = new Ending(input);
  const changed: AlertState[] = [];
  const removed: string[] = [];
  for (const state of previous.alerts.values()) {
    const opened = ending.end(state.opened, state.id);
    if (opened === undefined) removed.push(state.id);
    else changed.push(endedState(state, opened));
  }
  const { run, failing } = previous.lifecycle;
  // `rule error` is nothing to leave open: a rule that is disabled fails no more.
  const stillFailing = ending.resolveAll(failing?.opened, null) ?? [];
  const ofRule = ending.end(previous.lifecycle.opened, null);
  const opened = stillFailing.reduce<readonly OpenedIncident[] | undefined>(withIncident, ofRule);
  const lifecycle: LifecycleState = { run, ...(opened !== undefined && { opened }) };
  const { events, faults } = ending.outbox;
  return { lifecycle, changed, removed, events, faults };
}

function endedState(state: AlertState, opened: readonly OpenedIncident[]): AlertState {
  const { id, uuid, group, start, firstRun } = state;
  // Without an end: no summary shall tell of it as recovered.
  return { id, uuid, status: 'recovered', group, start, firstRun, changes: [], opened };
}

/**
 * What comes of an edited rule for what is open: where the action that opened it is gone, or speaks of another
 * connector or dedup key, it is resolved as it was opened (by `on_rule_end`), and the action runs anew.
 *
 * An action that is there again under another uuid is the same one: clients that do not know of uuids make new ones
 * each time they save a rule.
 */
export function editAlerts(input: EditInput): AlertChanges {
  const { previous } = input;
  const { actions: after } = input.rule;
  const heirs = new Heirs(input.before.actions, after);
  const ending = new Ending(input);
  const states = [...previous.alerts.values()];
  const stays = (incident: OpenedIncident) => heirs.ofIncident(incident) !== undefined;
  for (const { opened } of states)
    for (const incident of opened ?? []) if (stays(incident)) ending.hold(incident);
  const edit = (opened: AlertState['opened'], alertId: string | null) => {
    const kept: OpenedIncident[] = [];
    for (const incident of opened ?? []) {
      const heir = heirs.ofIncident(incident);
      if (heir !== undefined)
        kept.push(heir === incident.actionUuid ? incident : { ...incident, actionUuid: heir });
      else kept.push(...(ending.end([incident], alertId) ?? []));
    }
    return kept.length === 0 ? undefined : kept;
  };
  const changed = states.flatMap((state) => {
    const opened = edit(state.opened, state.id);
    const ran = heirs.ofRuns(state.ran);
    const isSame = isSameList(opened, state.opened) && ran === state.ran;
    return isSame ? [] : [{ ...state, opened, ran }];
  });
  const { lifecycle } = previous;
  const opened = edit(lifecycle.opened, null);
  const failing = lifecycle.failing && {
    ...lifecycle.failing,
    opened: lifecycle.failing.opened.flatMap((incident) =>
      after.some(({ connectorId }) => connectorId === incident.connectorId)
        ? [incident]
        : (ending.resolveAll([incident], null) ?? []),
    ),
  };
  const { events, faults } = ending.outbox;
  return { lifecycle: { ...lifecycle, opened, failing }, changed, removed: [], events, faults };
}

function isSameList(a: AlertState['opened'], b: AlertState['opened']): boolean {
  return a?.length === b?.length && (a ?? []).every((each, index) => each === b?.[index]);
}

/** Ends incidents by `on_rule_end`. */
class Ending {
  readonly outbox: Outbox;
  readonly #resolves: boolean;
  readonly #held = new Set<string>();

  constructor({ connectors, rule }: EndInput) {
    this.outbox = new Outbox(connectors);
    this.#resolves = rule.onRuleEnd === 'resolve';
  }

  /** Another alert, or another action, goes on with it. */
  hold(incident: OpenedIncident): void {
    this.#held.add(addressOf(incident));
  }

  /** What stays known of incidents that end. */
  end(opened: AlertState['opened'], alertId: string | null): AlertState['opened'] {
    return this.#resolves ? this.resolveAll(opened, alertId) : opened;
  }

  /** Resolves, whatever `on_rule_end` says; what can not be sent is owed. */
  resolveAll(opened: AlertState['opened'], alertId: string | null): AlertState['opened'] {
    const owed = (opened ?? []).flatMap((incident): OpenedIncident[] => {
      if (this.#held.has(addressOf(incident))) return [];
      const became = this.outbox.resolve(incident, { cause: 'rule_end', alertId });
      return became === 'owed' ? [{ ...incident, owed: true }] : [];
    });
    return owed.length === 0 ? undefined : owed;
  }
}

/** Which action goes on with what another one began. */
class Heirs {
  readonly #before: ReadonlyMap<string, RuleAction>;
  readonly #after: readonly RuleAction[];
  readonly #heirs = new Map<string, string | undefined>();

  constructor(before: readonly RuleAction[], after: readonly RuleAction[]) {
    this.#before = new Map(before.map((action) => [action.uuid, action]));
    this.#after = after;
  }

  /** The action that speaks of an incident from now on: it has the same connector, and the same template for its key. */
  ofIncident({ actionUuid, connectorId }: OpenedIncident): string | undefined {
    const opener = this.#before.get(actionUuid);
    if (opener === undefined) return undefined;
    const template = keyTemplateOf(opener);
    const candidates = this.#after.filter(
      (action) =>
        action.connectorId === connectorId &&
        keyTemplateOf(action) === template &&
        action.frequency.summary === opener.frequency.summary &&
        action.params.eventAction !== 'resolve' &&
        action.params.eventAction !== 'acknowledge',
    );
    return (candidates.find(({ uuid }) => uuid === actionUuid) ?? candidates[0])?.uuid;
  }

  /** When each action ran last, with those that run anew left out. */
  ofRuns(ran: AlertState['ran']): AlertState['ran'] {
    if (ran === undefined) return undefined;
    const entries = Object.entries(ran);
    const moved = entries.flatMap(([uuid, time]) => {
      const heir = this.#ofAction(uuid);
      return heir === undefined ? [] : [[heir, time] as const];
    });
    const isSame = moved.length === entries.length && moved.every(([uuid], i) => uuid === entries[i]?.[0]);
    return isSame ? ran : Object.fromEntries(moved);
  }

  #ofAction(uuid: string): string | undefined {
    if (!this.#heirs.has(uuid)) this.#heirs.set(uuid, this.#findHeir(uuid));
    return this.#heirs.get(uuid);
  }

  #findHeir(uuid: string): string | undefined {
    const action = this.#before.get(uuid);
    if (action === undefined) return undefined;
    const isHeir = (each: RuleAction) =>
      each.group === action.group &&
      each.connectorId === action.connectorId &&
      each.frequency.summary === action.frequency.summary &&
      keyTemplateOf(each) === keyTemplateOf(action);
    const same = this.#after.find((each) => each.uuid === uuid);
    if (same !== undefined) return isHeir(same) ? uuid : undefined;
    return this.#after.find((each) => isHeir(each) && !this.#before.has(each.uuid))?.uuid;
  }
}
