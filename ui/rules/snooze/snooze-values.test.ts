import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeOf, faultsOf, type SnoozeChange, type SnoozeValues } from './snooze-values.ts';

const values: SnoozeValues = {
  kind: 'now',
  length: '3600',
  amount: '2',
  unit: 'h',
  start: '2026-12-24T18:00',
  timezone: 'Europe/Berlin',
  repeat: 'once',
  every: '1',
  weekdays: [],
  ends: 'never',
  endDay: '',
  times: '',
};
const scheduled = { kind: 'schedule' } as const;
const schedule = { start: '2026-12-24T17:00:00.000Z', duration: '2h', timezone: 'Europe/Berlin' };

const rows: [what: string, given: Partial<SnoozeValues>, change: SnoozeChange][] = [
  ['an hour from now', {}, { action: 'snooze', seconds: 3600 }],
  [
    'another time from now',
    { length: 'custom', amount: '3', unit: 'd' },
    { action: 'snooze', seconds: 259_200 },
  ],
  ['for ever, which is muting', { length: 'forever' }, { action: 'mute' }],
  ['once, later', scheduled, { action: 'snooze', schedule }],
  [
    'every second week on days in their order, some times',
    { ...scheduled, repeat: 'w', every: '2', weekdays: ['FR', 'MO'], ends: 'after', times: '5' },
    {
      action: 'snooze',
      schedule: { ...schedule, recurring: { every: '2w', onWeekDay: ['MO', 'FR'], occurrences: 5 } },
    },
  ],
  [
    'daily, to the end of a day where the rule is',
    { ...scheduled, repeat: 'd', weekdays: ['MO'], ends: 'on', endDay: '2027-01-06' },
    {
      action: 'snooze',
      schedule: { ...schedule, recurring: { every: '1d', end: '2027-01-06T22:59:00.000Z' } },
    },
  ],
];
for (const [what, given, change] of rows) {
  test(`a snooze: ${what}`, () => {
    assert.deepEqual(faultsOf({ ...values, ...given }), {});
    assert.deepEqual(changeOf({ ...values, ...given }), change);
  });
}

const faulty: [given: Partial<SnoozeValues>, faults: string[]][] = [
  [{ length: 'custom', amount: '0' }, ['amount']],
  [{ ...scheduled, amount: 'two', start: '' }, ['amount', 'start']],
  [{ ...scheduled, repeat: 'w', every: '', ends: 'on' }, ['every', 'endDay']],
  [{ ...scheduled, repeat: 'd', ends: 'after', times: '1.5' }, ['times']],
  [{ start: '', amount: '' }, []],
];
for (const [given, faults] of faulty) {
  test(`what is wrong with ${JSON.stringify(given)}: ${faults.join(', ') || 'nothing'}`, () => {
    assert.deepEqual(Object.keys(faultsOf({ ...values, ...given })), faults);
  });
}
