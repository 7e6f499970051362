import { Refusal } from '../../refusal.ts';
import { parseDuration } from '../duration.ts';
import { occurrences } from './occurrences.ts';
import type { Recurrence, Snooze } from './snooze.ts';

/** A snooze as the public API writes it (contract 5.7); its texts were checked. */
export interface CustomSchedule {
  readonly start: string;
  /** `-1`: for ever. */
  readonly duration: string;
  readonly timezone?: string | undefined;
  readonly recurring?:
    | {
        readonly every?: string | undefined;
        readonly end?: string | undefined;
        readonly occurrences?: number | undefined;
        readonly onWeekDay?: readonly string[] | undefined;
        readonly onMonthDay?: readonly number[] | undefined;
        readonly onMonth?: readonly number[] | undefined;
      }
    | undefined;
}

const frequencies = { d: 'daily', w: 'weekly', M: 'monthly', y: 'yearly' } as const;
const letters = { daily: 'd', weekly: 'w', monthly: 'M', yearly: 'y' };
const day = 86_400_000;
/** The shortest that each can be. */
const lengths = { daily: day, weekly: 7 * day, monthly: 28 * day, yearly: 365 * day };

const isUnit = (text: string): text is keyof typeof frequencies => Object.hasOwn(frequencies, text);

function recurrenceOf(recurring: NonNullable<CustomSchedule['recurring']>): Recurrence | undefined {
  const { every, end, occurrences: count, onWeekDay, onMonthDay, onMonth } = recurring;
  if (end !== undefined && count !== undefined)
    throw new Refusal('invalid', "Only one of 'end' or 'occurrences' can be set for recurring schedules.");
  const [, interval = '1', unit = ''] = /^(\d+)([dwMy])$/.exec(every ?? '') ?? [];
  const isByMonth = onMonthDay !== undefined || onWeekDay?.some((each) => /\d/.test(each)) === true;
  const meant = onMonth !== undefined ? 'y' : isByMonth ? 'M' : onWeekDay !== undefined ? 'w' : undefined;
  const frequency = isUnit(unit) ? frequencies[unit] : meant && frequencies[meant];
  if (frequency === undefined) {
    if (end === undefined && count === undefined) return undefined;
    throw new Refusal(
      'invalid',
      "[request body.schedule.custom.recurring.every]: 'end' and 'occurrences' need it, such as 1d or 2w",
    );
  }
  return {
    frequency,
    interval: Number(interval),
    ...(end !== undefined && { until: Date.parse(end) }),
    ...(count !== undefined && { count }),
    ...(onWeekDay !== undefined && { weekdays: onWeekDay }),
    ...(onMonthDay !== undefined && { monthDays: onMonthDay }),
    ...(onMonth !== undefined && { months: onMonth }),
  };
}

/** Refuses a snooze that would begin again before it is over, or that never begins. `message`: of the first. */
export function checkRecurrence(snooze: Snooze, message: string): void {
  const { recurrence, duration, start } = snooze;
  if (recurrence === undefined) return;
  if (recurrence.interval * lengths[recurrence.frequency] <= duration) throw new Refusal('invalid', message);
  if (occurrences(snooze, start).next().done === true)
    throw new Refusal('invalid', 'The schedule never begins: no day is as its recurrence says.');
}

/** The snooze that a schedule means; `forever`: everything is muted until somebody ends that. */
export function snoozeOf(schedule: CustomSchedule, id: string): Snooze | 'forever' {
  const duration = parseDuration(schedule.duration);
  const recurrence = schedule.recurring && recurrenceOf(schedule.recurring);
  if (duration === undefined) return 'forever';
  const snooze: Snooze = {
    id,
    start: Date.parse(schedule.start),
    duration: duration.ms,
    timezone: schedule.timezone ?? 'UTC',
    ...(recurrence && { recurrence }),
  };
  const every =
    schedule.recurring?.every ?? `1${recurrence === undefined ? '' : letters[recurrence.frequency]}`;
  checkRecurrence(snooze, `Recurrence every ${every} must be longer than the duration ${schedule.duration}.`);
  return snooze;
}

/** A snooze as Kibana's screens write it. */
export interface InternalSchedule {
  readonly id?: string | undefined;
  /** Milliseconds; -1: for ever. */
  readonly duration: number;
  readonly rRule: {
    readonly dtstart: string;
    readonly tzid: string;
    /** 0 yearly, 1 monthly, 2 weekly, 3 daily. */
    readonly freq?: number | undefined;
    readonly interval?: number | undefined;
    readonly until?: string | undefined;
    readonly count?: number | undefined;
    readonly byweekday?: readonly string[] | null | undefined;
    readonly bymonthday?: readonly number[] | null | undefined;
    readonly bymonth?: readonly number[] | null | undefined;
  };
}

const numbered = ['yearly', 'monthly', 'weekly', 'daily'] as const;

/** The same of a schedule of Kibana's screens. */
export function snoozeOfInternal({ id, duration, rRule }: InternalSchedule): Snooze | 'forever' {
  if (duration === -1) return 'forever';
  const { dtstart, tzid, freq, interval = 1, until, count, byweekday, bymonthday, bymonth } = rRule;
  const frequency = freq === undefined ? undefined : numbered[freq];
  // What is to happen once comes with a rule of one occurrence.
  const isOnce = frequency === undefined || count === 1;
  const snooze: Snooze = {
    ...(id !== undefined && { id }),
    start: Date.parse(dtstart),
    duration,
    timezone: tzid,
    ...(!isOnce && {
      recurrence: {
        frequency,
        interval,
        ...(until !== undefined && { until: Date.parse(until) }),
        ...(count !== undefined && { count }),
        ...(byweekday && { weekdays: byweekday }),
        ...(bymonthday && { monthDays: bymonthday }),
        ...(bymonth && { months: bymonth }),
      },
    }),
  };
  checkRecurrence(snooze, 'Recurrence interval must be longer than the snooze duration');
  return snooze;
}
