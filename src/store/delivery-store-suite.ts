import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { deliveryAcceptSuite } from './delivery-accept-suite.ts';
import { deliveryLogSuite } from './delivery-log-suite.ts';
import { deliveryMoveSuite } from './delivery-move-suite.ts';
import { deliveryOpenSuite } from './delivery-open-suite.ts';
import { deliveryPlaceSuite } from './delivery-place-suite.ts';
import { deliveryPruneSuite } from './delivery-prune-suite.ts';
import { commit, dead, delivered, eventRows, START } from './delivery-rows-for-test.ts';
import { deliverySettleSuite } from './delivery-settle-suite.ts';
import { deliveryTargetSuite } from './delivery-target-suite.ts';
import { relayKeyStoreSuite } from './relay-key-store-suite.ts';
import type { OpenForTest } from './store-suite.ts';

/** What `DeliveryStore` promises, as tests. */
export function deliveryStoreSuite(open: OpenForTest): void {
  deliveryAcceptSuite(open);
  deliverySettleSuite(open);
  deliveryOpenSuite(open);
  deliveryLogSuite(open);
  deliveryMoveSuite(open);
  deliveryPlaceSuite(open);
  deliveryPruneSuite(open);
  deliveryTargetSuite(open);
  relayKeyStoreSuite(open);

  test('a backup holds what waits, what may be open, the log, the dead letters and the targets', async (t) => {
    const { store, openBackup } = await open(t);
    await store.delivery.addTarget({ hash: Uint8Array.of(1), url: 'https://x/', key: Uint8Array.of(2) });
    await commit(store.delivery, {
      accepted: eventRows(1, 5),
      settled: [delivered(1), dead(2)],
      open: [{ change: 'open', seq: 1, instead: null, at: START }],
    });
    const folder = await mkdtemp(join(tmpdir(), 'tocsin-backup-'));
    t.after(() => rm(folder, { recursive: true, force: true }));
    await store.backup(join(folder, 'backup'));
    const { delivery } = await openBackup(join(folder, 'backup'));
    assert.deepEqual(await delivery.counts(), { waiting: 3, deadLetters: 1, open: 1 });
    assert.deepEqual(await delivery.loadWaiting(0, 10), await store.delivery.loadWaiting(0, 10));
    assert.deepEqual(await delivery.loadMerged(0, 10), await store.delivery.loadMerged(0, 10));
    assert.deepEqual(await delivery.targets(), await store.delivery.targets());
    for (const seq of [1, 2, 3]) assert.deepEqual(await delivery.event(seq), await store.delivery.event(seq));
    assert.deepEqual(await delivery.incident(1), await store.delivery.incident(1));
  });
}
