import { snoozeTexts } from '../../texts/snooze.ts';
import { momentOf } from './wall-time.ts';

export const weekdayNames = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;

/** What somebody has filled in, as texts. */
export interface SnoozeValues {
  readonly kind: 'now' | 'schedule';
  /** Seconds, `custom` or `forever`. */
  readonly length: string;
  readonly amount: string;
  readonly unit: 'm' | 'h' | 'd';
  /** As clocks show it: `2026-12-24T18:00`. */
  readonly start: string;
  readonly timezone: string;
  readonly repeat: 'once' | 'd' | 'w' | 'M' | 'y';
  readonly every: string;
  /** Of a weekly one. */
  readonly weekdays: readonly string[];
  readonly ends: 'never' | 'on' | 'after';
  /** `2026-12-24`. */
  readonly endDay: string;
  readonly times: string;
}

export type SnoozeFault = keyof typeof snoozeTexts.faults;

/** A snooze as `POST /api/tocsin/rules/_change` takes it, or muting. */
export type SnoozeChange =
  | { readonly action: 'mute' }
  | { readonly action: 'snooze'; readonly seconds: number }
  | { readonly action: 'snooze'; readonly schedule: SnoozeSchedule };

export interface SnoozeSchedule {
  readonly start: string;
  readonly duration: string;
  readonly timezone: string;
  readonly recurring?: {
    readonly every: string;
    readonly onWeekDay?: readonly string[];
    readonly end?: string;
    readonly occurrences?: number;
  };
}

const seconds = { m: 60, h: 3600, d: 86_400 };
const wholeNumber = (text: string) => (/^[1-9]\d{0,5}$/.test(text.trim()) ? Number(text) : undefined);

/** What is wrong with what was filled in, by field; nothing: it can be sent. */
export function faultsOf(values: SnoozeValues): Partial<Record<SnoozeFault, string>> {
  const { kind, length, amount, start, timezone, repeat, every, ends, endDay, times } = values;
  const faults: Partial<Record<SnoozeFault, string>> = {};
  const find = (name: SnoozeFault, isWrong: boolean) => {
    if (isWrong) faults[name] = snoozeTexts.faults[name];
  };
  const isScheduled = kind === 'schedule';
  const isRepeated = isScheduled && repeat !== 'once';
  find('amount', (isScheduled || length === 'custom') && wholeNumber(amount) === undefined);
  find('start', isScheduled && momentOf(start, timezone) === undefined);
  find('every', isRepeated && wholeNumber(every) === undefined);
  find('endDay', isRepeated && ends === 'on' && momentOf(`${endDay}T23:59`, timezone) === undefined);
  find('times', isRepeated && ends === 'after' && wholeNumber(times) === undefined);
  return faults;
}

/** What was filled in, as it is sent. It was found to be right. */
export function changeOf(values: SnoozeValues): SnoozeChange {
  const { kind, length, amount, unit, start, timezone, repeat, every, weekdays, ends, endDay, times } =
    values;
  if (kind === 'now') {
    if (length === 'forever') return { action: 'mute' };
    return {
      action: 'snooze',
      seconds: length === 'custom' ? Number(amount) * seconds[unit] : Number(length),
    };
  }
  const iso = (wall: string) => new Date(momentOf(wall, timezone) ?? 0).toISOString();
  const schedule = { start: iso(start), duration: `${Number(amount)}${unit}`, timezone };
  if (repeat === 'once') return { action: 'snooze', schedule };
  return {
    action: 'snooze',
    schedule: {
      ...schedule,
      recurring: {
        every: `${Number(every)}${repeat}`,
        ...(repeat === 'w' &&
          weekdays.length > 0 && { onWeekDay: weekdayNames.filter((day) => weekdays.includes(day)) }),
        ...(ends === 'on' && { end: iso(`${endDay}T23:59`) }),
        ...(ends === 'after' && { occurrences: Number(times) }),
      },
    },
  };
}
