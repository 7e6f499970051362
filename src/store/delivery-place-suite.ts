import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  commit,
  delivered,
  eventRow,
  eventRows,
  failedAttempt,
  hashOf,
  START,
  superseded,
  waitingSeqs,
} from './delivery-rows-for-test.ts';
import type { EventKind } from './delivery-store.ts';
import type { OpenForTest } from './store-suite.ts';

const keptPlaces: { what: string; older: EventKind; newer: EventKind; why: 'newer' | 'over' | 'moot' }[] = [
  { what: 'an acknowledge by a newer one', older: 'acknowledge', newer: 'acknowledge', why: 'newer' },
  { what: 'a resolve by a newer one', older: 'resolve', newer: 'resolve', why: 'newer' },
  { what: 'a trigger by its resolve', older: 'trigger', newer: 'resolve', why: 'over' },
  { what: 'a trigger that is over', older: 'trigger', newer: 'trigger', why: 'over' },
  { what: 'a trigger that is moot', older: 'trigger', newer: 'trigger', why: 'moot' },
];

/** What `DeliveryStore` promises of the order in which events wait, as tests. */
export function deliveryPlaceSuite(open: OpenForTest): void {
  test('rule 4: a trigger stands where the oldest one stood that it has replaced, and behind nothing else', async (t) => {
    const { store, reopen } = await open(t);
    await commit(store.delivery, { accepted: eventRows(1, 6), settled: [superseded(2, 4)] });
    assert.deepEqual(await waitingSeqs(store.delivery), [1, 4, 3, 5, 6]);
    await commit(store.delivery, { settled: [superseded(4, 5)] });
    const { delivery } = await reopen();
    assert.deepEqual(await waitingSeqs(delivery), [1, 5, 3, 6]);
    assert.deepEqual([...(await delivery.loadWaiting(0, 10)).seq], [1, 3, 6]);
    assert.deepEqual(await delivery.loadMerged(0, 10), {
      seq: Float64Array.of(5),
      place: Float64Array.of(2),
      targetId: Uint32Array.of(1),
      hash: Uint8Array.of(...hashOf(5)),
      kind: Uint8Array.of(0),
      severity: Uint8Array.of(0),
      once: Uint8Array.of(0),
      waitingSince: Float64Array.of(START + 2000),
      attempts: new Uint32Array(1),
      failed: new Uint32Array(1),
      held: new Uint32Array(1),
    });
    await commit(delivery, { settled: [delivered(5)] });
    assert.deepEqual([...(await delivery.loadMerged(0, 10)).seq], []);
  });

  test('rule 4: a trigger that has an older place keeps it when it replaces one that stands behind it', async (t) => {
    const { delivery } = (await open(t)).store;
    await commit(delivery, { accepted: eventRows(1, 4) });
    await commit(delivery, { settled: [superseded(1, 3), superseded(2, 3), superseded(4, 3)] });
    const { seq, place } = await delivery.loadMerged(0, 10);
    assert.deepEqual([...seq, ...place], [3, 1]);
  });

  test('rule 4: an older trigger that takes the place of a newer one stays where it is', async (t) => {
    const { delivery } = (await open(t)).store;
    await commit(delivery, { accepted: eventRows(1, 3), settled: [superseded(3, 1)] });
    assert.deepEqual([...(await delivery.loadWaiting(0, 10)).seq], [1, 2]);
    assert.equal((await delivery.loadMerged(0, 10)).seq.length, 0);
  });

  for (const { what, older, newer, why } of keptPlaces) {
    test(`rule 4: superseding ${what} moves nothing`, async (t) => {
      const { delivery } = (await open(t)).store;
      const accepted = [eventRow(1, { kind: older }), eventRow(2), eventRow(3, { kind: newer })];
      await commit(delivery, { accepted, settled: [superseded(1, 3, why)] });
      assert.deepEqual([...(await delivery.loadWaiting(0, 10)).seq], [2, 3]);
      assert.equal((await delivery.loadMerged(0, 10)).seq.length, 0);
    });
  }

  test('moved events are loaded in the order of their places, from above one and no more than asked for', async (t) => {
    const { delivery } = (await open(t)).store;
    await commit(delivery, {
      accepted: eventRows(1, 8),
      settled: [superseded(1, 8), superseded(2, 6), superseded(3, 7), superseded(4, 5)],
    });
    const pages = [
      [0, 2],
      [2, 2],
      [4, 2],
      [1, 10],
    ] as const;
    const loaded = pages.map(async ([after, limit]) => [...(await delivery.loadMerged(after, limit)).seq]);
    assert.deepEqual(await Promise.all(loaded), [[8, 6], [7, 5], [], [6, 7, 5]]);
    assert.equal((await delivery.loadWaiting(0, 10)).seq.length, 0);
  });

  test('an event keeps its place when it waits again, and when it goes to another target', async (t) => {
    const { delivery } = (await open(t)).store;
    await commit(delivery, { accepted: eventRows(1, 3), settled: [superseded(1, 3)] });
    const trouble = { failed: 2, held: 1 };
    await commit(delivery, { settled: [{ seq: 3, at: START, attempt: failedAttempt(4), trouble }] });
    await delivery.moveWaiting([{ seq: 3, targetId: 9, hash: hashOf(77) }]);
    const { seq, place, targetId, hash, attempts, failed, held } = await delivery.loadMerged(0, 10);
    assert.deepEqual([...seq, ...place, ...targetId, ...attempts, ...failed, ...held], [3, 1, 9, 4, 2, 1]);
    assert.deepEqual(hash, hashOf(77));
  });
}
