import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { ConnectorRow } from '../store/connector-store.ts';
import { openSqliteStore } from '../store/sqlite/open-sqlite-store.ts';
import { KeyDirectory } from './key-directory.ts';
import { sealSecrets } from './secrets/connector-secrets.ts';
import { folderForTest } from './secrets/folder-for-test.ts';
import { createKeyHash } from './secrets/key-hash.ts';
import { fixedKeys } from './secrets/key-source.ts';
import { Keyring } from './secrets/keyring.ts';

const keyA = 'A'.repeat(32);
const keyB = 'B'.repeat(32);
const ringOf = (byte: number) => new Keyring(fixedKeys([new Uint8Array(32).fill(byte)]));

async function open(t: TestContext) {
  const store = await openSqliteStore({ file: join(await folderForTest(t), 'tocsin.db'), now: () => 0 });
  t.after(() => store.close());
  const keyring = ringOf(1);
  const preconfigured: { id: string; secrets: { routingKey: string } }[] = [];
  const rowOf = async (id: string, routingKey: string, createdAt: number, ring = keyring) => {
    const secrets = await sealSecrets(ring, id, { routingKey });
    const times = { createdAt, updatedAt: createdAt };
    return { id, name: id, typeId: '.pagerduty', config: {}, options: {}, secrets, ...times };
  };
  const keep = async (...args: Parameters<typeof rowOf>): Promise<ConnectorRow> => {
    const row = await rowOf(...args);
    assert.equal(await store.connectors.insert(row), 'inserted');
    return row;
  };
  const hash = createKeyHash(randomBytes(32));
  const directory = () =>
    KeyDirectory.open({ store: store.connectors, keyring, preconfigured: () => preconfigured, hash });
  return { connectors: store.connectors, preconfigured, keep, rowOf, directory };
}

test('a connector is found by its own integration key from the start', async (t) => {
  const { keep, directory } = await open(t);
  await keep('a', keyA, 1);
  await keep('b', keyB, 2);
  const found = await directory();
  assert.deepEqual([found.find(keyA), found.find(keyB)], ['a', 'b']);
  for (const key of ['', 'C'.repeat(32), keyA.toLowerCase(), `${keyA}A`])
    assert.equal(found.find(key), undefined);
});

test('it follows when a connector is made, gets another key, or is deleted', async (t) => {
  const { connectors, keep, rowOf, directory } = await open(t);
  const found = await directory();
  await keep('a', keyA, 1);
  assert.equal(found.find(keyA), undefined);
  await found.changed('a');
  assert.equal(found.find(keyA), 'a');
  await connectors.update('a', await rowOf('a', keyB, 1));
  await found.changed('a');
  assert.deepEqual([found.find(keyA), found.find(keyB)], [undefined, 'a']);
  await connectors.delete('a');
  await found.changed('a');
  assert.equal(found.find(keyB), undefined);
});

test('of several connectors with one key it is the one made first, whoever comes later', async (t) => {
  const { connectors, keep, directory } = await open(t);
  await keep('z-old', keyA, 1);
  const found = await directory();
  await keep('a-new', keyA, 2);
  await found.changed('a-new');
  assert.equal(found.find(keyA), 'z-old');
  assert.equal((await directory()).find(keyA), 'z-old', 'after a restart too');
  await connectors.delete('z-old');
  await found.changed('z-old');
  assert.equal(found.find(keyA), 'a-new');
});

test('of the same age it is the one whose id comes first', async (t) => {
  const { keep, directory } = await open(t);
  for (const id of ['b', 'a', 'c']) await keep(id, keyA, 1);
  assert.equal((await directory()).find(keyA), 'a');
});

test('preconfigured connectors go first, in their order, and are read anew with each change', async (t) => {
  const { preconfigured, keep, directory } = await open(t);
  await keep('a', keyA, 1);
  const found = await directory();
  for (const id of ['second', 'first']) preconfigured.unshift({ id, secrets: { routingKey: keyA } });
  assert.equal(found.find(keyA), 'a');
  await found.reload();
  assert.equal(found.find(keyA), 'first');
  preconfigured.length = 0;
  await found.changed('a');
  assert.equal(found.find(keyA), 'a');
});

test('a connector without secrets, with lost ones, or with a key that is none of PagerDuty’s is not found', async (t) => {
  const { connectors, preconfigured, keep, directory } = await open(t);
  const { secrets: was } = await keep('without', keyA, 1);
  assert.ok(was !== null);
  await connectors.resealSecrets([{ id: 'without', was, now: null }]);
  await keep('lost', keyB, 1, ringOf(2));
  await keep('guessable', 'test', 1);
  await keep('good', 'G'.repeat(32), 1);
  preconfigured.push({ id: 'short', secrets: { routingKey: 'short' } });
  const found = await directory();
  assert.deepEqual(
    [keyA, keyB, 'test', 'short', 'G'.repeat(32)].map((key) => found.find(key)),
    [undefined, undefined, undefined, undefined, 'good'],
  );
});

test('changes that come at once end with what was written last', async (t) => {
  const { connectors, keep, rowOf, directory } = await open(t);
  await keep('a', keyA, 1);
  const found = await directory();
  const first = found.changed('a');
  await connectors.update('a', await rowOf('a', keyB, 1));
  await Promise.all([first, found.changed('a'), found.reload(), found.changed('a')]);
  assert.deepEqual([found.find(keyA), found.find(keyB)], [undefined, 'a']);
});
