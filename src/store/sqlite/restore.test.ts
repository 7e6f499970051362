import assert from 'node:assert/strict';
import { copyFile, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { Refusal } from '../../refusal.ts';
import { StoreError, type StoreErrorCode } from '../store-error.ts';
import { userRow } from '../user-store-suite.ts';
import { backupSqlite } from './backup.ts';
import { startChild } from './child-for-test.ts';
import { restoreSqlite } from './restore.ts';
import { NOW, openForTest, temporaryFolder } from './store-for-test.ts';

const BEFORE = 'tocsin.db.before-restore-2026-11-23T12-00-00.000Z';

/** A folder with a backup that holds the user `kept`, and a data directory beside it, not made yet. */
async function prepare(t: TestContext) {
  const folder = await temporaryFolder(t);
  await writeUsers(t, join(folder, 'original.db'), 'kept');
  const from = join(folder, 'backup');
  await backupSqlite(join(folder, 'original.db'), from);
  const data = join(folder, 'data');
  return { folder, from, data, databaseFile: join(data, 'tocsin.db') };
}

async function writeUsers(t: TestContext, file: string, ...names: string[]): Promise<void> {
  const store = await openForTest(t, file);
  for (const name of names) await store.users.insert(userRow({ name }));
  await store.close();
}

async function usersOf(t: TestContext, file: string): Promise<string[]> {
  const store = await openForTest(t, file);
  const names = (await store.users.list()).map(({ name }) => name);
  await store.close();
  return names;
}

/** Every file of `folder` with its content. */
async function contentsOf(folder: string): Promise<Map<string, string>> {
  const names = (await readdir(folder)).toSorted();
  return new Map(
    await Promise.all(
      names.map(
        async (name) => [name, await readFile(join(folder, name), 'base64')] satisfies [string, string],
      ),
    ),
  );
}

test('a backup is restored into a directory that is not there yet', async (t) => {
  const { from, data, databaseFile } = await prepare(t);
  assert.deepEqual(await restoreSqlite({ from, databaseFile, force: false, now: () => NOW }), {
    before: undefined,
  });
  assert.deepEqual(await readdir(data), ['tocsin.db']);
  if (process.platform !== 'win32') {
    assert.equal((await stat(data)).mode & 0o777, 0o700);
    assert.equal((await stat(databaseFile)).mode & 0o777, 0o600);
  }
  assert.deepEqual(await usersOf(t, databaseFile), ['kept']);
});

test('the backup is only read', async (t) => {
  const { folder, from, databaseFile } = await prepare(t);
  const before = await readFile(from);
  await restoreSqlite({ from, databaseFile, force: false, now: () => NOW });
  assert.deepEqual(await readFile(from), before);
  assert.deepEqual((await readdir(folder)).toSorted(), ['backup', 'data', 'original.db']);
});

test('a database that is there is refused, and stays', async (t) => {
  const { from, data, databaseFile } = await prepare(t);
  await writeUsers(t, databaseFile, 'present');
  const before = await contentsOf(data);
  await assert.rejects(
    restoreSqlite({ from, databaseFile, force: false, now: () => NOW }),
    (error) => error instanceof Refusal && error.code === 'conflict' && /--force/.test(error.message),
  );
  assert.deepEqual(await contentsOf(data), before);
});

test('with force the present database stays beside the restored one', async (t) => {
  const { from, data, databaseFile } = await prepare(t);
  await writeUsers(t, databaseFile, 'present');
  const { before } = await restoreSqlite({ from, databaseFile, force: true, now: () => NOW });
  assert.equal(before, join(data, BEFORE));
  assert.deepEqual((await readdir(data)).toSorted(), ['tocsin.db', BEFORE]);
  assert.deepEqual(await usersOf(t, databaseFile), ['kept']);
  assert.deepEqual(await usersOf(t, join(data, BEFORE)), ['present']);
});

test('the log of a killed process goes with the old database, never into the restored one', async (t) => {
  const { from, data, databaseFile } = await prepare(t);
  const child = startChild(t, 'insert-forever', databaseFile, 'user');
  const acknowledged: string[] = [];
  for (let n = 0; n < 50; n += 1) acknowledged.push((await child.nextLine()) ?? 'ended early');
  await child.kill('SIGKILL');
  assert.ok((await stat(`${databaseFile}-wal`)).size > 0);

  await restoreSqlite({ from, databaseFile, force: true, now: () => NOW });
  assert.deepEqual((await readdir(data)).toSorted(), ['tocsin.db', BEFORE]);
  assert.deepEqual(await usersOf(t, databaseFile), ['kept']);
  const old = new Set(await usersOf(t, join(data, BEFORE)));
  for (const name of acknowledged) assert.ok(old.has(name), name);
});

test('a damaged database is put aside with its log, as they are', async (t) => {
  const { from, data, databaseFile } = await prepare(t);
  await mkdir(data);
  await writeFile(databaseFile, 'damaged beyond recognition');
  await writeFile(`${databaseFile}-wal`, 'a log');
  await writeFile(`${databaseFile}-shm`, 'an index');
  await restoreSqlite({ from, databaseFile, force: true, now: () => NOW });
  assert.deepEqual((await readdir(data)).toSorted(), ['tocsin.db', BEFORE, `${BEFORE}-wal`]);
  assert.equal(await readFile(join(data, BEFORE), 'utf8'), 'damaged beyond recognition');
  assert.equal(await readFile(join(data, `${BEFORE}-wal`), 'utf8'), 'a log');
  assert.deepEqual(await usersOf(t, databaseFile), ['kept']);
});

test('a log whose database is gone is not played into the restored one', async (t) => {
  const { from, data, databaseFile } = await prepare(t);
  const child = startChild(t, 'insert-forever', join(data, 'other.db'), 'user');
  for (let n = 0; n < 20; n += 1) await child.nextLine();
  await child.kill('SIGKILL');
  await copyFile(join(data, 'other.db-wal'), `${databaseFile}-wal`);
  await restoreSqlite({ from, databaseFile, force: false, now: () => NOW });
  assert.deepEqual(await usersOf(t, databaseFile), ['kept']);
});

test('a copy taken together with its log is restored with what the log holds', async (t) => {
  const { folder, databaseFile } = await prepare(t);
  const child = startChild(t, 'insert-forever', join(folder, 'served.db'), 'user');
  const acknowledged: string[] = [];
  for (let n = 0; n < 20; n += 1) acknowledged.push((await child.nextLine()) ?? 'ended early');
  await child.kill('SIGKILL');
  await restoreSqlite({ from: join(folder, 'served.db'), databaseFile, force: false, now: () => NOW });
  const names = new Set(await usersOf(t, databaseFile));
  for (const name of acknowledged) assert.ok(names.has(name), name);
});

test('a database in use is refused, and stays in use', async (t) => {
  const { from, data, databaseFile } = await prepare(t);
  const store = await openForTest(t, databaseFile);
  await store.users.insert(userRow({ name: 'present' }));
  await assert.rejects(
    restoreSqlite({ from, databaseFile, force: true, now: () => NOW }),
    (error) => error instanceof Refusal && error.code === 'conflict' && /in use/.test(error.message),
  );
  assert.deepEqual((await readdir(data)).toSorted(), ['tocsin.db', 'tocsin.db-shm', 'tocsin.db-wal']);
  assert.equal(await store.users.insert(userRow({ name: 'later' })), 'inserted');
});

test('a name for the old database that is taken undoes everything', async (t) => {
  const { from, data, databaseFile } = await prepare(t);
  await writeUsers(t, databaseFile, 'present');
  await writeFile(join(data, BEFORE), 'an older one');
  const content = await contentsOf(data);
  await assert.rejects(restoreSqlite({ from, databaseFile, force: true, now: () => NOW }), Refusal);
  assert.deepEqual([...(await contentsOf(data)).keys()], [...content.keys()]);
  assert.equal(await readFile(join(data, BEFORE), 'utf8'), 'an older one');
  assert.deepEqual(await usersOf(t, databaseFile), ['present']);
});

test('when a log can not be put aside, what was put aside before it comes back', async (t) => {
  const { from, data, databaseFile } = await prepare(t);
  await mkdir(data);
  for (const suffix of ['', '-wal', '-journal']) await writeFile(databaseFile + suffix, `damaged${suffix}`);
  // In the way of the last step before the new database takes its place.
  await mkdir(join(data, `${BEFORE}-journal`));
  await assert.rejects(restoreSqlite({ from, databaseFile, force: true, now: () => NOW }), StoreError);
  assert.deepEqual((await readdir(data)).toSorted(), [
    'tocsin.db',
    'tocsin.db-journal',
    'tocsin.db-wal',
    `${BEFORE}-journal`,
  ]);
  for (const suffix of ['', '-wal', '-journal']) {
    assert.equal(await readFile(databaseFile + suffix, 'utf8'), `damaged${suffix}`);
  }
});

const useless: {
  what: string;
  spoil: (file: string) => Promise<void> | void;
  code: StoreErrorCode;
  words: RegExp;
}[] = [
  {
    what: 'a text',
    spoil: (file) => writeFile(file, 'text'),
    code: 'corrupt',
    words: /not an SQLite database/,
  },
  { what: 'an empty file', spoil: (file) => writeFile(file, ''), code: 'corrupt', words: /is empty/ },
  {
    what: "another program's database",
    spoil: (file) => exec(file, 'PRAGMA application_id = 7'),
    code: 'corrupt',
    words: /another program's/,
  },
  {
    what: 'a backup of a newer Tocsin',
    spoil: (file) => exec(file, "INSERT INTO migrations VALUES (7, 'future', 'abc', 0)"),
    code: 'newer',
    words: /newer Tocsin \(its schema is version 7/,
  },
  {
    what: 'a backup whose content is damaged',
    spoil: (file) =>
      exec(
        file,
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'facts') WHERE name = 'users'",
      ),
    code: 'corrupt',
    words: /damaged .*not restored/,
  },
  {
    what: 'a backup that was cut off',
    spoil: async (file) => writeFile(file, (await readFile(file)).subarray(0, 20_000)),
    code: 'corrupt',
    words: /damaged/,
  },
];

for (const { what, spoil, code, words } of useless) {
  test(`${what} is not restored, and everything stays as it was`, async (t) => {
    const { folder, from, data, databaseFile } = await prepare(t);
    await writeUsers(t, databaseFile, 'present');
    await spoil(from);
    const before = await contentsOf(data);
    await assert.rejects(restoreSqlite({ from, databaseFile, force: true, now: () => NOW }), (error) => {
      assert.ok(error instanceof StoreError, String(error));
      assert.equal(error.code, code);
      assert.match(error.message, words);
      assert.ok(error.message.includes(from), error.message);
      return true;
    });
    assert.deepEqual(await contentsOf(data), before);
    assert.deepEqual((await readdir(folder)).toSorted(), ['backup', 'data', 'original.db']);
  });
}

test('what is not there, and the database itself, are refused as backups', async (t) => {
  const { folder, databaseFile } = await prepare(t);
  await writeUsers(t, databaseFile, 'present');
  const missing = join(folder, 'missing');
  await assert.rejects(
    restoreSqlite({ from: missing, databaseFile, force: true, now: () => NOW }),
    (error) =>
      error instanceof Refusal && error.code === 'not_found' && error.message.includes(basename(missing)),
  );
  await assert.rejects(
    restoreSqlite({ from: databaseFile, databaseFile, force: true, now: () => NOW }),
    (error) => error instanceof Refusal && error.code === 'invalid',
  );
  assert.deepEqual(await usersOf(t, databaseFile), ['present']);
});

function exec(file: string, sql: string): void {
  const database = new DatabaseSync(file, { defensive: false });
  database.exec(sql);
  database.close();
}
