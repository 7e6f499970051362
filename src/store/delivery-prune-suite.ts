import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  allPages,
  commit,
  dead,
  delivered,
  eventRow,
  eventRows,
  failedAttempt,
  hashOf,
  START,
  seqsOf,
  waitingSeqs,
} from './delivery-rows-for-test.ts';
import type { DeliveryStore } from './delivery-store.ts';
import type { OpenForTest } from './store-suite.ts';

const everything = { maxBytes: Number.MAX_SAFE_INTEGER, milliseconds: 1000 };

/** The numbers that the log still holds, the oldest first. */
async function kept(delivery: DeliveryStore): Promise<number[]> {
  const { rows } = await allPages((...page) => delivery.events({}, ...page));
  return seqsOf(rows).toReversed();
}

/** What `DeliveryStore` promises of what it forgets, as tests. */
export function deliveryPruneSuite(open: OpenForTest): void {
  test('rule 13: what was settled and accepted before the given time is pruned, and nothing that waits', async (t) => {
    const { delivery } = (await open(t)).store;
    await commit(delivery, { accepted: eventRows(1, 10) });
    await commit(delivery, {
      settled: [
        { seq: 2, at: START, attempt: failedAttempt(1) },
        { seq: 3, at: START, attempt: failedAttempt(1) },
      ],
    });
    await commit(delivery, { settled: [1, 3, 4, 6, 7, 9].map((seq) => delivered(seq, { n: 2 })) });
    const pruned = await delivery.prune({ ...everything, before: START + 7000 });
    assert.deepEqual(pruned, { more: false, pruned: 4, forgotten: [] });
    assert.deepEqual(await kept(delivery), [2, 5, 7, 8, 9, 10]);
    assert.deepEqual(await waitingSeqs(delivery), [2, 5, 8, 10]);
    assert.equal(await delivery.event(3), undefined);
    assert.equal((await delivery.event(2))?.attemptLog.length, 1);
    assert.deepEqual([...(await delivery.bodies(Float64Array.of(1, 2), 1000))], [null, eventRow(2).body]);
    assert.deepEqual(await delivery.counts(), { waiting: 4, deadLetters: 0, open: 0 });
    // What waited is settled later, and goes with the next round.
    await commit(delivery, { settled: [delivered(2, { n: 2 }), delivered(5)] });
    assert.equal((await delivery.prune({ ...everything, before: START + 7000 })).pruned, 2);
    assert.deepEqual(await kept(delivery), [7, 8, 9, 10]);
  });

  test('a dead letter goes with its event', async (t) => {
    const { delivery } = (await open(t)).store;
    await commit(delivery, { accepted: eventRows(1, 3), settled: [dead(1), dead(3)] });
    await delivery.prune({ ...everything, before: START + 2000 });
    assert.deepEqual(seqsOf((await delivery.deadLetters({}, null, 10)).rows), [3]);
    assert.deepEqual(await delivery.removeDeadLetters([1]), []);
    assert.equal((await delivery.counts()).deadLetters, 1);
  });

  test('rule 13: a log that is too large gives up the oldest of what is settled, until it is small enough', async (t) => {
    const { delivery } = (await open(t)).store;
    const body = `"${'x'.repeat(10_000)}"`;
    await commit(delivery, { accepted: eventRows(1, 400, { body }) });
    await commit(delivery, { settled: eventRows(2, 399).map(({ seq }) => delivered(seq)) });
    const options = { before: 0, maxBytes: 2_000_000, milliseconds: 1000 };
    const { more, pruned } = await delivery.prune(options);
    assert.equal(more, false);
    assert.ok(pruned > 150 && pruned < 300, String(pruned));
    const [first, second, ...rest] = await kept(delivery);
    assert.deepEqual([first, second, rest.at(-1)], [1, pruned + 2, 400]);
    assert.equal(rest.length, 400 - pruned - 2);
    assert.deepEqual(await delivery.prune(options), { more: false, pruned: 0, forgotten: [] });
    assert.equal((await delivery.prune({ ...options, maxBytes: 0 })).pruned, 398 - pruned);
    assert.deepEqual(await kept(delivery), [1, 400]);
  });

  test('rule 13: pruning stops when its time is over, and says that there is more', async (t) => {
    const { delivery } = (await open(t)).store;
    await commit(delivery, { accepted: eventRows(1, 2000) });
    await commit(delivery, { settled: eventRows(1, 2000).map(({ seq }) => delivered(seq)) });
    const options = { before: START * 2, maxBytes: Number.MAX_SAFE_INTEGER, milliseconds: 0 };
    const first = await delivery.prune(options);
    assert.ok(first.more && first.pruned > 0 && first.pruned < 1000, JSON.stringify(first));
    let pruned = first.pruned;
    for (let more = true; more; ) {
      const step = await delivery.prune(options);
      pruned += step.pruned;
      more = step.more;
    }
    assert.equal(pruned, 2000);
    assert.deepEqual(await kept(delivery), []);
  });

  test('the highest number and the newest time are known when their event is pruned', async (t) => {
    const { store, reopen } = await open(t);
    await commit(store.delivery, {
      accepted: eventRows(1, 3),
      settled: [1, 2, 3].map((seq) => delivered(seq)),
    });
    assert.equal((await store.delivery.prune({ ...everything, before: START * 2 })).pruned, 3);
    const { newestSeq, newestTime } = await (await reopen()).delivery.begin();
    assert.deepEqual([newestSeq, newestTime], [3, START + 6000]);
  });

  test('rule 11: an incident outlives its event in the log, and is forgotten when nothing was heard of it', async (t) => {
    const { delivery } = (await open(t)).store;
    const seqs = [1, 2, 3, 4, 5];
    await commit(delivery, {
      accepted: eventRows(1, 5, { targetId: 4 }),
      settled: seqs.map((seq) => delivered(seq)),
      open: seqs.map((seq) => ({ change: 'open', seq, instead: null, at: START + seq * 1000 })),
    });
    await commit(delivery, {
      open: [
        { change: 'acknowledged', seq: 2, at: START + 9000 },
        // Of what may have arrived the last confirmed time is shown; that it was heard of counts all the same.
        { change: 'maybe_open', seq: 5, instead: 3, at: START + 9000 },
      ],
    });
    await delivery.prune({ ...everything, before: START });
    const { rows } = await delivery.incidents({}, null, 10);
    assert.deepEqual(seqsOf(rows), [5, 4, 2, 1]);
    const { pruned, forgotten, more } = await delivery.prune({ ...everything, before: START + 4001 });
    assert.equal(pruned, 4);
    assert.equal(more, false);
    assert.deepEqual(forgotten, [
      { seq: 1, targetId: 4, hash: hashOf(1) },
      { seq: 4, targetId: 4, hash: hashOf(4) },
    ]);
    const left = await delivery.incidents({}, null, 10);
    assert.deepEqual(seqsOf(left.rows), [5, 2]);
    assert.equal(await delivery.event(2), undefined);
    assert.equal(left.rows[1]?.dedupKey, 'key 2');
    assert.equal((await delivery.counts()).open, 2);
  });

  test('of many incidents all that are old are forgotten, step by step', async (t) => {
    const { delivery } = (await open(t)).store;
    const accepted = eventRows(1, 5000);
    const open_ = accepted.map(
      ({ seq }) => ({ change: 'open', seq, instead: null, at: START + (seq % 2) }) as const,
    );
    await commit(delivery, { accepted, open: open_ });
    let forgotten = 0;
    for (let more = true; more; ) {
      const step = await delivery.prune({ ...everything, before: START + 1 });
      forgotten += step.forgotten.length;
      more = step.more;
    }
    assert.equal(forgotten, 2500);
    assert.equal((await delivery.counts()).open, 2500);
  });
}
