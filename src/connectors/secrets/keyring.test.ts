import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectorContext, openSecrets, sealSecrets } from './connector-secrets.ts';
import { fixedKeys } from './key-source.ts';
import { Keyring } from './keyring.ts';
import { keyIdOf, keyIdOfSealed } from './seal.ts';

const key = (byte: number) => new Uint8Array(32).fill(byte);
const keyringOf = (...bytes: number[]) => new Keyring(fixedKeys(bytes.map(key)));

test('the first key encrypts, and every key decrypts', async () => {
  const sealed = await keyringOf(1, 2).seal('text', 'here');
  assert.equal(keyIdOfSealed(sealed), keyIdOf(key(1)));
  assert.equal(await keyringOf(1, 2).currentKeyId(), keyIdOf(key(1)));
  assert.equal(await keyringOf(3, 2, 1).open(sealed, 'here'), 'text');
});

test('without the key that sealed it, the refusal names that key and where keys come from', async () => {
  const sealed = await keyringOf(1).seal('text', 'here');
  await assert.rejects(keyringOf(2, 3).open(sealed, 'here'), {
    name: 'Refusal',
    code: 'unavailable',
    message: `None of the encryption keys in the setting encryption.keys opens this secret: it was sealed with key ${keyIdOf(key(1))}.`,
  });
});

test('without any key nothing can be sealed', async () => {
  const message = 'There is no encryption key in the setting encryption.keys.';
  await assert.rejects(keyringOf().seal('text', 'here'), { name: 'Refusal', message });
  await assert.rejects(keyringOf().currentKeyId(), { name: 'Refusal', message });
});

const damaged = {
  name: 'Refusal',
  code: 'unavailable',
  message: 'The secret is damaged, or was moved here from somewhere else in the database. Enter it anew.',
};

test('a secret from elsewhere, and bytes that are none, are refused as damaged', async () => {
  const sealed = await keyringOf(1).seal('text', 'here');
  await assert.rejects(keyringOf(1).open(sealed, 'there'), damaged);
  await assert.rejects(keyringOf(1).open(sealed.subarray(0, sealed.length - 1), 'here'), damaged);
  await assert.rejects(keyringOf(1).open(new Uint8Array(100), 'here'), damaged);
  await assert.rejects(keyringOf(1).open(new Uint8Array(0), 'here'), damaged);
});

test('the secrets of a connector open for this connector only', async () => {
  const keyring = keyringOf(1);
  const secrets = { routingKey: 'R'.repeat(32) };
  const sealed = await sealSecrets(keyring, 'one', secrets);
  assert.deepEqual(await openSecrets(keyring, 'one', sealed), secrets);
  await assert.rejects(openSecrets(keyring, 'two', sealed), damaged);
  assert.notEqual(connectorContext('one'), connectorContext('two'));
});
