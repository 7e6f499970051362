import type { AlertState } from './alert-state.ts';
import type { FlappingSettings } from './alerting-rule.ts';
import { isFlapRemembered } from './flapping.ts';

interface ForgetFacts {
  readonly run: number;
  readonly flapping: FlappingSettings;
  /** The oldest of the last throttled summaries: what has recovered since is still to be told of. */
  readonly summarizedUntil: number | undefined;
  /** So many recovered alerts are remembered, at most. */
  readonly maxAlerts: number;
}

/** The recovered alerts of which nothing has to be remembered; of too many, those that changed longest ago. */
export function alertsToForget(
  states: Iterable<AlertState>,
  { run, flapping, summarizedUntil, maxAlerts }: ForgetFacts,
): ReadonlySet<string> {
  const forgotten = new Set<string>();
  const kept: AlertState[] = [];
  for (const state of states) {
    if (state.status !== 'recovered') continue;
    // What has to be resolved yet is never forgotten; while its connector can not be used, it opens nothing new.
    if (state.opened?.some(({ owed }) => owed)) continue;
    const isOpen = state.opened !== undefined;
    const isTold = summarizedUntil !== undefined && (state.end ?? 0) > summarizedUntil;
    const flap = { changes: state.changes, flapping: state.flapping === true };
    if (isOpen || isTold || isFlapRemembered(flap, run, flapping)) kept.push(state);
    else forgotten.add(state.id);
  }
  if (kept.length <= maxAlerts) return forgotten;
  kept.sort((a, b) => worthOf(b) - worthOf(a));
  for (const { id } of kept.slice(maxAlerts)) forgotten.add(id);
  return forgotten;
}

/** What is open is remembered before what only flaps. */
function worthOf({ opened, end, start }: AlertState): number {
  return (opened === undefined ? 0 : Number.MAX_SAFE_INTEGER) + (end ?? start);
}
