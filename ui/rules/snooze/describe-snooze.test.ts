import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeSnooze, type ShownSnooze } from './describe-snooze.ts';

const snooze: ShownSnooze = {
  id: 's',
  start: '2026-12-24T17:00:00.000Z',
  duration: 7_200_000,
  timezone: 'Europe/Berlin',
  active_until: null,
  next: null,
  recurrence: null,
};
const weekly = { frequency: 'weekly' as const, interval: 1 };

const rows: [given: Partial<ShownSnooze>, words: string][] = [
  [{ id: null }, 'Snoozed by hand'],
  [{}, 'Once, 2026-12-24 18:00 (Europe/Berlin), for 2 h'],
  [
    { recurrence: { ...weekly, weekdays: ['MO', 'FR'] } },
    'Every week on Mon, Fri at 18:00 (Europe/Berlin), for 2 h',
  ],
  [
    { recurrence: { ...weekly, frequency: 'monthly', interval: 2, weekdays: ['+1MO'], count: 3 } },
    'Every 2 months on +1Mon at 18:00 (Europe/Berlin), for 2 h, 3 times altogether',
  ],
  [
    { recurrence: { ...weekly, frequency: 'daily', until: '2027-01-06T22:59:00.000Z' } },
    'Every day at 18:00 (Europe/Berlin), for 2 h, until 2027-01-06',
  ],
];
for (const [given, words] of rows) {
  test(words, () => assert.equal(describeSnooze({ ...snooze, ...given }), words));
}
