import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openSqliteStore } from '../../store/sqlite/open-sqlite-store.ts';
import type { Store } from '../../store/store.ts';
import { folderForTest } from './folder-for-test.ts';
import { fixedKeys, KeyFile } from './key-source.ts';
import { Keyring } from './keyring.ts';
import { openKeyring } from './open-keyring.ts';
import { rotateKeys } from './rotate-keys.ts';
import { keyIdOf, keyIdOfSealed } from './seal.ts';
import { openTargetKey, sealTargetKey } from './target-secrets.ts';

const routingKey = 'K'.repeat(32);
const url = 'https://events.pagerduty.com/v2/enqueue';
const hashOf = (byte: number) => new Uint8Array(32).fill(byte);

async function open(t: TestContext): Promise<{ store: Store; source: KeyFile; keyring: Keyring }> {
  const folder = await folderForTest(t);
  const store = await openSqliteStore({ file: join(folder, 'tocsin.db'), now: () => 0 });
  t.after(() => store.close());
  const source = new KeyFile(join(folder, 'secret.key'));
  return { store, source, keyring: await openKeyring(source, store.meta) };
}

async function keep(store: Store, keyring: Keyring, byte: number): Promise<void> {
  const hash = hashOf(byte);
  await store.delivery.addTarget({ hash, url, key: await sealTargetKey(keyring, hash, routingKey) });
}

async function keysOf(store: Store): Promise<(Uint8Array | null)[]> {
  const { targets } = await store.delivery.targets();
  return targets.toSorted((a, b) => a.id - b.id).map(({ key }) => key);
}

test('a sealed routing key opens for its own target alone', async (t) => {
  const { keyring } = await open(t);
  const sealed = await sealTargetKey(keyring, hashOf(1), routingKey);
  assert.equal(await openTargetKey(keyring, hashOf(1), sealed), routingKey);
  await assert.rejects(openTargetKey(keyring, hashOf(2), sealed), { name: 'Refusal' });
});

test('a rotation seals the routing keys of targets anew, and the next one drops the old key', async (t) => {
  const { store, source, keyring } = await open(t);
  for (const byte of [1, 2]) await keep(store, keyring, byte);
  for (let rotation = 0; rotation < 2; rotation++) {
    const rotated = await rotateKeys(source, store, false);
    assert.deepEqual(rotated.forgottenTargets, []);
    const [newest] = await source.keys();
    assert.ok(newest !== undefined);
    const only = new Keyring(fixedKeys([newest]));
    for (const [i, sealed] of (await keysOf(store)).entries()) {
      assert.ok(sealed !== null);
      assert.equal(keyIdOfSealed(sealed), keyIdOf(newest));
      assert.equal(await openTargetKey(only, hashOf(i + 1), sealed), routingKey);
    }
  }
  assert.equal((await source.keys()).length, 2);
});

test('a key that only a target is sealed with stays in the file', async (t) => {
  const { store, source } = await open(t);
  await rotateKeys(source, store, false);
  const [newest = hashOf(0), ...older] = await source.keys();
  const forgotten = hashOf(9);
  await source.write([newest, ...older, forgotten]);
  const late: Store = {
    ...store,
    delivery: {
      ...store.delivery,
      // As when a running server seals while the rotation is at its end, with a key it has read long ago.
      resealTargets: async () => 0,
    },
  };
  await keep(store, new Keyring(fixedKeys([forgotten])), 3);
  await rotateKeys(source, late, false);
  assert.ok((await source.keys()).some((key) => keyIdOf(key) === keyIdOf(forgotten)));
});

test('an erased key is left as it is', async (t) => {
  const { store, source } = await open(t);
  await store.delivery.addTarget({ hash: hashOf(1), url, key: null });
  assert.deepEqual((await rotateKeys(source, store, true)).forgottenTargets, []);
  assert.deepEqual(await keysOf(store), [null]);
});

test("a target's key that no key opens stops a rotation; with --forget-lost it becomes null", async (t) => {
  const { store, source, keyring } = await open(t);
  await keep(store, keyring, 1);
  await keep(store, new Keyring(fixedKeys([hashOf(9)])), 2);
  const before = await source.keys();
  await assert.rejects(rotateKeys(source, store, false), {
    name: 'Refusal',
    message: /^The secrets of "https:\/\/events\.pagerduty\.com\/v2\/enqueue" can not be opened, so nothing/,
  });
  assert.deepEqual(await source.keys(), before);
  assert.deepEqual((await rotateKeys(source, store, true)).forgottenTargets, [url]);
  const [first, second] = await keysOf(store);
  assert.ok(first instanceof Uint8Array);
  assert.equal(second, null);
});
