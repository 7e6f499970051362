import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { StoreError } from '../store-error.ts';
import { type Migration, migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { checksum } from './schema-state.ts';
import { temporaryFolder } from './store-for-test.ts';

const one: Migration = { version: 1, name: 'one', sql: 'CREATE TABLE one (id INTEGER) STRICT' };
const two: Migration = { version: 2, name: 'two', sql: 'CREATE TABLE two (id INTEGER) STRICT' };
const broken: Migration = {
  version: 2,
  name: 'broken',
  sql: 'CREATE TABLE half (id INTEGER) STRICT; INSERT INTO one VALUES (1); INSERT INTO nowhere VALUES (1)',
};

function migrateTo(database: DatabaseSync, ...steps: Migration[]): void {
  migrate(database, { file: '/data/tocsin.db', migrations: steps, now: 42 });
}

function tablesOf(database: DatabaseSync): unknown[] {
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all();
  return tables.map(({ name }) => name);
}

test('the migrations are numbered from 1 without gaps', () => {
  assert.deepEqual(
    migrations.map(({ version }) => version),
    migrations.map((_, index) => index + 1),
  );
});

test('each migration runs once, and is recorded with its checksum and time', () => {
  const database = new DatabaseSync(':memory:');
  migrateTo(database, one);
  migrateTo(database, one, two);
  migrateTo(database, one, two);
  assert.deepEqual(tablesOf(database), ['migrations', 'one', 'two']);
  assert.deepEqual(
    database
      .prepare('SELECT * FROM migrations ORDER BY version')
      .all()
      .map((row) => ({ ...row })),
    [
      { version: 1, name: 'one', checksum: checksum(one.sql), applied_at: 42 },
      { version: 2, name: 'two', checksum: checksum(two.sql), applied_at: 42 },
    ],
  );
});

test('a migration that fails leaves nothing behind, keeps those before it, and names itself', () => {
  const database = new DatabaseSync(':memory:');
  assert.throws(
    () => migrateTo(database, one, broken),
    (error) => {
      assert.ok(error instanceof StoreError);
      assert.equal(error.code, 'unavailable');
      assert.match(
        error.message,
        /^Migration 2 \(broken\) failed and was undone\. .*tocsin\.db: no such table: nowhere/,
      );
      return true;
    },
  );
  assert.deepEqual(tablesOf(database), ['migrations', 'one']);
  assert.equal(database.prepare('SELECT count(*) AS count FROM one').get()?.count, 0);
  assert.equal(database.isTransaction, false);
  migrateTo(database, one, two);
  assert.deepEqual(tablesOf(database), ['migrations', 'one', 'two']);
});

test('a first migration that fails leaves the database empty, so that it is still anybody’s', () => {
  const database = new DatabaseSync(':memory:');
  assert.throws(() => migrateTo(database, { ...one, sql: `${one.sql}; nonsense` }), StoreError);
  assert.deepEqual(tablesOf(database), []);
  assert.equal(database.prepare('PRAGMA application_id').get()?.application_id, 0);
});

test('a migration that another process ran between the look and the lock is not run again', async (t) => {
  const file = join(await temporaryFolder(t), 'tocsin.db');
  const [mine, other] = [new DatabaseSync(file), new DatabaseSync(file)];
  t.after(() => {
    mine.close();
    other.close();
  });
  let looked = false;
  const raced: Migration = {
    ...one,
    // Names are compared after the first look at what was applied, and before the lock.
    get name() {
      if (!looked) {
        looked = true;
        migrateTo(other, one);
      }
      return 'one';
    },
  };
  migrateTo(mine, raced, two);
  assert.ok(looked);
  assert.deepEqual(tablesOf(mine), ['migrations', 'one', 'two']);
});

test('a migration that was edited after it ran is refused', () => {
  const database = new DatabaseSync(':memory:');
  migrateTo(database, one);
  assert.throws(
    () => migrateTo(database, { ...one, sql: `${one.sql} ` }, two),
    (error) =>
      error instanceof StoreError && error.code === 'corrupt' && /migration 1 \(one\)/.test(error.message),
  );
  assert.deepEqual(tablesOf(database), ['migrations', 'one']);
});

test('a schema that is newer than what is known is refused', () => {
  const database = new DatabaseSync(':memory:');
  migrateTo(database, one, two);
  assert.throws(
    () => migrateTo(database, one),
    (error) =>
      error instanceof StoreError && error.code === 'newer' && /version 2.*up to 1/.test(error.message),
  );
});
