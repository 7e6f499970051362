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
  superseded,
  waitingSeqs,
} from './delivery-rows-for-test.ts';
import type { DeliveryStore, EventFilter, LoggedEvent } from './delivery-store.ts';
import type { OpenForTest } from './store-suite.ts';

/** Ten events that differ in everything a filter asks for. */
async function keepTen(delivery: DeliveryStore): Promise<void> {
  await commit(delivery, {
    accepted: [
      eventRow(1, { connectorId: 'a', source: 'relay' }),
      eventRow(2, { targetId: 2 }),
      eventRow(3, { dedupKey: 'disk' }),
      eventRow(4, { kind: 'resolve', severity: null, dedupKey: 'disk' }),
      eventRow(5, { kind: 'change', severity: null, dedupKey: null }),
      ...eventRows(6, 8, { connectorId: 'a' }),
      eventRow(9, { dedupKey: 'DISK' }),
      eventRow(10, { connectorId: 'a', targetId: 2 }),
    ],
    settled: [
      delivered(1),
      superseded(2, 10),
      dead(3),
      dead(8),
      { seq: 4, at: START, end: { state: 'failed', reason: 'network' } },
    ],
  });
}

const filters: { filter: EventFilter; seqs: number[] }[] = [
  { filter: {}, seqs: [10, 9, 8, 7, 6, 5, 4, 3, 2, 1] },
  { filter: { connectorId: 'a' }, seqs: [10, 8, 7, 6, 1] },
  { filter: { targetId: 2 }, seqs: [10, 2] },
  { filter: { dedupKey: 'disk' }, seqs: [4, 3] },
  { filter: { source: 'relay' }, seqs: [1] },
  { filter: { kind: 'change' }, seqs: [5] },
  { filter: { kind: 'trigger', dedupKey: 'disk' }, seqs: [3] },
  { filter: { state: 'waiting' }, seqs: [10, 9, 7, 6, 5] },
  { filter: { state: 'delivered' }, seqs: [1] },
  { filter: { state: 'superseded' }, seqs: [2] },
  { filter: { state: 'dead' }, seqs: [8, 3] },
  { filter: { state: 'failed' }, seqs: [4] },
  { filter: { state: 'waiting', connectorId: 'a' }, seqs: [10, 7, 6] },
  { filter: { state: 'dead', dedupKey: 'disk' }, seqs: [3] },
  { filter: { from: START + 8000 }, seqs: [10, 9, 8] },
  { filter: { from: START + 7999.5 }, seqs: [10, 9, 8] },
  { filter: { to: START + 3000 }, seqs: [2, 1] },
  { filter: { from: START + 3000, to: START + 6001 }, seqs: [6, 5, 4, 3] },
  { filter: { from: START + 5000, state: 'waiting', to: START + 10_000 }, seqs: [9, 7, 6, 5] },
  { filter: { from: START + 11_000 }, seqs: [] },
  { filter: { to: START }, seqs: [] },
  { filter: { connectorId: 'nobody' }, seqs: [] },
  {
    filter: { connectorId: undefined, state: undefined, from: undefined },
    seqs: [10, 9, 8, 7, 6, 5, 4, 3, 2, 1],
  },
];

