import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  attemptRow,
  commit,
  dead,
  delivered,
  eventRow,
  eventRows,
  failedAttempt,
  START,
  seqsOf,
  superseded,
  waitingSeqs,
} from './delivery-rows-for-test.ts';
import type { AttemptRow, Settlement } from './delivery-store.ts';
import type { OpenForTest } from './store-suite.ts';

const lastAttempts: { what: string; attempt: AttemptRow }[] = [
  { what: 'delivered at once', attempt: attemptRow() },
  { what: 'delivered by a server that said nothing', attempt: attemptRow({ answer: null, status: null }) },
  { what: 'delivered with something to say', attempt: attemptRow({ message: 'odd', errors: ['a', 'b'] }) },
];

/** What `DeliveryStore` promises of how attempts and events end, as tests. */
export function deliverySettleSuite(open: OpenForTest): void {
  for (const { what, attempt } of lastAttempts) {
    test(`an event that was ${what} waits no more, and shows its attempt`, async (t) => {
      const { delivery } = (await open(t)).store;
      await commit(delivery, { accepted: eventRows(1, 3) });
      await commit(delivery, { settled: [{ seq: 2, at: START + 7, attempt, end: { state: 'delivered' } }] });
      assert.deepEqual(await waitingSeqs(delivery), [1, 3]);
      const { state, settledAt, attempts, attemptLog, reason, why, by } = (await delivery.event(2)) ?? {};
      assert.deepEqual(
        { state, settledAt, attempts, attemptLog, reason, why, by },
        {
          state: 'delivered',
          settledAt: START + 7,
          attempts: 1,
          attemptLog: [attempt],
          reason: null,
          why: null,
          by: null,
        },
      );
    });
  }

  test('an event whose attempt failed waits again, with its attempt, its reason and its trouble', async (t) => {
    const { store, reopen } = await open(t);
    await commit(store.delivery, { accepted: eventRows(1, 2) });
    const trouble = { failed: 2, held: 1 };
    const settlement: Settlement = { seq: 1, at: START, attempt: failedAttempt(3), trouble };
    await commit(store.delivery, { settled: [settlement] });
    const { delivery } = await reopen();
    const waiting = await delivery.loadWaiting(0, 10);
    assert.deepEqual(
      [[...waiting.seq], [...waiting.attempts], [...waiting.failed], [...waiting.held]],
      [
        [1, 2],
        [3, 0],
        [2, 0],
        [1, 0],
      ],
    );
    const event = await delivery.event(1);
    assert.deepEqual(event?.attemptLog, [failedAttempt(3)]);
    assert.equal(event?.state, 'waiting');
    assert.equal(event?.attempts, 3);
    assert.equal(event?.reason, 'throttled');
    assert.equal(event?.settledAt, null);
  });

  test('trouble that is not told stays as it was', async (t) => {
    const { delivery } = (await open(t)).store;
    await commit(delivery, { accepted: [eventRow(1)] });
    const trouble = { failed: 2, held: 1 };
    await commit(delivery, { settled: [{ seq: 1, at: START, attempt: failedAttempt(1), trouble }] });
    await commit(delivery, { settled: [{ seq: 1, at: START, attempt: failedAttempt(2) }] });
    const { attempts, failed, held } = await delivery.loadWaiting(0, 10);
    assert.deepEqual([...attempts, ...failed, ...held], [2, 2, 1]);
  });

  test('the reason of an event that waits is that of its last attempt', async (t) => {
    const { delivery } = (await open(t)).store;
    await commit(delivery, { accepted: [eventRow(1)] });
    for (const [n, reason] of [
      [1, 'throttled'],
      [2, 'timeout'],
    ] as const) {
      await commit(delivery, { settled: [{ seq: 1, at: START, attempt: { ...failedAttempt(n), reason } }] });
    }
    assert.equal((await delivery.event(1))?.reason, 'timeout');
    assert.equal((await delivery.events({}, null, 1)).rows[0]?.reason, 'timeout');
  });

  for (const { last, kept } of [
    { last: 20, kept: [1, 20] },
    { last: 21, kept: [1, 10, 12, 21] },
    { last: 50, kept: [1, 10, 41, 50] },
  ]) {
    test(`rule 13: of ${last} attempts the first ten, the last ten and the number are kept`, async (t) => {
      const { delivery } = (await open(t)).store;
      await commit(delivery, { accepted: [eventRow(1)] });
      const [from1 = 1, to1 = last, from2 = last + 1, to2 = last] = kept;
      const expected = Array.from({ length: last }, (_, i) => i + 1).filter(
        (n) => (n >= from1 && n <= to1) || (n >= from2 && n <= to2),
      );
      for (let n = 1; n <= last; n++) {
        await commit(delivery, { settled: [{ seq: 1, at: START, attempt: failedAttempt(n) }] });
      }
      const waiting = await delivery.event(1);
      assert.deepEqual(
        waiting?.attemptLog.map(({ n }) => n),
        expected,
      );
      assert.equal(waiting?.attempts, last);
    });
  }

  test('rule 13: the attempt that ends an event is one of its last ten', async (t) => {
    const { delivery } = (await open(t)).store;
    await commit(delivery, { accepted: [eventRow(1)] });
    const settled = Array.from({ length: 24 }, (_, i) => ({
      seq: 1,
      at: START,
      attempt: failedAttempt(i + 1),
    }));
    await commit(delivery, { settled: [...settled, delivered(1, { n: 25 })] });
    const event = await delivery.event(1);
    assert.equal(event?.attempts, 25);
    const numbers = event?.attemptLog.map(({ n }) => n);
    assert.deepEqual(numbers, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25]);
    assert.deepEqual(event?.attemptLog.at(-1), attemptRow({ n: 25 }));
  });

  for (const why of ['newer', 'over'] as const) {
    test(`rule 10: an event that is superseded (${why}) hands on its age and the number of those before it`, async (t) => {
      const { delivery } = (await open(t)).store;
      await commit(delivery, { accepted: eventRows(1, 4) });
      await commit(delivery, {
        settled: [superseded(1, 2, why), superseded(3, 2, why), superseded(2, 4, why)],
      });
      const waiting = why === 'newer' ? delivery.loadMerged(0, 10) : delivery.loadWaiting(0, 10);
      const { seq, waitingSince } = await waiting;
      assert.deepEqual([[...seq], [...waitingSince]], [[4], [START + 1000]]);
      assert.equal((await delivery.event(4))?.merged, 3);
      await commit(delivery, { settled: [delivered(4)] });
      assert.equal((await delivery.event(4))?.merged, 3);
      const {
        state,
        why: kept,
        by,
        settledAt,
        merged,
        attempts,
        attemptLog,
      } = (await delivery.event(2)) ?? {};
      assert.deepEqual(
        { state, why: kept, by, settledAt, merged, attempts, attemptLog },
        { state: 'superseded', why, by: 4, settledAt: START + 6000, merged: 2, attempts: 0, attemptLog: [] },
      );
    });
  }

  test('rule 10: an event that is moot hands on nothing', async (t) => {
    const { delivery } = (await open(t)).store;
    await commit(delivery, { accepted: eventRows(1, 2) });
    await commit(delivery, { settled: [superseded(1, 2, 'moot')] });
    const { seq, waitingSince } = await delivery.loadWaiting(0, 10);
    assert.deepEqual([[...seq], [...waitingSince]], [[2], [START + 2000]]);
    assert.equal((await delivery.event(2))?.merged, 0);
    assert.equal((await delivery.event(1))?.why, 'moot');
  });

  test('rule 10: an event can be superseded in the batch in which it was accepted, by an older one too', async (t) => {
    const { delivery } = (await open(t)).store;
    await commit(delivery, { accepted: [eventRow(1)] });
    await commit(delivery, {
      accepted: eventRows(2, 3),
      settled: [superseded(3, 1), superseded(2, 3, 'over')],
    });
    const { seq, waitingSince } = await delivery.loadWaiting(0, 10);
    assert.deepEqual([[...seq], [...waitingSince]], [[1], [START + 1000]]);
    assert.equal((await delivery.event(1))?.merged, 1);
    assert.equal((await delivery.event(2))?.by, 3);
  });

  test('an event that is superseded after an attempt shows that attempt', async (t) => {
    const { delivery } = (await open(t)).store;
    await commit(delivery, { accepted: eventRows(1, 2) });
    await commit(delivery, { settled: [{ seq: 1, at: START, attempt: failedAttempt(1) }] });
    const end = { state: 'superseded', why: 'newer', by: 2 } as const;
    await commit(delivery, { settled: [{ seq: 1, at: START, attempt: failedAttempt(2), end }] });
    const event = await delivery.event(1);
    assert.deepEqual(event?.attemptLog, [failedAttempt(1), failedAttempt(2)]);
    assert.equal(event?.attempts, 2);
    assert.equal(event?.reason, null);
    assert.equal((await delivery.event(2))?.merged, 1);
  });

  test('an event that was given up is a dead letter with its reason, until it is taken out', async (t) => {
    const { delivery } = (await open(t)).store;
    await commit(delivery, { accepted: eventRows(1, 4) });
    const rejected = attemptRow({
      status: 400,
      verdict: 'rejected',
      reason: 'invalid_event',
      message: 'no',
      errors: ['x'],
    });
    const end = { state: 'dead', reason: 'invalid_event' } as const;
    await commit(delivery, { settled: [dead(1), { seq: 3, at: START + 9, attempt: rejected, end }] });
    assert.deepEqual(await delivery.counts(), { waiting: 2, deadLetters: 2, open: 0 });
    const { rows } = await delivery.deadLetters({}, null, 10);
    assert.deepEqual(
      rows.map(({ seq, state, reason, settledAt, attempts }) => ({
        seq,
        state,
        reason,
        settledAt,
        attempts,
      })),
      [
        { seq: 3, state: 'dead', reason: 'invalid_event', settledAt: START + 9, attempts: 1 },
        { seq: 1, state: 'dead', reason: 'cancelled', settledAt: START + 6000, attempts: 0 },
      ],
    );
    assert.deepEqual((await delivery.event(3))?.attemptLog, [rejected]);
    assert.deepEqual(await delivery.removeDeadLetters([2, 3, 9]), [3]);
    assert.deepEqual(await delivery.removeDeadLetters([3]), []);
    assert.deepEqual(seqsOf((await delivery.deadLetters({}, null, 10)).rows), [1]);
    assert.equal((await delivery.event(3))?.state, 'dead');
    assert.deepEqual(await delivery.counts(), { waiting: 2, deadLetters: 1, open: 0 });
  });

  test('rule 18: the one attempt that failed ends the event, and it is no dead letter', async (t) => {
    const { delivery } = (await open(t)).store;
    await commit(delivery, { accepted: [eventRow(1, { once: true })] });
    const end = { state: 'failed', reason: 'network' } as const;
    await commit(delivery, { settled: [{ seq: 1, at: START, end }] });
    const event = await delivery.event(1);
    assert.deepEqual([event?.state, event?.reason, event?.once], ['failed', 'network', true]);
    assert.deepEqual(await delivery.counts(), { waiting: 0, deadLetters: 0, open: 0 });
  });

  test('what is said again of an event that has ended changes nothing', async (t) => {
    const { delivery } = (await open(t)).store;
    await commit(delivery, { accepted: eventRows(1, 2), settled: [delivered(1)] });
    const before = await delivery.event(1);
    const again: Settlement = { seq: 1, at: START + 99, attempt: failedAttempt(2) };
    await commit(delivery, { settled: [delivered(1), dead(1), superseded(1, 2), again, dead(77)] });
    assert.deepEqual(await delivery.event(1), before);
    assert.equal((await delivery.event(2))?.merged, 0);
    assert.deepEqual(await delivery.counts(), { waiting: 1, deadLetters: 0, open: 0 });
  });

  test('an event that was sent again names its later sendings, and they name it', async (t) => {
    const { delivery } = (await open(t)).store;
    await commit(delivery, { accepted: eventRows(1, 2), settled: [dead(1)] });
    await commit(delivery, { accepted: [eventRow(3, { resendOf: 1 }), eventRow(4, { resendOf: 1 })] });
    assert.deepEqual((await delivery.event(1))?.resentAs, [3, 4]);
    assert.equal((await delivery.event(3))?.resendOf, 1);
    assert.deepEqual((await delivery.event(2))?.resentAs, []);
  });
}
