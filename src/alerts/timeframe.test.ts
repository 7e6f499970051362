import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Timeframe } from './rule-action.ts';
import { isInTimeframe } from './timeframe.ts';

const office: Timeframe = { days: [1, 2, 3, 4, 5], start: '08:00', end: '17:00', timezone: 'Europe/Berlin' };
const night: Timeframe = { days: [5], start: '22:00', end: '06:00', timezone: 'UTC' };
const evening: Timeframe = { days: [], start: '18:00', end: '24:00', timezone: 'UTC' };

const rows: [name: string, timeframe: Timeframe, time: string, isIn: boolean][] = [
  ['the first minute, in winter', office, '2026-11-27T07:00:00Z', true],
  ['the minute before', office, '2026-11-27T06:59:59Z', false],
  ['the last minute', office, '2026-11-27T15:59:59Z', true],
  ['the first minute after', office, '2026-11-27T16:00:00Z', false],
  ['the first minute, in summer', office, '2026-07-24T06:00:00Z', true],
  ['another day', office, '2026-11-28T10:00:00Z', false],
  ['a day that has begun there, and not here', { ...office, start: '00:00' }, '2026-11-29T23:30:00Z', true],
  ['hours past midnight', night, '2026-11-27T23:00:00Z', true],
  ['hours past midnight belong to the day on which they began', night, '2026-11-28T05:59:00Z', true],
  ['the morning before them', night, '2026-11-27T05:00:00Z', false],
  ['the end of the day', evening, '2026-11-29T23:59:59Z', true],
  ['an end at midnight', { ...evening, end: '00:00' }, '2026-11-29T23:59:59Z', true],
];
for (const [name, timeframe, time, isIn] of rows) {
  test(`the hours of an action: ${name}`, () =>
    assert.equal(isInTimeframe(timeframe, Date.parse(time)), isIn));
}
