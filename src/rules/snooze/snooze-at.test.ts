import assert from 'node:assert/strict';
import { test } from 'node:test';
import { occurrences } from './occurrences.ts';
import type { Recurrence, Snooze } from './snooze.ts';
import { snoozeAt, snoozedAt, withoutExpired } from './snooze-at.ts';

const hour = 3_600_000;
const day = 24 * hour;
const at = (iso: string) => Date.parse(iso);

const snoozeOf = (start: string, recurrence?: Partial<Recurrence>, given: Partial<Snooze> = {}): Snooze => ({
  id: 's',
  start: at(start),
  duration: hour,
  timezone: 'UTC',
  ...(recurrence && { recurrence: { frequency: 'daily', interval: 1, ...recurrence } }),
  ...given,
});

function begins(snooze: Snooze, from: string, most: number): string[] {
  const found: string[] = [];
  for (const each of occurrences(snooze, at(from))) {
    if (found.length >= most) break;
    found.push(new Date(each).toISOString().replace(':00.000Z', 'Z'));
  }
  return found;
}

const berlin = { timezone: 'Europe/Berlin' };
const rows: [what: string, snooze: Snooze, from: string, most: number, expected: string[]][] = [
  ['once', snoozeOf('2026-01-05T10:00Z'), '2020-01-01', 9, ['2026-01-05T10:00Z']],
  ['once, over', snoozeOf('2026-01-05T10:00Z'), '2026-01-06', 9, []],
  [
    'every second day',
    snoozeOf('2026-01-05T10:00Z', { interval: 2 }),
    '2026-01-08',
    3,
    ['2026-01-09T10:00Z', '2026-01-11T10:00Z', '2026-01-13T10:00Z'],
  ],
  [
    'daily in June alone',
    snoozeOf('2026-01-05T10:00Z', { months: [6] }),
    '2026-01-01',
    2,
    ['2026-06-01T10:00Z', '2026-06-02T10:00Z'],
  ],
  [
    'daily on working days',
    snoozeOf('2026-01-09T10:00Z', { weekdays: ['MO', 'TU', 'WE', 'TH', 'FR'] }),
    '2026-01-01',
    2,
    ['2026-01-09T10:00Z', '2026-01-12T10:00Z'],
  ],
  [
    'three times, however late one looks',
    snoozeOf('2026-01-05T10:00Z', { count: 3 }),
    '2026-01-06T11:00Z',
    9,
    ['2026-01-07T10:00Z'],
  ],
  [
    'until a moment, which still counts',
    snoozeOf('2026-01-05T10:00Z', { until: at('2026-01-07T10:00Z') }),
    '2026-01-06T00:00Z',
    9,
    ['2026-01-06T10:00Z', '2026-01-07T10:00Z'],
  ],
  [
    'weekly without days, on the day of its start',
    snoozeOf('2026-01-07T10:00Z', { frequency: 'weekly' }),
    '2026-01-08',
    2,
    ['2026-01-14T10:00Z', '2026-01-21T10:00Z'],
  ],
  [
    'every second week, from the middle of the first on',
    snoozeOf('2026-01-07T10:00Z', { frequency: 'weekly', interval: 2, weekdays: ['MO', 'WE', 'SU'] }),
    '2026-01-01',
    5,
    ['2026-01-07T10:00Z', '2026-01-11T10:00Z', '2026-01-19T10:00Z', '2026-01-21T10:00Z', '2026-01-25T10:00Z'],
  ],
  [
    'monthly on the 31st: shorter months are left out',
    snoozeOf('2026-01-31T10:00Z', { frequency: 'monthly' }),
    '2026-02-01',
    3,
    ['2026-03-31T10:00Z', '2026-05-31T10:00Z', '2026-07-31T10:00Z'],
  ],
  [
    'the first Monday and the last Friday of each month',
    snoozeOf('2026-01-01T10:00Z', { frequency: 'monthly', weekdays: ['+1MO', '-1FR'] }),
    '2026-01-01',
    4,
    ['2026-01-05T10:00Z', '2026-01-30T10:00Z', '2026-02-02T10:00Z', '2026-02-27T10:00Z'],
  ],
  [
    'Fridays the 13th',
    snoozeOf('2026-01-01T10:00Z', { frequency: 'monthly', weekdays: ['FR'], monthDays: [13] }),
    '2026-01-01',
    3,
    ['2026-02-13T10:00Z', '2026-03-13T10:00Z', '2026-11-13T10:00Z'],
  ],
  [
    'every third month',
    snoozeOf('2026-02-10T10:00Z', { frequency: 'monthly', interval: 3 }),
    '2026-03-01',
    2,
    ['2026-05-10T10:00Z', '2026-08-10T10:00Z'],
  ],
  [
    'yearly, on a 29th of February',
    snoozeOf('2024-02-29T10:00Z', { frequency: 'yearly' }),
    '2024-03-01',
    2,
    ['2028-02-29T10:00Z', '2032-02-29T10:00Z'],
  ],
  [
    'yearly in some months, on the day of its start',
    snoozeOf('2026-01-15T10:00Z', { frequency: 'yearly', months: [3, 12] }),
    '2026-01-01',
    3,
    ['2026-03-15T10:00Z', '2026-12-15T10:00Z', '2027-03-15T10:00Z'],
  ],
  [
    'never, on a 30th of February',
    snoozeOf('2026-01-15T10:00Z', { frequency: 'yearly', months: [2], monthDays: [30] }),
    '2026-01-01',
    3,
    [],
  ],
  [
    'at the same hour by the clocks when they are put forward (29 March 2026)',
    snoozeOf('2026-03-27T21:00Z', {}, berlin),
    '2026-03-28',
    3,
    ['2026-03-28T21:00Z', '2026-03-29T20:00Z', '2026-03-30T20:00Z'],
  ],
  [
    'at the same hour by the clocks when they are put back (25 October 2026)',
    snoozeOf('2026-10-23T20:00Z', {}, berlin),
    '2026-10-24',
    3,
    ['2026-10-24T20:00Z', '2026-10-25T21:00Z', '2026-10-26T21:00Z'],
  ],
  [
    'in the hour that a spring night does not have, an hour later by the clocks',
    snoozeOf('2026-03-28T01:30Z', {}, berlin),
    '2026-03-28',
    3,
    ['2026-03-28T01:30Z', '2026-03-29T01:30Z', '2026-03-30T00:30Z'],
  ],
  [
    'in the hour that an autumn night has twice, in the first',
    snoozeOf('2026-10-24T00:30Z', {}, berlin),
    '2026-10-24',
    3,
    ['2026-10-24T00:30Z', '2026-10-25T00:30Z', '2026-10-26T01:30Z'],
  ],
  [
    'on the weekdays of its own time zone',
    // Monday, 23:30 in New York; in UTC that is a Tuesday.
    snoozeOf(
      '2026-01-06T04:30Z',
      { frequency: 'weekly', weekdays: ['MO'] },
      { timezone: 'America/New_York' },
    ),
    '2026-01-01',
    2,
    ['2026-01-06T04:30Z', '2026-01-13T04:30Z'],
  ],
];

