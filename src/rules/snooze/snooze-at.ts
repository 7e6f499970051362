import { occurrences } from './occurrences.ts';
import type { Snooze } from './snooze.ts';

/** How a snooze stands at a moment. Times are milliseconds since 1970. */
export interface SnoozeState {
  /** It is on: since when and until when. */
  readonly active: { readonly since: number; readonly until: number } | undefined;
  /** When it begins next, after that moment. */
  readonly next: number | undefined;
}

/** How one snooze stands at `now`. Of beginnings that overlap the one that ends last counts. */
export function snoozeAt(snooze: Snooze, now: number): SnoozeState {
  const { duration, skipped = [] } = snooze;
  let active: SnoozeState['active'];
  for (const at of occurrences(snooze, now - duration + 1)) {
    if (skipped.includes(at)) continue;
    if (at > now) return { active, next: at };
    active = { since: at, until: at + duration };
  }
  return { active, next: undefined };
}

/** Whether any of a rule's snoozes is on, and when that may change at the earliest (`Infinity`: never). */
export function snoozedAt(
  snoozes: readonly Snooze[],
  now: number,
): { readonly until: number | undefined; readonly changesAt: number } {
  const states = snoozes.map((snooze) => snoozeAt(snooze, now));
  const ends = states.flatMap(({ active }) => active?.until ?? []);
  const begins = states.flatMap(({ next }) => next ?? []);
  return {
    until: ends.length === 0 ? undefined : Math.max(...ends),
    changesAt: Math.min(...ends, ...begins),
  };
}

/** Snoozes that are on or will be again. */
export function withoutExpired(snoozes: readonly Snooze[], now: number): Snooze[] {
  return snoozes.filter((snooze) => {
    const { active, next } = snoozeAt(snooze, now);
    return active !== undefined || next !== undefined;
  });
}
