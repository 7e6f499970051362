import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CronTimes, cronFault, timezoneFault } from './cron-times.ts';

/** The moments after `from`, as ISO dates without what is the same in all. */
function momentsAfter(expression: string, timezone: string, from: string, count: number): string[] {
  const times = new CronTimes();
  const found: string[] = [];
  for (let at = Date.parse(from); found.length < count; ) {
    at = times.nextAfter(expression, timezone, at);
    found.push(new Date(at).toISOString().slice(0, 16));
  }
  return found;
}

const berlin = 'Europe/Berlin';
const newYork = 'America/New_York';

for (const [what, expression, timezone, from, expected] of [
  [
    'the night before and after clocks go forward',
    '30 3 * * *',
    berlin,
    '2026-03-28T00:00:00Z',
    ['2026-03-28T02:30', '2026-03-29T01:30', '2026-03-30T01:30'],
  ],
  [
    'a time that is skipped comes when the gap ends',
    '30 2 * * *',
    berlin,
    '2026-03-28T00:00:00Z',
    ['2026-03-28T01:30', '2026-03-29T01:00', '2026-03-30T00:30'],
  ],
  [
    'a time that is skipped comes when the gap ends',
    '30 2 * * *',
    newYork,
    '2026-03-07T00:00:00Z',
    ['2026-03-07T07:30', '2026-03-08T07:00', '2026-03-09T06:30'],
  ],
  [
    'a time that comes twice counts the first time',
    '30 2 * * *',
    berlin,
    '2026-10-24T00:00:00Z',
    ['2026-10-24T00:30', '2026-10-25T00:30', '2026-10-26T01:30'],
  ],
  [
    'a time that comes twice counts the first time',
    '30 1 * * *',
    newYork,
    '2026-10-31T00:00:00Z',
    ['2026-10-31T05:30', '2026-11-01T05:30', '2026-11-02T06:30'],
  ],
  [
    'steps go on through the hour that is skipped',
    '*/30 * * * *',
    berlin,
    '2026-03-29T00:15:00Z',
    ['2026-03-29T00:30', '2026-03-29T01:00', '2026-03-29T01:30'],
  ],
  [
    'steps go on through both hours of one name',
    '*/30 * * * *',
    berlin,
    '2026-10-24T23:45:00Z',
    ['2026-10-25T00:00', '2026-10-25T00:30', '2026-10-25T01:00', '2026-10-25T01:30', '2026-10-25T02:00'],
  ],
  [
    'every hour is one hour long',
    '0 * * * *',
    newYork,
    '2026-11-01T04:30:00Z',
    ['2026-11-01T05:00', '2026-11-01T06:00', '2026-11-01T07:00'],
  ],
  ['six fields begin with seconds', '15 0 0 * * *', 'UTC', '2026-01-01T00:00:00Z', ['2026-01-01T00:00']],
  ['names', '@daily', 'UTC', '2026-01-01T00:00:00Z', ['2026-01-02T00:00']],
  ['the first Monday', '0 9 * * 1#1', 'UTC', '2026-03-07T00:00:00Z', ['2026-04-06T09:00']],
] as const) {
  test(`${expression} in ${timezone} from ${from.slice(0, 10)}: ${what}`, () => {
    assert.deepEqual(momentsAfter(expression, timezone, from, expected.length), expected);
  });
}

for (const [expression, words] of [
  ['61 * * * *', /minute/],
  ['* * *', /five fields/],
  ['hello', /five fields/],
  ['2026-01-01T00:00:00', /five fields/],
  ['', /five fields/],
  ['* * * * * * *', /no cron expression/],
  ['@sometimes', /no cron expression/],
  ['0 0 31 2 *', /never comes/],
] as const) {
  test(`"${expression}" is refused as a cron expression`, () => {
    assert.match(cronFault(expression) ?? '', words);
  });
}

test('an expression that is one has no fault, the 29th of February too', () => {
  for (const expression of ['0 3 * * *', '0 0 29 2 *', '@weekly', '0 0 L * *', '*/10 8-18 * * MON-FRI'])
    assert.equal(cronFault(expression), undefined, expression);
});

test('time zones are those of the IANA database', () => {
  for (const timezone of ['UTC', berlin, 'Asia/Kathmandu']) assert.equal(timezoneFault(timezone), undefined);
  for (const timezone of ['', 'Europe/Nowhere', 'Berlin time'])
    assert.match(timezoneFault(timezone) ?? '', /^".*" is no time zone/);
});

test('more expressions than are remembered give the right times all the same', () => {
  const times = new CronTimes();
  const next = (n: number) => times.nextAfter(`${n % 60} ${Math.floor(n / 60)} * * *`, 'UTC', 0);
  for (const n of [...Array(300).keys(), 0, 299]) assert.equal(next(n), n === 0 ? 86_400_000 : n * 60_000);
});
