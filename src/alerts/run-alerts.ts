import { actOnActive, actOnRecovered, close } from './act-on-alert.ts';
import { actOnSummaries, endSummaries } from './act-on-summary.ts';
import { type Advance, advanceAlerts } from './advance-alerts.ts';
import type { AlertState } from './alert-state.ts';
import { isFlapRemembered } from './flapping.ts';
import { runsAgain } from './rule-error.ts';
import type { RunInput } from './run-input.ts';
import type { AlertTransition, RunOutcome } from './run-outcome.ts';
import { RunWork } from './run-work.ts';

/**
 * What comes of a run whose executor came to its end: how alerts stand now, what goes out, and what has to be kept
 * (contract 6.1 to 6.8). Summaries go first, then what is for each alert, as in Kibana.
 */
export function runAlerts(input: RunInput): RunOutcome {
  const { rule, previous, reported, now, maxAlerts, newUuid } = input;
  const run = previous.lifecycle.run + 1;
  const { flapping, delay } = rule;
  const advance = advanceAlerts({
    previous: previous.alerts,
    reported,
    run,
    now,
    flapping,
    delay,
    maxAlerts,
    newUuid,
  });
  const work = new RunWork(input, run, advance.changed);
  actOnSummaries(work, advance);
  const each = rule.actions.filter(({ frequency }) => !frequency.summary);
  const byGroup = Map.groupBy(each, ({ group }) => group);
  for (const alert of advance.active) actOnActive(work, alert, byGroup.get(alert.state.group) ?? []);
  const recovery = byGroup.get(rule.recoveryGroup) ?? [];
  for (const alert of advance.recovered) actOnRecovered(work, alert, recovery);
  if (rule.autoResolve && advance.active.length === 0) endSummaries(work);
  payWhatIsOwed(work);
  runsAgain(work);
  const removed = forget(work);
  const { events, faults } = work.outbox;
  const changed = [...work.changed.values()];
  return {
    lifecycle: work.lifecycle,
    changed,
    removed,
    events,
    faults,
    isUnchanged:
      changed.length + removed.length + events.length + faults.length === 0 &&
      isSameBut(work.lifecycle, previous.lifecycle),
    counts: {
      active: advance.active.length,
      new: advance.active.filter(({ kind }) => kind === 'new').length,
      recovered: advance.recovered.length,
      ignored: advance.ignored,
    },
    isAlertLimitReached: advance.isLimitReached,
    actionsKeptBack: work.keptBack,
    transitions: transitionsOf(advance),
  };
}

function isSameBut(after: RunOutcome['lifecycle'], before: RunOutcome['lifecycle']): boolean {
  return JSON.stringify({ ...after, run: 0 }) === JSON.stringify({ ...before, run: 0 });
}

/** Resolves that could not be sent when their alerts recovered. */
function payWhatIsOwed(work: RunWork): void {
  for (const state of work.input.previous.alerts.values()) {
    const { opened, status } = work.changed.get(state.id) ?? state;
    if (status !== 'recovered' || opened === undefined) continue;
    for (const incident of opened) if (incident.owed) close(work, state, incident, 'owed_resolve');
  }
}

/** Alerts that are over and of which nothing counts any more. */
function forget(work: RunWork): string[] {
  const { rule, previous } = work.input;
  const isOver = ({ status, opened, changes, flapping }: AlertState) =>
    status === 'recovered' &&
    opened === undefined &&
    !isFlapRemembered({ changes, flapping: flapping === true }, work.run, rule.flapping);
  const removed: string[] = [];
  for (const state of [...work.states()].filter(isOver)) {
    work.changed.delete(state.id);
    if (previous.alerts.has(state.id)) removed.push(state.id);
  }
  return removed;
}

function transitionsOf({ active, recovered }: Advance): AlertTransition[] {
  const transitions: AlertTransition[] = [];
  for (const { kind, state, before } of [...recovered, ...active]) {
    const { id: alertId, uuid, group } = state;
    const tell = (what: AlertTransition['kind']) => transitions.push({ alertId, uuid, kind: what, group });
    if (kind !== 'ongoing') tell(kind);
    else if (before?.group !== group) tell('group_changed');
    if (before?.flapping !== state.flapping && (before !== undefined || state.flapping === true))
      tell(state.flapping === true ? 'flapping' : 'not_flapping');
  }
  return transitions;
}
