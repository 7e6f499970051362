import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openSqliteStore } from '../../store/sqlite/open-sqlite-store.ts';
import type { Store } from '../../store/store.ts';
import { openSecrets, sealSecrets } from './connector-secrets.ts';
import { folderForTest } from './folder-for-test.ts';
import { fixedKeys, KeyFile } from './key-source.ts';
import { Keyring } from './keyring.ts';
import { keySourceOf, openKeyring } from './open-keyring.ts';
import { rotateKeys } from './rotate-keys.ts';
import { keyIdOf, keyIdOfSealed } from './seal.ts';
import { sourceSecretContext } from './source-secrets.ts';

const now = 1_790_000_000_000;
const secrets = { routingKey: 'R'.repeat(32) };
const key = (byte: number) => new Uint8Array(32).fill(byte);

async function open(t: TestContext): Promise<{ store: Store; source: KeyFile; folder: string }> {
  const folder = await folderForTest(t);
  const store = await openSqliteStore({ file: join(folder, 'tocsin.db'), now: () => now });
  t.after(() => store.close());
  return { store, source: new KeyFile(join(folder, 'secret.key')), folder };
}

async function keep(store: Store, keyring: Keyring, id: string): Promise<void> {
  const sealed = await sealSecrets(keyring, id, secrets);
  const times = { createdAt: now, updatedAt: now };
  const row = { id, name: id, typeId: '.pagerduty', config: {}, options: {}, secrets: sealed, ...times };
  assert.equal(await store.connectors.insert(row), 'inserted');
}

async function keepSecret(store: Store, keyring: Keyring, name: string): Promise<void> {
  const sealed = await keyring.seal(`what ${name} holds`, sourceSecretContext(name));
  await store.secrets.put({ name, type: 'bearer', sealed, createdAt: now, updatedAt: now });
}

async function sealedOf(store: Store, id: string): Promise<Uint8Array> {
  const sealed = (await store.connectors.find(id))?.secrets;
  assert.ok(sealed instanceof Uint8Array, `the secrets of ${id}`);
  return sealed;
}

test('the first opening makes a key file; a later one proves that the key fits', async (t) => {
  const { store, source, folder } = await open(t);
  assert.equal(keySourceOf({ keys: [] }, folder).description, source.file);
  await openKeyring(source, store.meta);
  const [made] = await source.keys();
  assert.equal(made?.length, 32);
  await openKeyring(source, store.meta);
  assert.deepEqual(await source.keys(), [made], 'it is not made anew');

  await source.write([key(7)]);
  await assert.rejects(openKeyring(source, store.meta), {
    name: 'Refusal',
    message: /^None of the encryption/,
  });
  await assert.rejects(openKeyring(fixedKeys([key(7)]), store.meta), {
    message: /^None of the encryption keys in the setting encryption\.keys opens .*\nPut the right key back/,
  });
});

test('a rotation seals everything with a new key and keeps the one before it, the next one drops that', async (t) => {
  const { store, source } = await open(t);
  const keyring = await openKeyring(source, store.meta);
  for (const id of ['one', 'two']) await keep(store, keyring, id);
  await keepSecret(store, keyring, 'of-rules');
  const [oldest] = await source.keys();

  const rotation = await rotateKeys(source, store, false);
  const [second, ...others] = await source.keys();
  assert.ok(second !== undefined && oldest !== undefined);
  assert.deepEqual(rotation, {
    keyId: keyIdOf(second),
    resealed: 2,
    forgotten: [],
    forgottenTargets: [],
    forgottenHeartbeats: [],
    resealedSecrets: 1,
    forgottenSecrets: [],
  });
  const ofRules = (await store.secrets.find('of-rules'))?.sealed;
  assert.ok(ofRules instanceof Uint8Array);
  const opened = await new Keyring(fixedKeys([second])).open(ofRules, sourceSecretContext('of-rules'));
  assert.equal(opened, 'what of-rules holds');
  assert.deepEqual(others, [oldest]);
  for (const id of ['one', 'two']) {
    const sealed = await sealedOf(store, id);
    assert.equal(keyIdOfSealed(sealed), keyIdOf(second));
    assert.deepEqual(await openSecrets(new Keyring(fixedKeys([second])), id, sealed), secrets);
  }
  await openKeyring(fixedKeys([second]), store.meta);

  await rotateKeys(source, store, false);
  const [, before, ...rest] = await source.keys();
  assert.deepEqual([before, rest], [second, []]);
});

