import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { connectorRow } from '../connector-store-suite.ts';
import { StoreError, type StoreErrorCode } from '../store-error.ts';
import { userRow } from '../user-store-suite.ts';
import { openBothSides } from './both-sides-for-test.ts';
import { createOperations } from './operations.ts';

function isStoreError(code: StoreErrorCode, words: RegExp, file: string) {
  return (error: unknown) => {
    assert.ok(error instanceof StoreError, String(error));
    assert.equal(error.code, code, error.message);
    assert.match(error.message, words);
    return error.message.startsWith(file);
  };
}

test('a full disk is said to be full, nothing is half-kept, and the store works again when there is room', async (t) => {
  const { store, database, file } = await openBothSides(t);
  await store.connectors.insert(connectorRow({ id: 'before', secrets: Uint8Array.of(1) }));
  database.exec(`PRAGMA max_page_count = ${Number(database.prepare('PRAGMA page_count').get()?.page_count)}`);
  const large = connectorRow({ id: 'large', config: { text: 'x'.repeat(100_000) } });
  const full = isStoreError('full', /no room left.*no restart is needed/, file);
  await assert.rejects(store.connectors.insert(large), full);
  const changes = [
    { id: 'before', was: Uint8Array.of(1), now: Uint8Array.of(2) },
    { id: 'before', was: Uint8Array.of(2), now: new Uint8Array(100_000) },
  ];
  await assert.rejects(store.connectors.resealSecrets(changes), full);
  assert.deepEqual(await store.connectors.list(), [
    connectorRow({ id: 'before', secrets: Uint8Array.of(1) }),
  ]);

  database.exec('PRAGMA max_page_count = 1000000');
  assert.equal(await store.connectors.insert(large), 'inserted');
  assert.equal(await store.connectors.resealSecrets(changes), 2);
});

test('a lock held for too long by another process is busy, and the store works again after it', async (t) => {
  const { store, file } = await openBothSides(t, 1);
  const other = new DatabaseSync(file);
  other.exec('BEGIN IMMEDIATE');
  await assert.rejects(
    store.users.insertFirst(userRow()),
    isStoreError('busy', /another process held it/, file),
  );
  assert.deepEqual(await store.users.list(), []);
  other.exec('ROLLBACK');
  other.close();
  assert.equal(await store.users.insertFirst(userRow()), true);
});

test('a row that breaks the schema from outside is reported as damage', async (t) => {
  const { store, database } = await openBothSides(t);
  await store.connectors.insert(connectorRow());
  database.exec('PRAGMA ignore_check_constraints = ON');
  database.exec("UPDATE connectors SET config = '[]'");
  await assert.rejects(
    store.connectors.list(),
    (error) => error instanceof StoreError && error.code === 'corrupt' && /config/.test(error.message),
  );
});

for (const [what, row] of [
  ['a fraction', userRow({ createdAt: 1.5 })],
  ['a number beyond 2^53', userRow({ updatedAt: 2 ** 60 })],
  ['NaN', userRow({ createdAt: Number.NaN })],
] satisfies [string, ReturnType<typeof userRow>][]) {
  test(`${what} is not kept as a time`, async (t) => {
    const { store } = await openBothSides(t);
    await assert.rejects(store.users.insert(row), /not a whole number below 2\^53/);
    assert.deepEqual(await store.users.list(), []);
  });
}

test('a field that is missing is not kept as NULL', async (t) => {
  const { database } = await openBothSides(t);
  const operations = createOperations(database, 'file');
  const row = {
    id: 'a',
    name: 'a',
    hash: new Uint8Array(32),
    createdBy: null,
    createdAt: 0,
    lastUsedAt: null,
  };
  const incomplete = JSON.parse(JSON.stringify({ ...row, hash: undefined }));
  assert.throws(
    () => operations['apiKeys.insert']({ ...incomplete, hash: row.hash }),
    /No value was given for \$expiresAt/,
  );
  assert.deepEqual(operations['apiKeys.list'](), []);
});

for (const [pragma, value] of [
  ['journal_mode', 'wal'],
  ['synchronous', 2],
  ['foreign_keys', 1],
  ['trusted_schema', 0],
  ['busy_timeout', 5000],
] satisfies [string, string | number][]) {
  test(`the connection has ${pragma} = ${value}`, async (t) => {
    const { database } = await openBothSides(t);
    assert.deepEqual(Object.values(database.prepare(`PRAGMA ${pragma}`).get() ?? {}), [value]);
  });
}

test('every table is strict', async (t) => {
  const { database } = await openBothSides(t);
  const tables = database
    .prepare("SELECT name, strict FROM pragma_table_list WHERE name NOT LIKE 'sqlite_%'")
    .all();
  assert.ok(tables.length >= 6);
  for (const { name, strict } of tables) assert.equal(strict, 1, String(name));
});
