import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Refusal } from '../refusal.ts';
import { apiKeyRow } from './api-key-store-suite.ts';
import { connectorRow } from './connector-store-suite.ts';
import { secretRow } from './secret-store-suite.ts';
import { StoreError } from './store-error.ts';
import type { OpenForTest } from './store-suite.ts';
import { userRow } from './user-store-suite.ts';

/** What `Store` itself promises, as tests. */
export function wholeStoreSuite(open: OpenForTest): void {
  test('everything is there after the store was closed and opened again', async (t) => {
    const { store, reopen } = await open(t);
    await store.connectors.insert(connectorRow());
    await store.users.insert(userRow());
    await store.apiKeys.insert(apiKeyRow());
    await store.secrets.put(secretRow());
    await store.meta.set('installation', 'a');
    const again = await reopen();
    assert.deepEqual(await again.connectors.list(), [connectorRow()]);
    assert.deepEqual(await again.users.list(), [userRow()]);
    assert.deepEqual(await again.apiKeys.list(), [apiKeyRow()]);
    assert.deepEqual(await again.secrets.list(), [secretRow()]);
    assert.equal(await again.meta.get('installation'), 'a');
  });

  test('a store that takes writes proves it, and shows nothing of the proof', async (t) => {
    const { store } = await open(t);
    await store.checkWritable();
    await store.checkWritable();
    assert.deepEqual(await store.connectors.list(), []);
  });

  test('closing waits for what was asked before', async (t) => {
    const { store, reopen } = await open(t);
    const ids = Array.from({ length: 50 }, (_, n) => String(n).padStart(2, '0'));
    const inserts = ids.map((id) => store.connectors.insert(connectorRow({ id })));
    await store.close();
    assert.deepEqual(new Set(await Promise.all(inserts)), new Set(['inserted']));
    assert.equal((await (await reopen()).connectors.list()).length, 50);
  });

  test('closing twice, and twice at once, is harmless', async (t) => {
    const { store } = await open(t);
    await Promise.all([store.close(), store.close()]);
    await store.close();
  });

  test('a closed store says so', async (t) => {
    const { store } = await open(t);
    await store.close();
    await assert.rejects(
      store.connectors.list(),
      (error) => isUnavailable(error) && /closed/.test(error.message),
    );
    await assert.rejects(store.checkWritable(), isUnavailable);
  });

  test('a backup opens as a store that holds the same, and is for its owner alone', async (t) => {
    const { store, openBackup } = await open(t);
    await store.connectors.insert(connectorRow());
    await store.users.insert(userRow());
    await store.apiKeys.insert(apiKeyRow());
    await store.secrets.put(secretRow());
    await store.meta.set('installation', 'a');
    const file = join(await temporaryFolder(t), 'backup');
    await store.backup(file);
    if (process.platform !== 'win32') assert.equal((await stat(file)).mode & 0o777, 0o600);
    const copy = await openBackup(file);
    assert.deepEqual(await copy.connectors.list(), [connectorRow()]);
    assert.deepEqual(await copy.users.list(), [userRow()]);
    assert.deepEqual(await copy.apiKeys.list(), [apiKeyRow()]);
    assert.deepEqual(await copy.secrets.list(), [secretRow()]);
    assert.equal(await copy.meta.get('installation'), 'a');
  });

  test('a backup made while the store is written to is the store of one moment', async (t) => {
    const { store, openBackup } = await open(t);
    const config = { text: 'x'.repeat(200_000) };
    const insert = (n: number) =>
      store.connectors.insert(connectorRow({ id: String(n).padStart(4, '0'), config }));
    for (let n = 0; n < 40; n += 1) await insert(n);
    const file = join(await temporaryFolder(t), 'backup');
    let done = false;
    const backup = store.backup(file).finally(() => {
      done = true;
    });
    let written = 40;
    while (!done) {
      await insert(written);
      written += 1;
    }
    await backup;
    const kept = (await (await openBackup(file)).connectors.list()).map(({ id }) => Number(id));
    // Inserted one after another, so a moment of the store has no gaps.
    assert.deepEqual(
      kept,
      Array.from({ length: kept.length }, (_, n) => n),
    );
    assert.ok(kept.length >= 40 && kept.length <= written, `${kept.length} of ${written}`);
  });

  test('a backup refuses a file that exists, and leaves it as it was', async (t) => {
    const { store } = await open(t);
    const folder = await temporaryFolder(t);
    const file = join(folder, 'backup');
    await writeFile(file, 'precious');
    await assert.rejects(
      store.backup(file),
      (error) => error instanceof Refusal && error.code === 'conflict' && error.message.includes(file),
    );
    assert.equal(await readFile(file, 'utf8'), 'precious');
    assert.deepEqual(await readdir(folder), ['backup']);
  });

  test('of two backups to one file made at once one is refused', async (t) => {
    const { store, openBackup } = await open(t);
    await store.users.insert(userRow());
    const folder = await temporaryFolder(t);
    const file = join(folder, 'backup');
    const ends = await Promise.allSettled([store.backup(file), store.backup(file)]);
    assert.deepEqual(ends.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
    assert.deepEqual(await readdir(folder), ['backup']);
    assert.deepEqual(await (await openBackup(file)).users.list(), [userRow()]);
  });

  test('a backup into a folder that is not there rejects, and the store goes on', async (t) => {
    const { store } = await open(t);
    await assert.rejects(store.backup(join(await temporaryFolder(t), 'missing', 'backup')), isUnavailable);
    assert.equal(await store.users.insertFirst(userRow()), true);
  });
}

function isUnavailable(error: unknown): error is StoreError {
  return error instanceof StoreError && error.code === 'unavailable';
}

async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-backup-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
