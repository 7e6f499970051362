import { durationInWords } from '../../parts/duration.ts';
import { snoozeTexts } from '../../texts/snooze.ts';
import type { RuleDetails } from '../rules-api.ts';
import { wallTime } from './wall-time.ts';

export type ShownSnooze = RuleDetails['snoozes'][number];

const { words, weekdayNames: shortNames } = snoozeTexts;
const nameOf = (day: string) => {
  const [, nth = '', name = ''] = /^([+-]\d)?(\w\w)$/.exec(day) ?? [];
  const known: Readonly<Record<string, string>> = shortNames;
  return `${nth}${known[name] ?? name}`;
};

/** A snooze in words: "Every week on Mon, Fri at 20:00 (Europe/Berlin), for 2 h". */
export function describeSnooze({ id, start, duration, timezone, recurrence }: ShownSnooze): string {
  if (id === null) return snoozeTexts.byHand;
  const length = durationInWords(duration);
  const wall = wallTime(Date.parse(start), timezone);
  if (recurrence === null) return words.once(wall.replace('T', ' '), timezone, length);
  const { frequency, interval, weekdays, month_days: monthDays, until, count } = recurrence;
  const days = [...(weekdays ?? []).map(nameOf), ...(monthDays ?? []).map((day) => `${day}.`)];
  return [
    words[frequency](interval),
    days.length > 0 ? words.on(days.join(', ')) : '',
    words.at(wall.slice(11), timezone, length),
    until === undefined ? '' : words.until(wallTime(Date.parse(until), timezone).slice(0, 10)),
    count === undefined ? '' : words.times(count),
  ].join('');
}
