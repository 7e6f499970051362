import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atMost } from './at-most.ts';

test('so many run at a time, the next take their turn in order, and a longer line is sent away', async () => {
  const inTurn = atMost({ running: 2, waiting: 3 }, () => new Error('full'));
  const started: number[] = [];
  const ends: (() => void)[] = [];
  const task = (n: number) =>
    inTurn(() => {
      started.push(n);
      const { promise, resolve } = Promise.withResolvers<void>();
      ends.push(resolve);
      return promise;
    });
  const running = [0, 1, 2, 3, 4].map(task);
  assert.deepEqual(started, [0, 1]);
  await assert.rejects(task(5), { message: 'full' });
  for (const then of [
    [0, 1, 2],
    [0, 1, 2, 3],
    [0, 1, 2, 3, 4],
  ]) {
    ends.shift()?.();
    await new Promise(setImmediate);
    assert.deepEqual(started, then);
  }
  for (const end of ends) end();
  await Promise.all(running);
});

test('a task that fails gives its place on', async () => {
  const inTurn = atMost({ running: 1, waiting: 1 }, () => new Error('full'));
  await assert.rejects(
    inTurn(() => Promise.reject(new Error('broken'))),
    { message: 'broken' },
  );
  assert.equal(await inTurn(async () => 'next'), 'next');
});
