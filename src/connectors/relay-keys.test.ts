import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openSqliteStore } from '../store/sqlite/open-sqlite-store.ts';
import type { Store } from '../store/store.ts';
import { RelayKeys } from './relay-keys.ts';
import { folderForTest } from './secrets/folder-for-test.ts';
import { createKeyHash, openKeyHash } from './secrets/key-hash.ts';

const now = 1_790_000_000_000;

async function openStore(t: TestContext): Promise<Store> {
  const store = await openSqliteStore({ file: join(await folderForTest(t), 'tocsin.db'), now: () => now });
  t.after(() => store.close());
  return store;
}

async function open(store: Store, random: (bytes: number) => Uint8Array = randomBytes): Promise<RelayKeys> {
  const hash = await openKeyHash(store.meta);
  return RelayKeys.open({ store: store.delivery.relayKeys, hash, now: () => now, random });
}

test('a key is issued for a connector, found by itself alone, and never shown again', async (t) => {
  const store = await openStore(t);
  const keys = await open(store);
  const { key, ...issued } = await keys.issue('on-call', 'alertmanager', 'alice');
  assert.match(key, /^[A-Za-z0-9]{32}$/);
  assert.equal(keys.find(key), 'on-call');
  for (const other of ['', key.slice(1), key.toLowerCase(), `${key} `])
    assert.equal(keys.find(other), undefined);
  assert.deepEqual(issued, {
    id: issued.id,
    connectorId: 'on-call',
    name: 'alertmanager',
    hint: key.slice(0, 4),
    createdBy: 'alice',
    createdAt: now,
  });
  assert.deepEqual(keys.list(), [issued]);
  const [row] = await store.delivery.relayKeys.list();
  assert.equal(row?.hash.length, 32);
  assert.ok(!JSON.stringify(row).includes(key));
});

test('rule 16: the keys are still known after a restart, though only their hashes are kept', async (t) => {
  const store = await openStore(t);
  const { key, ...issued } = await (await open(store)).issue('on-call', 'grafana', null);
  const again = await open(store);
  assert.equal(again.find(key), 'on-call');
  assert.deepEqual(again.list(), [issued]);
  const hash = createKeyHash(randomBytes(32));
  const elsewhere = await RelayKeys.open({
    store: store.delivery.relayKeys,
    hash,
    now: () => now,
    random: randomBytes,
  });
  assert.equal(elsewhere.find(key), undefined, 'with another secret they are nothing');
});

test('a revoked key is unknown at once, and for good', async (t) => {
  const store = await openStore(t);
  const keys = await open(store);
  const { id, key } = await keys.issue('on-call', 'one', null);
  const other = await keys.issue('on-call', 'two', null);
  await keys.revoke(id);
  assert.equal(keys.find(key), undefined);
  assert.equal(keys.find(other.key), 'on-call');
  await assert.rejects(keys.revoke(id), { name: 'Refusal', code: 'not_found' });
  assert.equal((await open(store)).find(key), undefined);
});

test('with a connector all its keys end, and no others', async (t) => {
  const store = await openStore(t);
  const keys = await open(store);
  const gone = [await keys.issue('a', 'one', null), await keys.issue('a', 'two', null)];
  const stays = await keys.issue('b', 'three', null);
  assert.equal(await keys.revokeAllOf('a'), 2);
  assert.deepEqual(
    [...gone, stays].map(({ key }) => keys.find(key)),
    [undefined, undefined, 'b'],
  );
  assert.equal((await open(store)).list().length, 1);
});

test('no key begins with R, as the keys of rulesets do, and no letter comes more often than others', async (t) => {
  const R = 17;
  const bytes = Uint8Array.from({ length: 32 }, (_, i) => [255, 248, R, R, 61, R][i] ?? 62 * (i % 4));
  const keys = await open(await openStore(t), () => bytes);
  const { key } = await keys.issue('a', 'odd numbers', null);
  // 255 and 248 have no letter; R may follow, but not lead.
  assert.ok(key.startsWith('9RAAAA'), key);
});
