import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  commit,
  delivered,
  eventRow,
  eventRows,
  hashOf,
  START,
  superseded,
  waitingSeqs,
} from './delivery-rows-for-test.ts';
import type { EventRow, LoggedEventDetails } from './delivery-store.ts';
import type { OpenForTest } from './store-suite.ts';

const rows: { what: string; row: EventRow }[] = [
  {
    what: 'every field filled',
    row: eventRow(1, { notes: ['cut', '🚨 "quoted"'], resendOf: 7, once: true }),
  },
  { what: 'no severity', row: eventRow(1, { kind: 'resolve', severity: null }) },
  {
    what: 'no dedup key',
    row: eventRow(1, { kind: 'change', dedupKey: null, severity: null, hash: new Uint8Array(12) }),
  },
  {
    what: 'the last of the kinds and severities',
    row: eventRow(1, { kind: 'acknowledge', severity: 'info' }),
  },
  {
    what: 'texts of other scripts, emoji and quotes',
    row: eventRow(1, { connectorId: '夜勤', source: `'";--`, dedupKey: '👩🏽‍🚒 \u0000 é' }),
  },
  { what: 'a body of 500,000 bytes', row: eventRow(1, { body: `{"x":"${'é'.repeat(250_000)}"}` }) },
  { what: 'empty texts', row: eventRow(1, { connectorId: '', source: '', dedupKey: '', body: '' }) },
  {
    what: 'a hash of zeroes and bytes of every kind',
    row: eventRow(1, { hash: Uint8Array.of(0, 255, 128, 127, 1, 0, 0, 10, 13, 39, 34, 0) }),
  },
  {
    what: 'the largest numbers',
    row: eventRow(Number.MAX_SAFE_INTEGER, { acceptedAt: 8_640_000_000_000_000, targetId: 2 ** 32 - 1 }),
  },
];

