import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { StoreError, type StoreErrorCode } from '../store-error.ts';
import { migrations } from './migrations/index.ts';
import { openSqliteStore } from './open-sqlite-store.ts';
import { NOW, openForTest, temporaryFolder } from './store-for-test.ts';

/** A database of ours, closed, then changed by `sql`. */
async function databaseChangedBy(t: TestContext, sql: string): Promise<string> {
  const file = join(await temporaryFolder(t), 'tocsin.db');
  await (await openForTest(t, file)).close();
  exec(file, sql);
  return file;
}

function exec(file: string, sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}

async function assertNotOpened(file: string, code: StoreErrorCode, words: RegExp): Promise<void> {
  await assert.rejects(openSqliteStore({ file, now: () => NOW }), (error) => {
    assert.ok(error instanceof StoreError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, words);
    assert.ok(error.message.includes(file), error.message);
    return true;
  });
}

test('a database of a newer Tocsin is refused with both versions and what to do', async (t) => {
  const newer = "INSERT INTO migrations VALUES (7, 'future', 'abc', 0)";
  const words = new RegExp(
    `was written by a newer Tocsin \\(its schema is version 7, this Tocsin knows up to ${migrations.length}\\): run that version, or restore a backup made before the upgrade`,
  );
  await assertNotOpened(await databaseChangedBy(t, newer), 'newer', words);
});

test('a database whose migration had other content is refused', async (t) => {
  const other = "UPDATE migrations SET checksum = 'abc' WHERE version = 1";
  await assertNotOpened(
    await databaseChangedBy(t, other),
    'corrupt',
    /another build .* migration 1 \(first\)/,
  );
});

for (const [what, sql] of [
  ['tables', 'CREATE TABLE wp_posts (id)'],
  ['an application id', 'PRAGMA application_id = 1196444487; CREATE TABLE gpkg (id)'],
  ['an application id and no table', 'PRAGMA application_id = 1196444487'],
] satisfies [string, string][]) {
  test(`another program's SQLite database with ${what} is refused and left as it was`, async (t) => {
    const file = join(await temporaryFolder(t), 'other.db');
    exec(file, sql);
    const before = await readFile(file);
    await assertNotOpened(file, 'corrupt', /another program's, not Tocsin's/);
    assert.deepEqual(await readFile(file), before);
  });
}

for (const [what, content] of [
  ['a short text', 'hello\n'],
  ['a long text', 'This is not a database.\n'.repeat(1000)],
  ['bytes', Buffer.alloc(8192, 0xff)],
] satisfies [string, string | Buffer][]) {
  test(`a file that holds ${what} is refused and left as it was`, async (t) => {
    const file = join(await temporaryFolder(t), 'tocsin.db');
    await writeFile(file, content);
    await assertNotOpened(file, 'corrupt', /not an SQLite database/);
    assert.deepEqual(await readFile(file), Buffer.from(content));
  });
}

test('a damaged database is refused as damaged', async (t) => {
  const file = await databaseChangedBy(t, 'PRAGMA journal_mode = DELETE');
  const content = await readFile(file);
  // The first page after its header: the list of tables.
  await writeFile(file, content.fill(0xab, 100, 4096));
  await assertNotOpened(file, 'corrupt', /damaged/);
});

test('an empty file becomes a database', async (t) => {
  const file = join(await temporaryFolder(t), 'tocsin.db');
  await writeFile(file, '');
  await (await openForTest(t, file)).checkWritable();
});

test('a folder in the place of the database is refused', async (t) => {
  const file = join(await temporaryFolder(t), 'tocsin.db');
  await mkdir(file);
  await assertNotOpened(file, 'unavailable', /EISDIR|can not be opened/);
});
