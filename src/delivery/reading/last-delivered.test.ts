import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DeliveryStore, LoggedEvent } from '../../store/delivery-store.ts';
import { LastDelivered } from './last-delivered.ts';

const event: LoggedEvent = {
  seq: 5,
  targetId: 1,
  connectorId: 'a',
  kind: 'trigger',
  severity: 'info',
  dedupKey: 'k',
  source: 'enqueue',
  acceptedAt: 900,
  once: false,
  resendOf: null,
  state: 'delivered',
  reason: null,
  why: null,
  by: null,
  settledAt: 1000,
  attempts: 1,
  merged: 0,
};

/** A log in which every step takes 100 ms, and finds something for `a` in its third step, for others never. */
function slowLog(steps = Number.POSITIVE_INFINITY) {
  let time = 0;
  const asked: string[] = [];
  const store: Pick<DeliveryStore, 'events'> = {
    events: async ({ connectorId = '', state }, before) => {
      time += 100;
      asked.push(`${connectorId} ${state} ${before}`);
      const step = before === null ? 1 : 1000 - before + 1;
      if (connectorId === 'a' && step === 3) return { rows: [event], next: 5 };
      return { rows: [], next: step >= steps ? null : 1000 - step };
    },
  };
  return { search: new LastDelivered({ store, monotonic: () => time }), asked };
}

test('a search goes on where it had to stop, and ends when something is found', async () => {
  const { search, asked } = slowLog();
  await search.search(['a'], 200);
  assert.equal(search.of('a'), null);
  await search.search(['a'], 200);
  assert.equal(search.of('a'), 1000);
  await search.search(['a'], 200);
  assert.deepEqual(asked, ['a delivered null', 'a delivered 999', 'a delivered 998']);
});

test('a search ends with the log, or after a second of searching in all', async () => {
  const short = slowLog(2);
  for (let n = 0; n < 5; n++) await short.search.search(['b'], 200);
  assert.deepEqual([short.search.of('b'), short.asked.length], [null, 2]);
  const long = slowLog();
  for (let n = 0; n < 20; n++) await long.search.search(['b'], 200);
  assert.equal(long.asked.length, 10);
});

test('all that ask at once wait for the same search, no longer than their patience', async () => {
  const { search, asked } = slowLog();
  await Promise.all([search.search(['b', 'a'], 200), search.search(['b', 'a'], 200)]);
  assert.equal(asked.length, 2);
});

test('what became of a connector that is gone is forgotten', async () => {
  const { search, asked } = slowLog();
  await search.search(['a'], 1000);
  await search.search(['b'], 100);
  assert.equal(search.of('a'), null);
  await search.search(['a'], 1000);
  assert.equal(asked.filter((each) => each === 'a delivered null').length, 2);
});