/** What `DeliveryStore` promises of accepting events, and of what waits after a start, as tests. */
export function deliveryAcceptSuite(open: OpenForTest): void {
  for (const { what, row } of rows) {
    test(`an event with ${what} comes back as it was accepted, and waits`, async (t) => {
      const { delivery } = (await open(t)).store;
      await commit(delivery, { accepted: [row] });
      const { hash, ...shown } = row;
      const expected: LoggedEventDetails = {
        ...shown,
        state: 'waiting',
        reason: null,
        why: null,
        by: null,
        settledAt: null,
        attempts: 0,
        merged: 0,
        attemptLog: [],
        resentAs: [],
      };
      assert.deepEqual(await delivery.event(row.seq), expected);
      assert.deepEqual([...(await delivery.bodies(Float64Array.of(row.seq), 10))], [row.body]);
      const waiting = await delivery.loadWaiting(0, 10);
      assert.deepEqual([...waiting.seq], [row.seq]);
      assert.deepEqual([...waiting.targetId], [row.targetId]);
      assert.deepEqual(waiting.hash, new Uint8Array(hash));
      assert.deepEqual([...waiting.waitingSince], [row.acceptedAt]);
      assert.deepEqual([...waiting.once], [row.once ? 1 : 0]);
    });
  }

  test('what waits is loaded as columns, in rising order, from above a number and no more than asked for', async (t) => {
    const { delivery } = (await open(t)).store;
    await commit(delivery, {
      accepted: [
        eventRow(3),
        eventRow(5, { targetId: 9, kind: 'acknowledge', severity: null, once: true }),
        eventRow(8, { kind: 'resolve', severity: null }),
        eventRow(9, { kind: 'change', severity: 'info', dedupKey: null }),
        eventRow(12, { severity: 'warning' }),
      ],
    });
    assert.deepEqual(await delivery.loadWaiting(3, 3), {
      seq: Float64Array.of(5, 8, 9),
      place: Float64Array.of(5, 8, 9),
      targetId: Uint32Array.of(9, 1, 1),
      hash: Uint8Array.of(...hashOf(5), ...hashOf(8), ...hashOf(9)),
      kind: Uint8Array.of(1, 2, 3),
      severity: Uint8Array.of(0, 0, 3),
      once: Uint8Array.of(1, 0, 0),
      waitingSince: Float64Array.of(START + 5000, START + 8000, START + 9000),
      attempts: new Uint32Array(3),
      failed: new Uint32Array(3),
      held: new Uint32Array(3),
    });
    const { seq, severity } = await delivery.loadWaiting(9, 3);
    assert.deepEqual([[...seq], [...severity]], [[12], [2]]);
    assert.equal((await delivery.loadWaiting(12, 3)).seq.length, 0);
    assert.equal((await delivery.loadWaiting(12, 3)).hash.length, 0);
  });

  test('times are kept to the millisecond', async (t) => {
    const { delivery } = (await open(t)).store;
    await commit(delivery, { accepted: [eventRow(1, { acceptedAt: START + 0.9 })] });
    await commit(delivery, { settled: [delivered(1, { startedAt: START + 1.9, duration: 2.5 })] });
    const event = await delivery.event(1);
    assert.equal(event?.acceptedAt, START);
    assert.equal(event?.attemptLog[0]?.startedAt, START + 1);
    assert.equal(event?.attemptLog[0]?.duration, 3);
  });

  test('rule 1: a batch with one event that can not be kept is not kept at all, and the next one is', async (t) => {
    const { delivery } = (await open(t)).store;
    await commit(delivery, { accepted: [eventRow(1)] });
    const accepted = [eventRow(2), eventRow(3), eventRow(1)];
    await assert.rejects(commit(delivery, { accepted, settled: [delivered(1)] }), { name: 'StoreError' });
    assert.deepEqual(await waitingSeqs(delivery), [1]);
    assert.equal(await delivery.event(2), undefined);
    assert.deepEqual(await delivery.counts(), { waiting: 1, deadLetters: 0, open: 0 });
    await commit(delivery, { accepted: [eventRow(2), eventRow(3)], settled: [delivered(1)] });
    assert.deepEqual(await waitingSeqs(delivery), [2, 3]);
    assert.deepEqual(await delivery.counts(), { waiting: 2, deadLetters: 0, open: 0 });
  });

  for (const [what, row] of [
    ['a number with a fraction', { targetId: 1.5 }],
    ['a number beyond 2^53', { acceptedAt: 2 ** 60 }],
    ['a hash of another length', { hash: new Uint8Array(11) }],
  ] satisfies [string, Partial<EventRow>][]) {
    test(`an event with ${what} is not kept`, async (t) => {
      const { delivery } = (await open(t)).store;
      await assert.rejects(commit(delivery, { accepted: [eventRow(1), eventRow(2, row)] }));
      assert.deepEqual(await waitingSeqs(delivery), []);
    });
  }

  test('committing nothing does nothing', async (t) => {
    const { delivery } = (await open(t)).store;
    await commit(delivery, {});
    assert.deepEqual(await delivery.counts(), { waiting: 0, deadLetters: 0, open: 0 });
  });

  test('bodies come in the order asked for, with null where there is none', async (t) => {
    const { delivery } = (await open(t)).store;
    await commit(delivery, { accepted: eventRows(1, 4) });
    const { body: one } = eventRow(1);
    const { body: four } = eventRow(4);
    assert.deepEqual([...(await delivery.bodies(Float64Array.of(4, 9, 1), 1000))], [four, null, one]);
    assert.deepEqual([...(await delivery.bodies(new Float64Array(0), 1000))], []);
  });

  test('bodies stop before the bytes that were asked for are passed, but one is always given', async (t) => {
    const { delivery } = (await open(t)).store;
    const body = '"é67"';
    await commit(delivery, { accepted: eventRows(1, 4, { body }) });
    const seqs = Float64Array.of(1, 2, 3, 4);
    for (const [maxBytes, count] of [
      [0, 1],
      [11, 1],
      [12, 2],
      [17, 2],
      [18, 3],
      [24, 4],
    ] satisfies [number, number][]) {
      assert.equal((await delivery.bodies(seqs, maxBytes)).length, count, `${maxBytes} bytes`);
    }
  });

  test('rule 15: a life that was not ended is told by the next, and marks what waited in it for good', async (t) => {
    const { store, reopen } = await open(t);
    const first = await store.delivery.begin();
    assert.deepEqual(first, { clean: true, newestSeq: 0, newestTime: 0, uncleanSeq: 0 });
    await commit(store.delivery, { accepted: eventRows(1, 3) });
    const newestTime = START + 3000;
    const second = await (await reopen()).delivery.begin();
    assert.deepEqual(second, { clean: false, newestSeq: 3, newestTime, uncleanSeq: 3 });
    const third = await reopen();
    await third.delivery.begin();
    await commit(third.delivery, { accepted: [eventRow(4)] });
    await third.delivery.end();
    const fourth = await (await reopen()).delivery.begin();
    assert.deepEqual(fourth, { clean: true, newestSeq: 4, newestTime: START + 4000, uncleanSeq: 3 });
  });

  test('rule 20: the newest time is the newest of all, whatever it was the time of', async (t) => {
    const { delivery } = (await open(t)).store;
    await commit(delivery, { accepted: eventRows(1, 2) });
    await commit(delivery, { settled: [{ ...delivered(1), at: START + 50_000 }] });
    assert.equal((await delivery.begin()).newestTime, START + 50_000);
    await commit(delivery, { open: [{ change: 'open', seq: 1, instead: null, at: START + 60_000 }] });
    await commit(delivery, { settled: [delivered(2)] });
    assert.equal((await delivery.begin()).newestTime, START + 60_000);
  });

  test('what waits and what may be open is there after the store was opened again, and counted', async (t) => {
    const { store, reopen } = await open(t);
    await commit(store.delivery, {
      accepted: eventRows(1, 5),
      settled: [delivered(2), superseded(3, 4)],
      open: [{ change: 'open', seq: 2, instead: null, at: START }],
    });
    const { delivery } = await reopen();
    assert.deepEqual(await waitingSeqs(delivery), [1, 4, 5]);
    assert.deepEqual(await delivery.counts(), { waiting: 3, deadLetters: 0, open: 1 });
  });

  test('the free room of the disk is told in bytes', async (t) => {
    const { delivery } = (await open(t)).store;
    const bytes = await delivery.freeDisk();
    assert.ok(Number.isSafeInteger(bytes) && bytes > 100_000, String(bytes));
  });
}
