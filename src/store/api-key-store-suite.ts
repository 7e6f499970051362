import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ApiKeyRow } from './api-key-store.ts';
import type { OpenForTest } from './store-suite.ts';
import { userRow } from './user-store-suite.ts';

/** An API key with every field filled, and those given in their place. */
export function apiKeyRow(given: Partial<ApiKeyRow> = {}): ApiKeyRow {
  return {
    id: 'key-1',
    name: 'Terraform',
    hash: Uint8Array.from({ length: 32 }, (_, n) => 255 - n * 8),
    createdBy: 'admin',
    createdAt: 1_700_000_000_000,
    expiresAt: 1_800_000_000_000,
    lastUsedAt: 1_700_000_060_000,
    ...given,
  };
}

const rows: { what: string; row: ApiKeyRow }[] = [
  { what: 'every field filled', row: apiKeyRow() },
  {
    what: 'no maker, no end and no use',
    row: apiKeyRow({ createdBy: null, expiresAt: null, lastUsedAt: null }),
  },
  { what: 'a maker who is no user', row: apiKeyRow({ createdBy: 'nobody 🚒' }) },
  { what: 'times of zero', row: apiKeyRow({ createdAt: 0, expiresAt: 0, lastUsedAt: 0 }) },
];

/** What `ApiKeyStore` promises, as tests. */
export function apiKeyStoreSuite(open: OpenForTest): void {
  for (const { what, row } of rows) {
    test(`an API key with ${what} comes back as it was kept`, async (t) => {
      const { apiKeys } = (await open(t)).store;
      assert.equal(await apiKeys.insert(row), 'inserted');
      assert.deepEqual(await apiKeys.find(row.id), row);
      assert.deepEqual(await apiKeys.list(), [row]);
    });
  }

  test('an API key whose id is taken is a conflict, and the first one stays', async (t) => {
    const { apiKeys } = (await open(t)).store;
    await apiKeys.insert(apiKeyRow());
    assert.equal(await apiKeys.insert(apiKeyRow({ hash: new Uint8Array(32) })), 'conflict');
    assert.deepEqual(await apiKeys.list(), [apiKeyRow()]);
  });

  test('an API key that is not there is found by nobody', async (t) => {
    const { apiKeys } = (await open(t)).store;
    assert.equal(await apiKeys.find('nobody'), undefined);
    assert.deepEqual(await apiKeys.list(), []);
  });

  test('API keys are listed newest first, those of one time by id', async (t) => {
    const { apiKeys } = (await open(t)).store;
    const ordered = [
      apiKeyRow({ id: 'z', createdAt: 3 }),
      apiKeyRow({ id: 'B', createdAt: 2 }),
      apiKeyRow({ id: 'a', createdAt: 2 }),
      apiKeyRow({ id: 'é', createdAt: 2 }),
      apiKeyRow({ id: '0', createdAt: 1 }),
    ];
    for (const row of ordered.toReversed()) await apiKeys.insert(row);
    assert.deepEqual(await apiKeys.list(), ordered);
  });

  test('the use of an API key is noted on that key alone', async (t) => {
    const { apiKeys } = (await open(t)).store;
    await apiKeys.insert(apiKeyRow({ id: 'a', lastUsedAt: null }));
    await apiKeys.insert(apiKeyRow({ id: 'b', lastUsedAt: null }));
    assert.equal(await apiKeys.touch('a', 42), true);
    assert.equal(await apiKeys.touch('nobody', 42), false);
    assert.deepEqual(await apiKeys.find('a'), apiKeyRow({ id: 'a', lastUsedAt: 42 }));
    assert.deepEqual(await apiKeys.find('b'), apiKeyRow({ id: 'b', lastUsedAt: null }));
  });

  test('a deleted API key is gone, alone', async (t) => {
    const { apiKeys } = (await open(t)).store;
    await apiKeys.insert(apiKeyRow({ id: 'a' }));
    await apiKeys.insert(apiKeyRow({ id: 'b' }));
    assert.equal(await apiKeys.delete('a'), true);
    assert.equal(await apiKeys.delete('a'), false);
    assert.deepEqual(await apiKeys.list(), [apiKeyRow({ id: 'b' })]);
  });

  test('the store leaves the API keys of a deleted user to its caller', async (t) => {
    const { users, apiKeys } = (await open(t)).store;
    await users.insert(userRow({ name: 'admin' }));
    await users.insert(userRow({ name: 'other' }));
    await apiKeys.insert(apiKeyRow({ createdBy: 'admin' }));
    assert.equal(await users.deleteUnlessLast('admin'), 'deleted');
    assert.deepEqual(await apiKeys.list(), [apiKeyRow({ createdBy: 'admin' })]);
  });
}
