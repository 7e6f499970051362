import { parseDuration } from '../../duration.ts';
import type { CronTimes } from './cron-times.ts';
import type { HeartbeatParams } from './params.ts';

/** Where a rule says neither. */
const everyDay = '1d';
/** A clock that runs ahead calls so much too early at most (milliseconds). */
const mostEarly = 60_000;

/** When calls are due, as the params of a rule say it. */
export interface Timetable {
  /** The same text as long as the same times are due. */
  readonly text: string;
  /** When the call after one that came at `at` is due. */
  afterCall(at: number): number;
  /** When the first call is due that is expected from `at` on. */
  afterStart(at: number): number;
}

/**
 * Reads when calls are due. By cron expression a call may come early, by a tenth of the time to the next but at most
 * a minute, and still counts for the time that it was meant for: the clock of whoever calls is not ours.
 */
export function timetableOf({ every, cron, timezone }: HeartbeatParams, times: CronTimes): Timetable {
  if (cron === null) {
    const text = every ?? everyDay;
    const length = parseDuration(text)?.ms;
    if (length === undefined) throw new Error(`string is not a valid duration: ${text}`);
    return { text, afterCall: (at) => at + length, afterStart: (at) => at + length };
  }
  const afterStart = (at: number) => times.nextAfter(cron, timezone, at);
  return {
    text: `${cron} ${timezone}`,
    afterStart,
    afterCall: (at) => {
      const next = afterStart(at);
      if (next - at > mostEarly) return next;
      const following = afterStart(next);
      return next - at <= (following - next) / 10 ? following : next;
    },
  };
}
