import { actOnActive, actOnRecovered, close } from './act-on-alert.ts';
import { actOnSummary, closeOfRule } from './act-on-summary.ts';
import { type Advance, advanceAlerts } from './advance-alerts.ts';
import type { AlertState, LifecycleState } from './alert-state.ts';
import type { ClassifiedAlert } from './classified-alert.ts';
import { alertsToForget } from './forget-alerts.ts';
import type { RuleAction } from './rule-action.ts';
import { runsAgain } from './rule-error.ts';
import type { RunInput } from './run-input.ts';
import type { AlertTransition, RunOutcome } from './run-outcome.ts';
import { RunWork } from './run-work.ts';

/** Making so many events takes some milliseconds, in which nothing else happens. */
const eventsAStep = 50;

/**
 * What comes of a run whose executor came to its end: alerts move on, actions run, and every event is made. It has no
 * effect but its result, which is to be kept as a whole, in one commit with the events, or not at all.
 *
 * It pauses where others may have their turn; `previous` must stay as it is meanwhile.
 *
 * A run whose executor failed does not come here but to `failRun`: it changes no alert.
 */
export function* runAlertsInSteps(input: RunInput): Generator<void, RunOutcome> {
  const { rule, previous, reported, now, maxAlerts, newUuid } = input;
  const run = previous.lifecycle.run + 1;
  const advance = advanceAlerts({
    previous: previous.alerts,
    reported,
    run,
    now,
    flapping: rule.flapping,
    delay: rule.delay,
    maxAlerts,
    newUuid,
  });
  const work = new RunWork(input, run, advance.changed);
  actOnSummary(work, advance.active, advance.recovered);
  let step = 0;
  const isStepOver = () => {
    if (work.outbox.events.length - step < eventsAStep) return false;
    step = work.outbox.events.length;
    return true;
  };
  // Active ones first: an incident that one of them has open is not resolved for another that has recovered.
  const byGroup = groupActions(rule.actions);
  for (const alert of advance.active) {
    actOnActive(work, alert, byGroup.get(alert.state.group) ?? []);
    if (isStepOver()) yield;
  }
  const recoveryActions = byGroup.get(rule.recoveryGroup) ?? [];
  for (const alert of advance.recovered) {
    actOnRecovered(work, alert, recoveryActions);
    if (isStepOver()) yield;
  }
  payDebts(work);
  runsAgain(work);
  return outcomeOf(work, advance);
}

/** The same at one go. */
export function runAlerts(input: RunInput): RunOutcome {
  const steps = runAlertsInSteps(input);
  for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value;
}

function groupActions(actions: readonly RuleAction[]): ReadonlyMap<string, readonly RuleAction[]> {
  return Map.groupBy(
    actions.filter(({ frequency }) => !frequency.summary),
    ({ group }) => group,
  );
}

/** Resolves what could not be resolved when its time had come. */
function payDebts(work: RunWork): void {
  for (const incident of work.input.previous.lifecycle.opened ?? []) {
    if (incident.owed) closeOfRule(work, incident, 'owed_resolve');
  }
  for (const before of work.input.previous.alerts.values()) {
    if (!before.opened?.some(({ owed }) => owed)) continue;
    const { id, status, opened } = work.changed.get(before.id) ?? before;
    if (status === 'active') continue;
    for (const incident of opened ?? []) if (incident.owed) close(work, { id }, incident, 'owed_resolve');
  }
}

function outcomeOf(work: RunWork, advance: Advance): RunOutcome {
  const { rule, previous, maxAlerts } = work.input;
  work.lifecycle = tidied(work.lifecycle, rule.actions);
  const forgotten = alertsToForget(work.states(), {
    run: work.run,
    flapping: rule.flapping,
    summarizedUntil: summarizedUntil(rule.actions, work.lifecycle),
    maxAlerts,
  });
  const changed = [...work.changed.values()].filter(
    (state) => state !== previous.alerts.get(state.id) && !forgotten.has(state.id),
  );
  const removed = [...forgotten].filter((id) => previous.alerts.has(id));
  const { events, faults } = work.outbox;
  const isLifecycleSame = isSameButRun(previous.lifecycle, work.lifecycle);
  return {
    lifecycle: work.lifecycle,
    changed,
    removed,
    events,
    faults,
    isUnchanged:
      changed.length + removed.length + events.length + faults.length === 0 &&
      isLifecycleSame &&
      !advance.isLimitReached &&
      work.keptBack === 0,
    counts: {
      active: advance.active.length,
      new: advance.active.filter(({ kind }) => kind === 'new').length,
      recovered: advance.recovered.length,
      ignored: advance.ignored,
    },
    isAlertLimitReached: advance.isLimitReached,
    actionsKeptBack: work.keptBack,
    transitions: [...advance.active, ...advance.recovered].flatMap(transitionsOf),
  };
}

function isSameButRun(before: LifecycleState, after: LifecycleState): boolean {
  return JSON.stringify({ ...before, run: 0 }) === JSON.stringify({ ...after, run: 0 });
}

/** Without what belongs to actions that are no more. */
function tidied({ summaries, ...rest }: LifecycleState, actions: readonly RuleAction[]): LifecycleState {
  const kept = Object.entries(summaries ?? {}).filter(([uuid]) =>
    actions.some((action) => action.uuid === uuid),
  );
  return kept.length === 0 ? rest : { ...rest, summaries: Object.fromEntries(kept) };
}

function summarizedUntil(actions: readonly RuleAction[], { summaries }: LifecycleState): number | undefined {
  const last = actions.flatMap(({ uuid, frequency }) => {
    const time =
      frequency.summary && frequency.notifyWhen === 'onThrottleInterval' ? summaries?.[uuid] : undefined;
    return time === undefined ? [] : [time];
  });
  return last.length === 0 ? undefined : Math.min(...last);
}

const nothing: readonly AlertTransition[] = [];

function transitionsOf({ kind, state, before }: ClassifiedAlert): readonly AlertTransition[] {
  if (kind === 'ongoing' && state === before) return nothing;
  const { id: alertId, uuid, group } = state;
  const told = (what: AlertTransition['kind']): AlertTransition => ({ alertId, uuid, kind: what, group });
  if (kind !== 'ongoing') return [told(kind)];
  const flap = (each: AlertState | undefined) => each?.flapping === true;
  return [
    ...(before?.group === group ? nothing : [told('group_changed')]),
    ...(flap(before) === flap(state) ? nothing : [told(flap(state) ? 'flapping' : 'not_flapping')]),
  ];
}
