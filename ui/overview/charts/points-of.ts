import type { Reading } from '../overview-queries.ts';

const minute = 60_000;
/** How far back one looks, in minutes, and how many minutes are one point: never more points than a chart can show. */
export const ranges = {
  hour: { minutes: 60, step: 1 },
  sixHours: { minutes: 360, step: 5 },
  day: { minutes: 1440, step: 15 },
} as const;

export type Range = keyof typeof ranges;

/** Some minutes, as charts show them. */
export interface Point {
  /** When they begin; milliseconds since 1970. */
  readonly at: number;
  /** The most that waited at once. */
  readonly events: number;
  /** How long the oldest had waited at most; milliseconds. */
  readonly oldest: number;
  readonly delivered: number;
  readonly failed: number;
}

/**
 * The minutes of a range, gathered in steps, oldest first; the minute that still runs is among them. What is before
 * the start is not there: nobody knows.
 */
export function pointsOf(reading: Reading, range: Range): Point[] {
  const { minutes, step } = ranges[range];
  const now = Date.parse(reading.overview.now);
  const points: { -readonly [Field in keyof Point]: Point[Field] }[] = [];
  for (const { at, events, oldest_seconds, delivered, failed } of [
    ...reading.overview.history,
    runningMinute(reading),
  ]) {
    const time = Date.parse(at);
    if (time <= now - minutes * minute) continue;
    // A sample speaks of the minute before it.
    const begin = Math.floor((time - 1) / (step * minute)) * step * minute;
    const last = points.at(-1);
    if (last === undefined || last.at !== begin) {
      points.push({ at: begin, events, oldest: oldest_seconds * 1000, delivered, failed });
      continue;
    }
    last.events = Math.max(last.events, events);
    last.oldest = Math.max(last.oldest, oldest_seconds * 1000);
    last.delivered += delivered;
    last.failed += failed;
  }
  return points;
}

/** A day of minutes: then the oldest are forgotten while the totals still hold them. */
const fullHistory = 1440;

/** What has not become a sample yet. Its counts are the totals without those that have. */
function runningMinute({ overview, status }: Reading): Reading['overview']['history'][number] {
  const { history, now, delivered, failed_attempts: failed } = overview;
  const sum = (of: 'delivered' | 'failed') => history.reduce((total, sample) => total + sample[of], 0);
  const isKnown = history.length < fullHistory;
  return {
    at: now,
    events: status.backlog.events,
    oldest_seconds: status.backlog.oldest_seconds,
    delivered: isKnown ? Math.max(0, delivered - sum('delivered')) : 0,
    failed: isKnown ? Math.max(0, failed - sum('failed')) : 0,
  };
}
