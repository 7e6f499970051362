import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import {
  commit,
  dead,
  delivered,
  eventRows,
  failedAttempt,
  START,
  superseded,
  waitingSeqs,
} from '../delivery-rows-for-test.ts';
import { StoreError } from '../store-error.ts';
import { openBothSides } from './both-sides-for-test.ts';

const isFull = (error: unknown) => error instanceof StoreError && error.code === 'full';

test('rule 21: a batch that meets a full disk is not kept, and the same batch is when there is room', async (t) => {
  const { store, database } = await openBothSides(t);
  const { delivery } = store;
  await commit(delivery, { accepted: eventRows(1, 10) });
  const pages = Number(database.prepare('PRAGMA page_count').get()?.page_count);
  database.exec(`PRAGMA max_page_count = ${pages + 20}`);
  const batch = {
    accepted: eventRows(11, 400, { body: `"${'x'.repeat(1000)}"` }),
    settled: [delivered(1), superseded(2, 3), dead(4), dead(12)],
    open: [{ change: 'open', seq: 1, instead: null, at: START } as const],
  };
  await assert.rejects(commit(delivery, batch), isFull);
  await assert.rejects(commit(delivery, batch), isFull);
  assert.equal(database.isTransaction, false);
  assert.deepEqual(await waitingSeqs(delivery), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  assert.deepEqual(await delivery.counts(), { waiting: 10, deadLetters: 0, open: 0 });
  assert.equal((await delivery.event(3))?.merged, 0);
  // What is over needs little room, and is kept although nothing new is (rule 21).
  await commit(delivery, { settled: [delivered(5)] });

  database.exec('PRAGMA max_page_count = 1000000');
  await commit(delivery, batch);
  assert.deepEqual(await delivery.counts(), { waiting: 395, deadLetters: 2, open: 1 });
  assert.equal((await delivery.event(3))?.merged, 1);
});

for (const [what, how] of [
  ['SQLite itself has rolled back', 'ROLLBACK'],
  ['one statement has undone', 'ABORT'],
  ['one statement has stopped half-way', 'FAIL'],
]) {
  for (const table of ['event', 'waiting', 'outcome', 'open', 'dead_letter']) {
    test(`a batch that ${what} at the table ${table} is not kept in part, and the next one is whole`, async (t) => {
      const { store, database } = await openBothSides(t);
      const { delivery } = store;
      await commit(delivery, { accepted: eventRows(1, 3) });
      const batch = {
        accepted: eventRows(4, 6),
        settled: [delivered(1), dead(4), dead(2)],
        open: [{ change: 'open', seq: 1, instead: null, at: START } as const],
      };
      // At the second of three rows, or at the only one.
      const seq = { event: 5, waiting: 5, outcome: 4, open: 1, dead_letter: 4 }[table];
      database.exec(
        `CREATE TEMP TRIGGER stop BEFORE INSERT ON main.${table} WHEN new.seq = ${seq}
         BEGIN SELECT RAISE(${how}, 'stopped'); END`,
      );
      await assert.rejects(
        commit(delivery, batch),
        (error) => error instanceof StoreError && /stopped/.test(error.message),
      );
      assert.equal(database.isTransaction, false);
      database.exec('DROP TRIGGER stop');
      assert.deepEqual(await waitingSeqs(delivery), [1, 2, 3]);
      assert.deepEqual(
        (await delivery.events({}, null, 10)).rows.map(({ seq, state }) => [seq, state]),
        [
          [3, 'waiting'],
          [2, 'waiting'],
          [1, 'waiting'],
        ],
      );
      assert.deepEqual(await delivery.counts(), { waiting: 3, deadLetters: 0, open: 0 });
      await commit(delivery, batch);
      assert.deepEqual(await waitingSeqs(delivery), [3, 5, 6]);
      assert.deepEqual(await delivery.counts(), { waiting: 3, deadLetters: 2, open: 1 });
    });
  }
}

test('what another process takes out of the dead letters is no longer counted', async (t) => {
  const { store, file } = await openBothSides(t);
  await commit(store.delivery, { accepted: eventRows(1, 3), settled: [dead(1), dead(2)] });
  assert.equal((await store.delivery.counts()).deadLetters, 2);
  const other = new DatabaseSync(file);
  other.exec('DELETE FROM dead_letter WHERE seq = 1');
  other.close();
  assert.equal((await store.delivery.counts()).deadLetters, 1);
  await commit(store.delivery, { settled: [dead(3)] });
  assert.equal((await store.delivery.counts()).deadLetters, 2);
});

test('rule 13: no more than twenty attempts of an event are on disk', async (t) => {
  const { store, database } = await openBothSides(t);
  await commit(store.delivery, { accepted: eventRows(1, 2) });
  const attempts = Array.from({ length: 60 }, (_, i) => ({
    seq: 1,
    at: START,
    attempt: failedAttempt(i + 1),
  }));
  await commit(store.delivery, { settled: [{ seq: 2, at: START, attempt: failedAttempt(1) }, ...attempts] });
  assert.deepEqual(
    { ...database.prepare('SELECT count(*) AS n FROM attempt WHERE seq = 1').get() },
    { n: 20 },
  );
  assert.deepEqual(
    { ...database.prepare('SELECT count(*) AS n FROM attempt WHERE seq = 2').get() },
    { n: 1 },
  );
});

test('no index is kept over dedup keys or hashes of events: they are random, and accepting would slow down', async (t) => {
  const { database } = await openBothSides(t);
  const tables = ['event', 'waiting', 'outcome', 'attempt', 'open', 'dead_letter'];
  const indexes = database
    .prepare("SELECT name, tbl_name FROM sqlite_schema WHERE type = 'index'")
    .all()
    .filter(({ tbl_name }) => tables.includes(String(tbl_name)));
  assert.deepEqual(
    indexes.map(({ name }) => name),
    ['event_resend_of', 'waiting_moved'],
  );
});
