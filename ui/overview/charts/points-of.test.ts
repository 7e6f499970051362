import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAt, readingWith } from '../reading-for-tests.ts';
import { pointsOf } from './points-of.ts';

const now = Date.parse(readAt);
/** A sample that was taken so many minutes ago. */
const sample = (minutes: number, more: object = {}) => ({
  at: new Date(now - minutes * 60_000).toISOString(),
  events: 0,
  oldest_seconds: 0,
  delivered: 1,
  failed: 0,
  ...more,
});

test('an hour is shown by the minute, and the minute that runs is among it with what no sample has yet', () => {
  const history = [sample(61), sample(2, { events: 4, oldest_seconds: 3 }), sample(1, { failed: 2 })];
  const overview = { history, delivered: 8, failed_attempts: 3 };
  const points = pointsOf(
    readingWith(overview, { backlog: { events: 1, lanes: 1, oldest_seconds: 9 } }),
    'hour',
  );
  assert.deepEqual(
    points.map(({ at, ...rest }) => [(now - at) / 60_000, rest]),
    [
      [3, { events: 4, oldest: 3000, delivered: 1, failed: 0 }],
      [2, { events: 0, oldest: 0, delivered: 1, failed: 2 }],
      [1, { events: 1, oldest: 9000, delivered: 5, failed: 1 }],
    ],
  );
});

test('a day is gathered in quarters of an hour: the most that waited, the sum of what was delivered', () => {
  const history = Array.from({ length: 30 }, (_, index) => sample(30 - index, { events: index }));
  const points = pointsOf(readingWith({ history, delivered: 30 }), 'day');
  assert.deepEqual(
    points.map(({ at, events, delivered }) => [(now - at) / 60_000, events, delivered]),
    [
      [45, 0, 1],
      [30, 15, 15],
      [15, 29, 14],
    ],
  );
});

test('nothing has happened: the running minute alone', () => {
  assert.equal(pointsOf(readingWith(), 'hour').length, 1);
});
