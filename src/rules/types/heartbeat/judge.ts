import type { Missing, SourceState } from './heartbeat-state.ts';

/** A source whose next call is worked out. */
export type DueSource = SourceState & { readonly dueAt: number };

export const isDue = (source: SourceState): source is DueSource => source.dueAt !== null;

/** How long is waited, in milliseconds. */
export interface Patience {
  readonly grace: number;
  readonly maxRunTime: number | null;
}

/** Whether a source is missing; if not, when it would be without another call. */
export type Verdict =
  | { readonly kind: 'missing'; readonly missing: Missing }
  | { readonly kind: 'expected'; readonly until: number };

/**
 * Judges whether a source is missing.
 *
 * A call that is due is waited for as long as `grace` says. A job that has started in time has `maxRunTime` from its
 * start instead, where the rule names one. What is missing stays so until a job ends, or until the rule is more
 * patient. Nothing counts that could not be heard: before `listeningSince` Tocsin itself was not there, and from then on
 * the grace is waited for once more.
 */
export function judge(
  source: DueSource,
  patience: Patience,
  { now, listeningSince }: { readonly now: number; readonly listeningSince: number },
): Verdict {
  const { missing, dueAt, startedAt } = source;
  const { grace, maxRunTime } = patience;
  if (missing !== undefined && isStill(missing, patience, now)) return { kind: 'missing', missing };
  const heardFrom = listeningSince + grace;
  const late = Math.max(dueAt + grace, heardFrom);
  const runs = startedAt !== undefined && maxRunTime !== null && startedAt < late;
  const end = runs ? startedAt + maxRunTime : late;
  // What has started since was heard of, and so would its end be.
  const until = runs && startedAt < listeningSince ? Math.max(end, heardFrom) : end;
  if (now < until) return { kind: 'expected', until };
  const found = runs
    ? { reason: 'overrun' as const, from: startedAt }
    : { reason: 'late' as const, from: dueAt };
  return { kind: 'missing', missing: { ...found, at: now } };
}

function isStill({ reason, from, at }: Missing, { grace, maxRunTime }: Patience, now: number): boolean {
  const waited = reason === 'late' ? grace : maxRunTime;
  // Before `at` only a clock that was put back can be.
  return waited !== null && (now < at || now >= from + waited);
}
