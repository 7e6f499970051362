import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  allPages,
  commit,
  delivered,
  eventRow,
  eventRows,
  START,
  seqsOf,
} from '../delivery-rows-for-test.ts';
import type { DeliveryStore } from '../delivery-store.ts';
import { openBothSides } from './both-sides-for-test.ts';
import { createOperations } from './operations.ts';

const last = 30_000;

/** A log of `last` events, each with a dedup key of its own. */
async function keepLongLog(delivery: DeliveryStore): Promise<void> {
  for (let seq = 1; seq <= last; seq += 1000) {
    await commit(delivery, { accepted: eventRows(seq, seq + 999, { body: '{}' }) });
  }
}

test('a dedup key is found in a long log without looking at most of it, after a start too', async (t) => {
  const { store, database, file } = await openBothSides(t);
  await keepLongLog(store.delivery);
  const started = createOperations(database, file);
  for (const key of [1, 4095, 4096, 4097, 9000, 28_672, 29_999, last]) {
    const filter = { dedupKey: `key ${key}` };
    for (const found of [
      await allPages((...page) => store.delivery.events(filter, ...page)),
      await allPages(async (...page) => started['delivery.events'](filter, ...page)),
      await allPages((...page) => store.delivery.events({ ...filter, state: 'waiting' }, ...page)),
    ]) {
      assert.deepEqual(seqsOf(found.rows), [key]);
      // The newest events, the block in which it is, and what may be taken for it, each in steps of 2,000.
      assert.ok(found.pages <= 10, `${found.pages} parts`);
    }
  }
  const nobody = await allPages((...page) => store.delivery.events({ dedupKey: 'nobody' }, ...page));
  assert.deepEqual(nobody.rows, []);
});

test('a dedup key is found although commits between failed', async (t) => {
  const { store, database } = await openBothSides(t);
  const { delivery } = store;
  for (let n = 1; n <= 20; n++) {
    const seq = n * 1000 - 999;
    if (n % 3 === 0) {
      database.exec(
        "CREATE TEMP TRIGGER stop BEFORE UPDATE ON main.life BEGIN SELECT RAISE(ROLLBACK, 'stopped'); END",
      );
      const accepted = eventRows(seq, seq + 1400, { body: '{}' });
      await assert.rejects(commit(delivery, { accepted }), /stopped/);
      database.exec('DROP TRIGGER stop');
    }
    await commit(delivery, { accepted: eventRows(seq, seq + 999, { body: '{}' }) });
  }
  for (let key = 1; key <= 20_000; key += 499) {
    const { rows } = await allPages((...page) => delivery.events({ dedupKey: `key ${key}` }, ...page));
    assert.deepEqual(seqsOf(rows), [key]);
  }
});

test('an incident is found by its dedup key when its event has gone elsewhere and a number took its place', async (t) => {
  const { store, database, file } = await openBothSides(t);
  const { delivery } = store;
  const rows = (first: number, last: number) => eventRows(first, last, { body: '{}' });
  const leave = (seq: number, left: number) => {
    const hash = new Uint8Array(12).fill(1);
    return delivery.moveWaiting([{ seq, targetId: 9, hash, left: { seq: left, at: START } }]);
  };
  const find = async (key: number) => {
    const incidents = { dedupKey: `key ${key}` };
    const { rows: found } = await allPages((...page) => delivery.incidents(incidents, ...page));
    const started = createOperations(database, file);
    const anew = await allPages(async (...page) => started['delivery.incidents'](incidents, ...page));
    assert.deepEqual(seqsOf(anew.rows), seqsOf(found), 'after a start too');
    return seqsOf(found);
  };
  await commit(delivery, { accepted: rows(1, 4000) });
  // Lower numbers are still on their way, and the block ends before them.
  await leave(7, 4500);
  assert.deepEqual(await find(7), [4500]);
  await commit(delivery, { accepted: rows(4001, 4400) });
  await commit(delivery, { accepted: [...rows(4401, 4499), ...rows(4501, 4600)] });
  assert.equal(Number(database.prepare('SELECT max(last_seq) AS n FROM key_block').get()?.n), 4400);
  assert.deepEqual(await find(7), [4500]);
  assert.deepEqual((await delivery.events({ dedupKey: 'key 4499' }, null, 10)).rows.length, 1);
  await commit(delivery, { accepted: rows(4601, 9000) });
  assert.deepEqual(await find(7), [4500]);
  await commit(delivery, { accepted: rows(9002, 20_000) });
  await leave(8, 9001);
  await leave(9, 20_001);
  for (const [key, left] of [
    [7, 4500],
    [8, 9001],
    [9, 20_001],
  ] as const) {
    assert.deepEqual(await find(key), [left]);
  }
});

test('an incident is found by its dedup key when its event is no longer in the log', async (t) => {
  const { store, database } = await openBothSides(t);
  const { delivery } = store;
  await keepLongLog(delivery);
  const settled = eventRows(1, 20_000).map(({ seq }) => delivered(seq));
  const open = [7, 9000, 19_000, 25_000].map(
    (seq) => ({ change: 'open', seq, instead: null, at: START * 2 }) as const,
  );
  await commit(delivery, { settled, open });
  const before = Number(database.prepare('SELECT count(*) AS n FROM key_block').get()?.n);
  for (let more = true; more; ) {
    ({ more } = await delivery.prune({
      before: START * 2,
      maxBytes: Number.MAX_SAFE_INTEGER,
      milliseconds: 100,
    }));
  }
  const after = Number(database.prepare('SELECT count(*) AS n FROM key_block').get()?.n);
  assert.deepEqual([before, after], [6, 2]);
  for (const { seq } of open) {
    const { rows } = await allPages((...page) => delivery.incidents({ dedupKey: `key ${seq}` }, ...page));
    assert.deepEqual(seqsOf(rows), [seq]);
  }
  await commit(delivery, { accepted: [eventRow(last + 1, { dedupKey: 'key 7' })] });
  const anew = await allPages((...page) => delivery.events({ dedupKey: 'key 7' }, ...page));
  assert.deepEqual(seqsOf(anew.rows), [last + 1]);
});
