import { type CalendarDay, dayOf, daysInMonth, partsOf } from './calendar-day.ts';
import type { Recurrence } from './snooze.ts';

/** Of a weekday as a recurrence writes it: `MO`, `+1MO`, `-3FR`. */
export const weekdayPattern = /^([+-][1-5])?(MO|TU|WE|TH|FR|SA|SU)$/;

const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

interface Weekday {
  readonly weekday: number;
  /** Which one within its month, from the front or, below 0, from the back; 0: each. */
  readonly nth: number;
}

function readWeekday(text: string): Weekday {
  const [, nth, name = ''] = weekdayPattern.exec(text) ?? [];
  return { weekday: weekdays.indexOf(name), nth: Number(nth ?? 0) };
}

/** Whether a day is one of the weekdays; numbers count within its month. */
function isOn(calendarDay: CalendarDay, on: readonly Weekday[]): boolean {
  const { year, month, date, weekday } = partsOf(calendarDay);
  const fromFront = Math.ceil(date / 7);
  const fromBack = -Math.ceil((daysInMonth(year, month) - date + 1) / 7);
  return on.some((each) => each.weekday === weekday && [0, fromFront, fromBack].includes(each.nth));
}

function daysOfMonth(year: number, month: number): CalendarDay[] {
  return Array.from({ length: daysInMonth(year, month) }, (_, n) => dayOf(year, month, n + 1));
}

/**
 * The days on which a recurrence falls in its period number `n` (0 is that of `start`), in rising order: RFC 5545 for
 * days, weeks from Monday, months and years. What is not said follows the first day. A day that a month does not have
 * is left out.
 */
export function matchingDays(
  { frequency, interval, weekdays: named, monthDays, months }: Recurrence,
  start: CalendarDay,
  n: number,
): CalendarDay[] {
  const first = partsOf(start);
  const on = named?.map(readWeekday);
  const period = (): CalendarDay[] => {
    const step = n * interval;
    if (frequency === 'daily') return [start + step];
    if (frequency === 'weekly') {
      const monday = start - first.weekday + step * 7;
      return Array.from({ length: 7 }, (_, weekday) => monday + weekday);
    }
    if (frequency === 'monthly') return daysOfMonth(first.year, first.month + step);
    return Array.from({ length: 12 }, (_, month) => daysOfMonth(first.year + step, month + 1)).flat();
  };
  const isNamed = on !== undefined || monthDays !== undefined;
  return period().filter((each) => {
    if (each < start) return false;
    const { month, date, weekday } = partsOf(each);
    if (months !== undefined && !months.includes(month)) return false;
    if (monthDays !== undefined && !monthDays.includes(date)) return false;
    if (on !== undefined && !isOn(each, on)) return false;
    if (isNamed || frequency === 'daily') return true;
    if (frequency === 'weekly') return weekday === first.weekday;
    return date === first.date && (frequency === 'monthly' || months !== undefined || month === first.month);
  });
}

/** The number of the last period that begins before a day, or close to it from below. */
export function periodBefore(
  { frequency, interval }: Recurrence,
  start: CalendarDay,
  calendarDay: CalendarDay,
) {
  const first = partsOf(start);
  const then = partsOf(calendarDay);
  const years = then.year - first.year;
  const passed = {
    daily: calendarDay - start,
    weekly: Math.floor((calendarDay - start) / 7),
    monthly: years * 12 + then.month - first.month,
    yearly: years,
  };
  return Math.max(0, Math.floor(passed[frequency] / interval) - 1);
}
