import moment from 'moment-timezone';
import { dayOf, partsOf } from './calendar-day.ts';
import { matchingDays, periodBefore } from './matching-days.ts';
import type { Snooze } from './snooze.ts';

const day = 86_400_000;

/** So many periods in a row without a day, such as a 30th of February, mean that there will be none. */
const mostEmptyPeriods = 10_000;

/**
 * When a snooze begins, in rising order, from `from` on (milliseconds since 1970); skipped beginnings are among them.
 * It is the same hour by the clocks of its time zone each time: where they are put forward over it, the snooze begins
 * so much later by them, and where they are put back, at the first of the two.
 */
export function* occurrences(snooze: Snooze, from: number): Generator<number> {
  const { start, timezone, recurrence } = snooze;
  if (recurrence === undefined) {
    if (start >= from) yield start;
    return;
  }
  const first = moment.tz(start, timezone);
  const firstDay = dayOf(first.year(), first.month() + 1, first.date());
  const time = {
    hour: first.hour(),
    minute: first.minute(),
    second: first.second(),
    millisecond: first.millisecond(),
  };
  const beginOn = (calendarDay: number): number => {
    if (calendarDay === firstDay) return start;
    const { year, month, date } = partsOf(calendarDay);
    return moment.tz({ year, month: month - 1, date, ...time }, timezone).valueOf();
  };
  const { until = Number.POSITIVE_INFINITY, count = Number.POSITIVE_INFINITY } = recurrence;
  // Those that are counted have to be counted from the first; else it begins a day before, since zones differ.
  const isCounted = recurrence.count !== undefined;
  const near = Math.floor(from / day) - 2;
  let begun = 0;
  let empty = 0;
  for (let n = isCounted ? 0 : periodBefore(recurrence, firstDay, near); empty < mostEmptyPeriods; n++) {
    const days = matchingDays(recurrence, firstDay, n);
    empty = days.length === 0 ? empty + 1 : 0;
    for (const each of days) {
      const at = beginOn(each);
      if (at > until || ++begun > count) return;
      if (at >= from) yield at;
    }
  }
}
