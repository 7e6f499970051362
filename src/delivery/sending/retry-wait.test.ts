import assert from 'node:assert/strict';
import { test } from 'node:test';
import { retryWait } from './retry-wait.ts';

const rows: [failures: number, least: number, most: number][] = [
  [1, 500, 1000],
  [2, 1000, 2000],
  [3, 2000, 4000],
  [6, 16_000, 32_000],
  [7, 30_000, 60_000],
  [100, 30_000, 60_000],
  [5000, 30_000, 60_000],
];
for (const [failures, least, most] of rows) {
  test(`rule 6: failure ${failures} waits from ${least} to ${most} ms`, () => {
    assert.equal(retryWait(failures, 0), least);
    assert.equal(retryWait(failures, 1), most);
  });
}

test('rule 6: a longer Retry-After is waited for, a shorter one shortens nothing', () => {
  assert.equal(retryWait(1, 0, 300_000), 300_000);
  assert.equal(retryWait(7, 0, 10), 30_000);
});
