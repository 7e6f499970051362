import moment from 'moment-timezone';
import type { Timeframe } from './rule-action.ts';

const minutesOfDay = 24 * 60;

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/**
 * Whether a moment lies within the hours of an action, by the clock of their time zone. Hours that end before they
 * begin run past midnight, and belong to the day on which they began; an end at 00:00 is the end of the day.
 */
export function isInTimeframe({ days, start, end, timezone }: Timeframe, now: number): boolean {
  const time = moment.tz(now, timezone);
  const minute = time.hours() * 60 + time.minutes();
  const first = minutesOf(start);
  const last = minutesOf(end) === 0 ? minutesOfDay : minutesOf(end);
  const isOn = (day: number) => days.length === 0 || days.includes(day);
  const today = time.isoWeekday();
  if (first < last) return minute >= first && minute < last && isOn(today);
  if (minute >= first) return isOn(today);
  return minute < last && isOn(today === 1 ? 7 : today - 1);
}