test('a connector without secrets is left as it is', async (t) => {
  const { store, source } = await open(t);
  const keyring = await openKeyring(source, store.meta);
  await keep(store, keyring, 'one');
  const was = await sealedOf(store, 'one');
  await store.connectors.resealSecrets([{ id: 'one', was, now: null }]);
  assert.equal((await rotateKeys(source, store, false)).resealed, 0);
  assert.equal((await store.connectors.find('one'))?.secrets, null);
});

test('a secret that no key opens stops a rotation before anything is changed, and is named', async (t) => {
  const { store, source } = await open(t);
  const keyring = await openKeyring(source, store.meta);
  await keep(store, keyring, 'good');
  await keep(store, new Keyring(fixedKeys([key(9)])), 'lost');
  const keys = await source.keys();
  await assert.rejects(rotateKeys(source, store, false), {
    name: 'Refusal',
    message:
      'The secrets of "lost" can not be opened, so nothing was given up. Enter them anew, or use --forget-lost.',
  });
  assert.deepEqual(await source.keys(), keys);

  const rotation = await rotateKeys(source, store, true);
  assert.deepEqual([rotation.resealed, rotation.forgotten], [1, ['lost']]);
  assert.equal((await store.connectors.find('lost'))?.secrets, null);
  assert.deepEqual(await openSecrets(new Keyring(source), 'good', await sealedOf(store, 'good')), secrets);
});

test('a secret of rules that no key opens stops a rotation too, and is given up when that was asked for', async (t) => {
  const { store, source } = await open(t);
  await openKeyring(source, store.meta);
  await keepSecret(store, new Keyring(fixedKeys([key(9)])), 'of-rules');
  await assert.rejects(rotateKeys(source, store, false), {
    message: /^The secrets of "of-rules" can not be/,
  });
  const rotation = await rotateKeys(source, store, true);
  assert.deepEqual([rotation.resealedSecrets, rotation.forgottenSecrets], [0, ['of-rules']]);
  assert.equal((await store.secrets.find('of-rules'))?.sealed, null);
});

test('a lost key file is given up only when that was asked for', async (t) => {
  const { store, source } = await open(t);
  await keep(store, await openKeyring(source, store.meta), 'one');
  await writeFile(source.file, '# empty\n');
  await assert.rejects(rotateKeys(source, store, false), { message: /^There are no encryption keys in / });
  const rotation = await rotateKeys(source, store, true);
  assert.deepEqual([rotation.resealed, rotation.forgotten], [0, ['one']]);
  assert.equal((await source.keys()).length, 1);
  await openKeyring(source, store.meta);
});

test('with keys in the settings everything is sealed with the first of them, and no file is made', async (t) => {
  const { store } = await open(t);
  await keep(store, await openKeyring(fixedKeys([key(1)]), store.meta), 'one');
  const rotation = await rotateKeys(fixedKeys([key(2), key(1)]), store, false);
  assert.deepEqual([rotation.keyId, rotation.resealed, rotation.forgotten], [keyIdOf(key(2)), 1, []]);
  assert.equal(
    (await rotateKeys(fixedKeys([key(2)]), store, false)).resealed,
    0,
    'the old one is not needed',
  );
});

test('an edit with the old key that comes in between is met by a second round', async (t) => {
  const { store, source } = await open(t);
  const keyring = await openKeyring(source, store.meta);
  for (const id of ['one', 'two']) await keep(store, keyring, id);
  const old = new Keyring(fixedKeys(await source.keys()));
  const edited = { routingKey: 'E'.repeat(32) };
  let edits = 0;
  const busy: Store = {
    ...store,
    connectors: {
      ...store.connectors,
      resealSecrets: async (changes) => {
        if (edits++ === 0) {
          const change = { name: 'one', config: {}, updatedAt: now };
          await store.connectors.update('one', {
            ...change,
            secrets: await sealSecrets(old, 'one', edited),
          });
        }
        return store.connectors.resealSecrets(changes);
      },
    },
  };
  const rotation = await rotateKeys(source, busy, false);
  assert.equal(rotation.resealed, 2);
  const [newest] = await source.keys();
  assert.ok(newest !== undefined);
  const only = new Keyring(fixedKeys([newest]));
  assert.deepEqual(await openSecrets(only, 'one', await sealedOf(store, 'one')), edited, 'the edit won');
  assert.deepEqual(await openSecrets(only, 'two', await sealedOf(store, 'two')), secrets);
});
