import assert from 'node:assert/strict';
import { readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { Refusal } from '../../refusal.ts';
import { StoreError } from '../store-error.ts';
import { userRow } from '../user-store-suite.ts';
import { backupSqlite } from './backup.ts';
import { startChild } from './child-for-test.ts';
import { openForTest, temporaryFolder } from './store-for-test.ts';

test('a large database is backed up while another process writes without a pause', {
  timeout: 10_000,
}, async (t) => {
  const folder = await temporaryFolder(t);
  const file = join(folder, 'tocsin.db');
  const store = await openForTest(t, file);
  await store.meta.set('filling', 'x'.repeat(20_000_000));
  await store.close();
  const child = startChild(t, 'insert-forever', file, 'user');
  const acknowledged: string[] = [];
  for (let n = 0; n < 500; n += 1) acknowledged.push((await child.nextLine()) ?? 'ended early');
  await backupSqlite(file, join(folder, 'backup'));
  assert.notEqual(await child.nextLine(), undefined);
  await child.kill('SIGKILL');

  const kept = new Set(
    (await (await openForTest(t, join(folder, 'backup'))).users.list()).map(({ name }) => name),
  );
  assert.ok(kept.size >= 500);
  for (const name of acknowledged) assert.ok(kept.has(name), name);
});

test('a backup of what a killed process left behind holds what its log held', async (t) => {
  const folder = await temporaryFolder(t);
  const file = join(folder, 'tocsin.db');
  const child = startChild(t, 'insert-forever', file, 'user');
  for (let n = 0; n < 20; n += 1) await child.nextLine();
  await child.kill('SIGKILL');
  await backupSqlite(file, join(folder, 'backup'));
  assert.ok((await (await openForTest(t, join(folder, 'backup'))).users.list()).length >= 20);
});

test('a backup is one file that can be read without anything beside it', async (t) => {
  const folder = await temporaryFolder(t);
  const store = await openForTest(t, join(folder, 'tocsin.db'));
  await store.users.insert(userRow());
  await store.close();
  const target = join(folder, 'backup ?mode=memory#%20');
  await backupSqlite(join(folder, 'tocsin.db'), target);
  assert.deepEqual((await readdir(folder)).toSorted(), ['backup ?mode=memory#%20', 'tocsin.db']);
  await rename(target, join(folder, 'moved'));
  const database = new DatabaseSync(join(folder, 'moved'), { readOnly: true });
  assert.equal(database.prepare('SELECT name FROM users').get()?.name, 'admin');
  database.close();
  assert.deepEqual((await readdir(folder)).toSorted(), ['moved', 'tocsin.db']);
});

test('a database that is not there is not made by backing it up', async (t) => {
  const folder = await temporaryFolder(t);
  await assert.rejects(
    backupSqlite(join(folder, 'tocsin.db'), join(folder, 'backup')),
    (error) => error instanceof Refusal && error.code === 'not_found' && error.message.includes(folder),
  );
  assert.deepEqual(await readdir(folder), []);
});

for (const [what, make] of [
  ['a text', (file: string) => writeFile(file, 'not a database')],
  ['an empty file', (file: string) => writeFile(file, '')],
  ["another program's database", async (file: string) => new DatabaseSync(file).exec('CREATE TABLE t (a)')],
] satisfies [string, (file: string) => Promise<void>][]) {
  test(`${what} is not backed up, and nothing is left where the backup would be`, async (t) => {
    const folder = await temporaryFolder(t);
    await make(join(folder, 'tocsin.db'));
    await assert.rejects(
      backupSqlite(join(folder, 'tocsin.db'), join(folder, 'backup')),
      (error) => error instanceof StoreError && error.code === 'corrupt',
    );
    assert.deepEqual(await readdir(folder), ['tocsin.db']);
  });
}
