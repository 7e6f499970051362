import type { SourceState } from './heartbeat-state.ts';
import { type DueSource, isDue } from './judge.ts';
import type { Timetable } from './timetable.ts';

/** Times may be so far ahead of ours before they are thought wrong: milliseconds, not to be taken in by a slewing clock. */
const mostAhead = 1000;

/**
 * Works out when the next call of a source is due, where that is not known: after a call, when the rule goes by
 * another timetable since, or when the clock was put back, after which what was noted lies in the future. By another
 * timetable nobody is late who was not: the first call that is due by it is the first after now.
 */
export function settleSource(
  source: SourceState,
  timetable: Timetable,
  { now, isChanged }: { readonly now: number; readonly isChanged: boolean },
): DueSource {
  const { missing, endedAt, since } = source;
  const afterLast = () =>
    endedAt === undefined ? timetable.afterStart(since) : timetable.afterCall(endedAt);
  if (Math.max(since, endedAt ?? 0, source.startedAt ?? 0) > now + mostAhead) {
    const past = inThePast(source, now);
    return { ...past, dueAt: timetable.afterStart(now) };
  }
  if (!isDue(source)) return { ...source, dueAt: afterLast() };
  if (!isChanged) return source;
  if (missing?.reason !== 'late') return { ...source, dueAt: timetable.afterStart(now) };
  const due = afterLast();
  return { ...source, dueAt: due, missing: { ...missing, from: due } };
}

function inThePast(source: SourceState, now: number): SourceState {
  const { since, calledAt, endedAt, startedAt } = source;
  return {
    ...source,
    since: Math.min(since, now),
    ...(calledAt !== undefined && { calledAt: Math.min(calledAt, now) }),
    ...(endedAt !== undefined && { endedAt: Math.min(endedAt, now) }),
    ...(startedAt !== undefined && { startedAt: Math.min(startedAt, now) }),
  };
}
