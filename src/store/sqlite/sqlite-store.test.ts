import assert from 'node:assert/strict';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import type { Worker } from 'node:worker_threads';
import { StoreError } from '../store-error.ts';
import { storeSuite } from '../store-suite.ts';
import { userRow } from '../user-store-suite.ts';
import { startChild } from './child-for-test.ts';
import { openForTest, openSuiteStore, temporaryFolder } from './store-for-test.ts';

storeSuite('SQLite', openSuiteStore);

/** A store, and the thread behind it. */
async function openWithWorker(t: TestContext) {
  const started = once(process, 'worker');
  const file = join(await temporaryFolder(t), 'tocsin.db');
  const store = await openForTest(t, file);
  const [worker]: Worker[] = await started;
  assert.ok(worker);
  return { store, worker, file };
}

function isUnavailable(file: string) {
  return (error: unknown) =>
    error instanceof StoreError && error.code === 'unavailable' && error.message.includes(file);
}

test('when the thread is terminated, what waits and what comes later rejects, and closing is harmless', {
  timeout: 10_000,
}, async (t) => {
  const { store, worker, file } = await openWithWorker(t);
  const waiting = [store.users.list(), store.checkWritable(), store.users.insertFirst(userRow())];
  const settled = Promise.allSettled(waiting);
  await worker.terminate();
  // Whatever was answered before the end is an answer; nothing may hang.
  for (const end of await settled) {
    if (end.status === 'rejected') assert.ok(isUnavailable(file)(end.reason), String(end.reason));
  }
  await assert.rejects(store.users.list(), isUnavailable(file));
  await store.close();
  await store.close();
});

test('when the thread fails, what waits rejects with why', { timeout: 10_000 }, async (t) => {
  const { store, worker, file } = await openWithWorker(t);
  worker.postMessage('not a request');
  await assert.rejects(store.users.list(), (error) => {
    assert.ok(isUnavailable(file)(error), String(error));
    return error instanceof Error && /message it does not know/.test(error.message);
  });
  await assert.rejects(store.checkWritable(), isUnavailable(file));
});

test('closing while the thread fails does not hang', { timeout: 10_000 }, async (t) => {
  const { store, worker } = await openWithWorker(t);
  const list = store.users.list().catch((error: unknown) => error);
  const closed = store.close();
  await worker.terminate();
  await Promise.all([list, closed]);
});

test('a value that can not cross to the thread rejects alone', async (t) => {
  const { store } = await openWithWorker(t);
  const row = { ...userRow(), extra: () => 1 };
  await assert.rejects(store.users.insert(row), { name: 'DataCloneError' });
  assert.equal(await store.users.insertFirst(userRow()), true);
});

for (const [what, name, answer] of [
  ['only opened', [], 'opened'],
  ['used', ['ada'], 'inserted'],
] satisfies [string, string[], string][]) {
  test(`a store that was ${what} and never closed does not keep its process alive`, {
    timeout: 10_000,
  }, async (t) => {
    const file = join(await temporaryFolder(t), 'tocsin.db');
    const child = startChild(t, 'open-once', file, ...name);
    assert.equal(await child.nextLine(), answer);
    assert.deepEqual(await child.exited, [0, null]);
    assert.equal((await (await openForTest(t, file)).users.list()).length, name.length);
  });
}

test('a process that closes its store lives until it is closed, and no longer', {
  timeout: 10_000,
}, async (t) => {
  const child = startChild(t, 'open-and-close', join(await temporaryFolder(t), 'tocsin.db'));
  assert.equal(await child.nextLine(), 'closed');
  assert.deepEqual(await child.exited, [0, null]);
});

test('two processes open a new database at once, and both write to it', async (t) => {
  const file = join(await temporaryFolder(t), 'new', 'tocsin.db');
  const names = ['a', 'b', 'c'];
  const children = names.map((name) => startChild(t, 'open-once', file, name));
  assert.deepEqual(
    await Promise.all(children.map((child) => child.nextLine())),
    names.map(() => 'inserted'),
  );
  const users = await (await openForTest(t, file)).users.list();
  assert.deepEqual(
    users.map(({ name }) => name),
    names,
  );
});

test('two stores on one file write side by side', async (t) => {
  const file = join(await temporaryFolder(t), 'tocsin.db');
  const stores = [await openForTest(t, file), await openForTest(t, file)];
  const names = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0'));
  const inserts = names.map((name, n) => stores[n % 2]?.users.insert(userRow({ name })));
  assert.deepEqual(new Set(await Promise.all(inserts)), new Set(['inserted']));
  for (const store of stores) assert.equal((await store.users.list()).length, 100);
  const firsts = await Promise.all(stores.map((store) => store.users.insertFirst(userRow())));
  assert.deepEqual(firsts, [false, false]);
});

test('the database, its log and its folder are for their owner alone', {
  skip: process.platform === 'win32',
}, async (t) => {
  const folder = join(await temporaryFolder(t), 'a', 'data');
  const file = join(folder, 'tocsin.db');
  await (await openForTest(t, file)).checkWritable();
  assert.equal((await stat(folder)).mode & 0o777, 0o700);
  for (const suffix of ['', '-wal', '-shm']) {
    assert.equal((await stat(file + suffix)).mode & 0o777, 0o600, suffix);
  }
});

test('kill -9 of a writing process, five times over, loses nothing that was acknowledged', async (t) => {
  const file = join(await temporaryFolder(t), 'tocsin.db');
  const acknowledged: string[] = [];
  for (let round = 1; round <= 5; round += 1) {
    const child = startChild(t, 'insert-forever', file, `round${round}`);
    for (let n = 0; n < 150 * round; n += 1) acknowledged.push((await child.nextLine()) ?? 'ended early');
    await child.kill('SIGKILL');
    for await (const line of child.lines) acknowledged.push(line);

    const kept = new Set((await (await openForTest(t, file)).users.list()).map(({ name }) => name));
    const lost = acknowledged.filter((name) => !kept.has(name));
    assert.deepEqual(lost, []);
    const database = new DatabaseSync(file, { readOnly: true });
    assert.deepEqual({ ...database.prepare('PRAGMA integrity_check').get() }, { integrity_check: 'ok' });
    database.close();
  }
});
