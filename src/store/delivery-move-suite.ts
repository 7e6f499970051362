import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commit, delivered, eventRows, hashOf, START } from './delivery-rows-for-test.ts';
import type { OpenForTest } from './store-suite.ts';

/** What `DeliveryStore` promises of events that go to another target, and of what they leave behind, as tests. */
export function deliveryMoveSuite(open: OpenForTest): void {
  const there = { targetId: 9, hash: hashOf(900) };

  test('rule 19: what may be open at the target that is left keeps a row there, under a number of its own', async (t) => {
    const { store, reopen } = await open(t);
    await commit(store.delivery, { accepted: eventRows(1, 3) });
    const maybe = { change: 'maybe_open', seq: 1, instead: null, at: START + 5 } as const;
    await commit(store.delivery, { open: [maybe, { change: 'acknowledged', seq: 1, at: START + 6 }] });
    const before = await store.delivery.incident(1);
    assert.ok(before);
    await store.delivery.moveWaiting([
      { seq: 1, ...there, left: { seq: 10, at: START + 7 } },
      { seq: 2, ...there, left: { seq: 11, at: START + 7.5 } },
      { seq: 3, ...there },
    ]);
    assert.equal((await store.delivery.counts()).open, 2);
    const at = { at: START + 8, instead: null };
    await commit(store.delivery, { settled: [delivered(1)], open: [{ change: 'open', seq: 1, ...at }] });
    const { delivery } = await reopen();
    assert.deepEqual(await delivery.incident(10), { ...before, seq: 10 });
    const unconfirmed = { state: 'maybe_open', lastAction: null, lastAt: START + 7 } as const;
    assert.deepEqual(await delivery.incident(11), {
      ...before,
      seq: 11,
      hash: hashOf(2),
      dedupKey: 'key 2',
      connectorId: 'on-call',
      ...unconfirmed,
    });
    assert.equal((await delivery.incident(1))?.targetId, 9);
    assert.equal((await delivery.counts()).open, 3);
    const { seq, targetId } = await delivery.loadOpen(0, 10);
    assert.deepEqual([...seq], [1, 10, 11]);
    assert.deepEqual([...targetId], [9, 1, 1]);
    assert.equal((await delivery.begin()).newestSeq, 11);
  });

  test('what does not wait any more leaves nothing behind', async (t) => {
    const { delivery } = (await open(t)).store;
    await commit(delivery, { accepted: eventRows(1, 1), settled: [delivered(1)] });
    await delivery.moveWaiting([1, 77].map((seq) => ({ seq, ...there, left: { seq: 10, at: START } })));
    assert.equal((await delivery.counts()).open, 0);
    assert.equal((await delivery.begin()).newestSeq, 1);
    assert.equal((await delivery.event(1))?.targetId, 1);
  });
}