/** What `DeliveryStore` promises of reading the log, and of what is done with it, as tests. */
export function deliveryLogSuite(open: OpenForTest): void {
  test('rule 13: the log is listed newest first, in parts, by everything that can be asked for', async (t) => {
    const { delivery } = (await open(t)).store;
    await keepTen(delivery);
    for (const { filter, seqs } of filters) {
      for (const limit of [1, 3, 100]) {
        const { rows } = await allPages((...page) => delivery.events(filter, ...page), limit);
        assert.deepEqual(seqsOf(rows), seqs, `${JSON.stringify(filter)}, ${limit} at a time`);
      }
    }
  });

  test('dead letters are listed newest first, in parts, by what can be asked for', async (t) => {
    const { delivery } = (await open(t)).store;
    await keepTen(delivery);
    for (const [filter, seqs] of [
      [{}, [8, 3]],
      [{ connectorId: 'a' }, [8]],
      [{ dedupKey: 'disk' }, [3]],
      [{ from: START + 4000 }, [8]],
      [{ to: START + 8000 }, [3]],
      [{ kind: 'resolve' }, []],
    ] satisfies [Omit<EventFilter, 'state'>, number[]][]) {
      for (const limit of [1, 100]) {
        const { rows } = await allPages((...page) => delivery.deadLetters(filter, ...page), limit);
        assert.deepEqual(seqsOf(rows), seqs, JSON.stringify(filter));
      }
    }
  });

  test('a list shows of each event what is known of it', async (t) => {
    const { delivery } = (await open(t)).store;
    await keepTen(delivery);
    await commit(delivery, { settled: [{ seq: 7, at: START, attempt: failedAttempt(2) }] });
    for (const row of (await delivery.events({}, null, 100)).rows) {
      const event = await delivery.event(row.seq);
      assert.ok(event);
      const { body: _body, notes: _notes, attemptLog: _log, resentAs: _again, ...known } = event;
      assert.deepEqual(row, known);
    }
    const [row] = (await delivery.events({ state: 'waiting', connectorId: 'a' }, 8, 1)).rows;
    const expected: Partial<LoggedEvent> = { seq: 7, state: 'waiting', reason: 'throttled', attempts: 2 };
    assert.deepEqual({ ...row, ...expected }, row);
  });

  test('times are found where numbers are missing, and where times are alike', async (t) => {
    const { delivery } = (await open(t)).store;
    const at = (seq: number, time: number) => eventRow(seq, { acceptedAt: time });
    await commit(delivery, {
      accepted: [at(100, 5), at(101, 7), at(102, 7), at(5000, 7), at(5001, 9), at(90_000, 20)],
    });
    for (const [filter, seqs] of [
      [{ from: 7, to: 8 }, [5000, 102, 101]],
      [{ from: 5 }, [90_000, 5001, 5000, 102, 101, 100]],
      [{ from: 8, to: 10 }, [5001]],
      [{ from: 10, to: 20 }, []],
      [{ to: 5 }, []],
      [{ to: 21 }, [90_000, 5001, 5000, 102, 101, 100]],
    ] satisfies [EventFilter, number[]][]) {
      const { rows } = await allPages((...page) => delivery.events(filter, ...page));
      assert.deepEqual(seqsOf(rows), seqs, JSON.stringify(filter));
    }
  });

  test('a search through a long log is done in bounded parts, and finds everything', async (t) => {
    const { delivery } = (await open(t)).store;
    const last = 10_000;
    for (let seq = 1; seq <= last; seq += 1000) {
      await commit(delivery, { accepted: eventRows(seq, seq + 999, { body: '{}' }) });
    }
    await commit(delivery, { accepted: [eventRow(last + 1, { connectorId: 'rare' })] });
    await commit(delivery, { settled: eventRows(1, last, {}).map(({ seq }) => delivered(seq)) });
    const first = await delivery.events({ connectorId: 'nobody' }, null, 10);
    assert.equal(first.rows.length, 0);
    assert.ok(first.next !== null && first.next > 1);
    for (const filter of [{}, { state: 'delivered' }] satisfies EventFilter[]) {
      const found = await allPages(
        (...page) => delivery.events({ ...filter, source: 'enqueue' }, ...page),
        700,
      );
      assert.equal(found.rows.length, filter.state === undefined ? last + 1 : last);
      assert.equal(new Set(seqsOf(found.rows)).size, found.rows.length);
    }
    const old = await allPages((...page) => delivery.events({ dedupKey: 'key 1' }, ...page));
    assert.deepEqual(seqsOf(old.rows), [1]);
    const rare = await delivery.events({ connectorId: 'rare', state: 'waiting' }, null, 10);
    assert.deepEqual([seqsOf(rare.rows), rare.next], [[last + 1], null]);
  });

  test('the events of one incident are found however long the log, and those of its like are not', async (t) => {
    const { store, reopen } = await open(t);
    const incident = { dedupKey: 'disk', hash: hashOf(1) };
    await commit(store.delivery, { accepted: [eventRow(1, incident), eventRow(2, incident)] });
    for (let seq = 3; seq <= 30_000; seq += 1000) {
      await commit(store.delivery, { accepted: eventRows(seq, seq + 999, { body: '{}' }) });
    }
    const { delivery } = await reopen();
    const newest = eventRows(40_001, 40_012, incident);
    const other = eventRow(40_013, { ...incident, targetId: 2 });
    await commit(delivery, { accepted: [...newest, other], settled: [superseded(40_011, 40_012)] });
    const find = async (dedupKey: string, targetId: number) =>
      (await allPages((...page) => delivery.events({ dedupKey, targetId }, ...page))).rows;
    const found = await find('disk', 1);
    assert.deepEqual(seqsOf(found), [...seqsOf(newest.toReversed()), 2, 1]);
    assert.equal(found[1]?.state, 'superseded');
    assert.deepEqual(seqsOf(await find('disk', 2)), [40_013]);
    assert.deepEqual(await find('Disk', 1), []);
    assert.deepEqual(seqsOf(await find('key 29000', 1)), [29_000]);
  });

  test('what waits of a connector or a target is given oldest first, in parts', async (t) => {
    const { delivery } = (await open(t)).store;
    await keepTen(delivery);
    for (const [filter, seqs] of [
      [{}, [5, 6, 7, 9, 10]],
      [{ connectorId: 'a' }, [6, 7, 10]],
      [{ targetId: 2 }, [10]],
      [{ connectorId: 'a', targetId: 1 }, [6, 7]],
    ] satisfies [Pick<EventFilter, 'connectorId' | 'targetId'>, number[]][]) {
      for (const limit of [1, 2, 100]) {
        const found: number[] = [];
        for (let after: number | null = 0; after !== null; ) {
          const { rows, next } = await delivery.waitingOf(filter, after, limit);
          found.push(...seqsOf(rows));
          after = next;
        }
        assert.deepEqual(found, seqs, JSON.stringify(filter));
      }
    }
  });

  test('what waits in a long queue is searched in bounded parts, and found', async (t) => {
    const { delivery } = (await open(t)).store;
    await commit(delivery, { accepted: [...eventRows(1, 5000), eventRow(5001, { connectorId: 'rare' })] });
    const first = await delivery.waitingOf({ connectorId: 'rare' }, 0, 10);
    assert.deepEqual(first.rows, []);
    assert.ok(first.next !== null && first.next < 5000);
    let rows: readonly LoggedEvent[] = [];
    for (let after: number | null = 0; after !== null; ) {
      const part = await delivery.waitingOf({ connectorId: 'rare' }, after, 10);
      rows = [...rows, ...part.rows];
      after = part.next;
    }
    assert.deepEqual(seqsOf(rows), [5001]);
  });

  test('rule 19: events that wait go to another target, and open their incident there', async (t) => {
    const { store, reopen } = await open(t);
    await commit(store.delivery, { accepted: eventRows(1, 3), settled: [delivered(3)] });
    const moves = [1, 3, 77].map((seq) => ({ seq, targetId: 9, hash: hashOf(900 + seq) }));
    await store.delivery.moveWaiting(moves);
    const { delivery } = await reopen();
    const { targetId, hash } = await delivery.loadWaiting(0, 10);
    assert.deepEqual([...targetId], [9, 1]);
    assert.deepEqual(hash, Uint8Array.of(...hashOf(901), ...hashOf(2)));
    assert.equal((await delivery.event(1))?.targetId, 9);
    assert.equal((await delivery.event(3))?.targetId, 1);
    assert.deepEqual([...(await delivery.bodies(Float64Array.of(1), 100))], [eventRow(1).body]);
    const change = { change: 'open', seq: 1, instead: null, at: START } as const;
    await commit(delivery, { settled: [delivered(1)], open: [change] });
    const incident = await delivery.incident(1);
    assert.deepEqual([incident?.targetId, incident?.hash], [9, hashOf(901)]);
    assert.deepEqual(await waitingSeqs(delivery), [2]);
    const moved = await allPages((...page) => delivery.events({ targetId: 9, dedupKey: 'key 1' }, ...page));
    assert.deepEqual(seqsOf(moved.rows), [1]);
  });
}
