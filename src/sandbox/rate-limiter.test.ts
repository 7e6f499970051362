import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RateLimiter } from './rate-limiter.ts';

function takeMany(limiter: RateLimiter, key: string, times: number, now: number): number {
  let taken = 0;
  for (let n = 0; n < times; n += 1) taken += limiter.take(key, now) ? 1 : 0;
  return taken;
}

test('a key gets its limit in a minute, and a call back for each one that grows older than a minute', () => {
  const limiter = new RateLimiter(120, 10);
  assert.equal(takeMany(limiter, 'a', 100, 0), 100);
  assert.equal(takeMany(limiter, 'a', 50, 30_000), 20);
  assert.equal(takeMany(limiter, 'a', 1, 59_999), 0);
  assert.equal(takeMany(limiter, 'a', 150, 60_000), 100);
  assert.equal(takeMany(limiter, 'a', 50, 90_000), 20);
});

test('refused calls do not count', () => {
  const limiter = new RateLimiter(2, 10);
  assert.equal(takeMany(limiter, 'a', 1000, 0), 2);
  assert.equal(takeMany(limiter, 'a', 1000, 59_000), 0);
  assert.equal(takeMany(limiter, 'a', 2, 60_000), 2);
});

test('keys do not share a limit', () => {
  const limiter = new RateLimiter(1, 10);
  assert.equal(limiter.take('a', 0), true);
  assert.equal(limiter.take('b', 0), true);
  assert.equal(limiter.take('a', 0), false);
});

test('without a limit every call passes', () => {
  assert.equal(takeMany(new RateLimiter(null, 10), 'a', 1000, 0), 1000);
});

test('a lowered limit counts the calls of the last minute', () => {
  const limiter = new RateLimiter(120, 10);
  takeMany(limiter, 'a', 60, 0);
  limiter.limit = 60;
  assert.equal(limiter.take('a', 59_999), false);
  assert.equal(limiter.take('a', 60_000), true);
});

test('a clock that is set back by an hour does not shut a key out', () => {
  const limiter = new RateLimiter(1, 10);
  limiter.take('a', 3_600_000);
  assert.equal(limiter.take('a', 0), true);
});

test('a high limit holds over many windows', () => {
  const limiter = new RateLimiter(1000, 10);
  let taken = 0;
  for (let now = 0; now < 600_000; now += 10) taken += limiter.take('a', now) ? 1 : 0;
  assert.equal(taken, 10_000);
});

test('it keeps no more keys than it may, the quiet ones going first', () => {
  const limiter = new RateLimiter(1, 100);
  limiter.take('quiet', 0);
  limiter.take('busy', 50_000);
  for (let n = 0; n < 98; n += 1) limiter.take(`k${n}`, 61_000);
  assert.equal(limiter.keys, 100);
  limiter.take('one more', 61_000);
  assert.ok(limiter.keys <= 100);
  for (let n = 0; n < 1000; n += 1) limiter.take(`many ${n}`, 61_000);
  assert.ok(limiter.keys <= 100);
});

test('a key that was called in the last minute is not forgotten for one that was not', () => {
  const limiter = new RateLimiter(1, 10);
  for (let n = 0; n < 9; n += 1) limiter.take(`quiet ${n}`, 0);
  limiter.take('busy', 50_000);
  limiter.take('new', 61_000);
  assert.equal(limiter.take('busy', 61_000), false);
});