for (const [what, snooze, from, most, expected] of rows) {
  test(`a snooze begins ${what}`, () => assert.deepEqual(begins(snooze, from, most), expected));
}

test('a snooze found from far away begins when it does by counting from its start', () => {
  for (const frequency of ['daily', 'weekly', 'monthly', 'yearly'] as const) {
    for (const interval of [1, 2, 5]) {
      for (const timezone of ['UTC', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Europe/Berlin']) {
        const snooze = snoozeOf('2020-01-31T10:00Z', { frequency, interval }, { timezone });
        const counted = snoozeOf('2020-01-31T10:00Z', { frequency, interval, count: 5000 }, { timezone });
        const from = '2029-06-15T03:00Z';
        assert.deepEqual(
          begins(snooze, from, 3),
          begins(counted, from, 3),
          `${frequency} ${interval} ${timezone}`,
        );
      }
    }
  }
});

test('a snooze is on from its first moment to before its last', () => {
  const snooze = snoozeOf('2026-01-05T10:00Z', {});
  const begin = at('2026-01-06T10:00Z');
  const on = { since: begin, until: begin + hour };
  assert.deepEqual(snoozeAt(snooze, begin - 1), { active: undefined, next: begin });
  assert.deepEqual(snoozeAt(snooze, begin), { active: on, next: begin + day });
  assert.deepEqual(snoozeAt(snooze, begin + hour - 1), { active: on, next: begin + day });
  assert.deepEqual(snoozeAt(snooze, begin + hour), { active: undefined, next: begin + day });
});

test('a snooze that is on while the clocks change lasts as long as it says', () => {
  const snooze = snoozeOf('2026-03-28T22:00Z', undefined, { ...berlin, duration: 8 * hour });
  assert.equal(snoozeAt(snooze, at('2026-03-29T05:59Z')).active?.until, at('2026-03-29T06:00Z'));
});

test('a beginning that was ended by hand does not count', () => {
  const begin = at('2026-01-06T10:00Z');
  const snooze = snoozeOf('2026-01-05T10:00Z', {}, { skipped: [begin] });
  assert.deepEqual(snoozeAt(snooze, begin + 1), { active: undefined, next: begin + day });
});

test('of several snoozes the one that ends last counts, and the next change is the first of all', () => {
  const short = snoozeOf('2026-01-05T10:00Z');
  const long = snoozeOf('2026-01-05T10:30Z', undefined, { duration: 2 * hour });
  const later = snoozeOf('2026-01-05T12:00Z', {});
  const now = at('2026-01-05T10:45Z');
  assert.deepEqual(snoozedAt([short, long, later], now), {
    until: at('2026-01-05T12:30Z'),
    changesAt: at('2026-01-05T11:00Z'),
  });
  assert.deepEqual(snoozedAt([], now), { until: undefined, changesAt: Number.POSITIVE_INFINITY });
  assert.deepEqual(withoutExpired([short, long, later], at('2026-01-05T11:00Z')), [long, later]);
});
