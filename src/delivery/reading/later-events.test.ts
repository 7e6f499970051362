import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { DeliveryStore, EventRow } from '../../store/delivery-store.ts';
import { openForTest, temporaryFolder } from '../../store/sqlite/store-for-test.ts';
import { LaterEvents } from './later-events.ts';

/** A log of events of some incidents, numbered from 1: each one's target and dedup key. */
async function logOf(
  t: TestContext,
  events: readonly (readonly [targetId: number, dedupKey: string | null])[],
) {
  const store = await openForTest(t, join(await temporaryFolder(t), 'tocsin.db'));
  const accepted = events.map(
    ([targetId, dedupKey], i): EventRow => ({
      seq: i + 1,
      targetId,
      connectorId: 'a',
      kind: dedupKey === null ? 'change' : 'trigger',
      severity: dedupKey === null ? null : 'info',
      dedupKey,
      hash: new Uint8Array(12),
      source: 'enqueue',
      acceptedAt: i,
      body: '{}',
      notes: [],
      once: false,
      resendOf: null,
    }),
  );
  await store.delivery.commit({ accepted, settled: [], open: [] });
  return store.delivery;
}

const seqsOf = (events: readonly { readonly seq: number }[]) => events.map(({ seq }) => seq);

/** The store, with a note of the steps that it was asked for. */
function watched(store: DeliveryStore, steps: unknown[]): Pick<DeliveryStore, 'events'> {
  return {
    events: (filter, before, limit) => {
      steps.push([filter, before]);
      return store.events(filter, before, limit);
    },
  };
}

test('rule 12: what came after an event is what was accepted later of the same incident', async (t) => {
  const store = await logOf(t, [
    [1, 'a'],
    [1, 'b'],
    [2, 'a'],
    [1, 'a'],
    [1, null],
    [1, 'a'],
  ]);
  const a = { targetId: 1, dedupKey: 'a' };
  const elsewhere = { targetId: 2, dedupKey: 'a' };
  const later = await LaterEvents.find(store, [a, elsewhere], 1);
  assert.deepEqual(
    [seqsOf(later.of(a, 1)), seqsOf(later.of(a, 4)), seqsOf(later.of(a, 6))],
    [[6, 4], [6], []],
  );
  assert.deepEqual(seqsOf(later.of(elsewhere, 1)), [3]);
  assert.deepEqual(later.of({ targetId: 1, dedupKey: 'never asked for' }, 1), []);
  const without = await LaterEvents.find(store, [a], 1, new Set([6]));
  assert.deepEqual(seqsOf(without.of(a, 1)), [4]);
});

test('what is never told hides nothing: of many that came later the newest are known', async (t) => {
  const store = await logOf(
    t,
    Array.from({ length: 30 }, () => [1, 'flapping'] as const),
  );
  const flapping = { targetId: 1, dedupKey: 'flapping' };
  const except = new Set(Array.from({ length: 20 }, (_, i) => i + 11));
  const later = await LaterEvents.find(store, [flapping], 1, except);
  assert.deepEqual(seqsOf(later.of(flapping, 1)), [10, 9, 8, 7]);
  assert.deepEqual(later.of(flapping, 10), []);
});

test('rule 17: the log is gone through once for all, in steps, and no further back than is asked for', async (t) => {
  const store = await logOf(
    t,
    Array.from({ length: 2100 }, (_, i) => [1, `key ${i % 700}`] as const),
  );
  const incidents = Array.from({ length: 700 }, (_, i) => ({ targetId: 1, dedupKey: `key ${i}` }));
  const steps: unknown[] = [];
  const later = await LaterEvents.find(watched(store, steps), incidents, 1400);
  assert.ok(incidents.every((incident) => later.of(incident, 1400).length === 1));
  assert.deepEqual(steps, [
    [{ targetId: 1 }, null],
    [{ targetId: 1 }, 1601],
  ]);
  const one: unknown[] = [];
  await LaterEvents.find(watched(store, one), incidents.slice(0, 1), 2099);
  assert.deepEqual(one[0], [{ targetId: 1, dedupKey: 'key 0' }, null]);
  const none: unknown[] = [];
  await LaterEvents.find(watched(store, none), [], 1);
  assert.deepEqual(none, [], 'change events have no incident');
});
