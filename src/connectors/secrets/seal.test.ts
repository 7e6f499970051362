import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { keyIdOf, keyIdOfSealed, keyLength, seal, unseal } from './seal.ts';

const key = new Uint8Array(randomBytes(keyLength));
const context = 'tocsin/connector/one/secrets';

test('what was sealed opens with the same key and context, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, where) => {
      assert.equal(
        unseal(key, seal(key, text, where), where),
        text.isWellFormed() ? text : text.toWellFormed(),
      );
    }),
  );
});

test('the same text is sealed differently each time, and is not to be seen in it', () => {
  const [one, other] = [seal(key, 'a routing key', context), seal(key, 'a routing key', context)];
  assert.notDeepEqual(one, other);
  assert.ok(!Buffer.from(one).includes('routing'));
});

test('it opens with no other key', () => {
  const sealed = seal(key, 'secret', context);
  assert.throws(() => unseal(new Uint8Array(randomBytes(keyLength)), sealed, context));
});

test('it opens in no other context', () => {
  const sealed = seal(key, 'secret', context);
  for (const other of ['tocsin/connector/two/secrets', '', `${context} `]) {
    assert.throws(() => unseal(key, sealed, other));
  }
});

test('a change in any byte but those of the key id is found', () => {
  const sealed = seal(key, 'secret', context);
  for (const index of sealed.keys()) {
    const changed = Uint8Array.from(sealed);
    changed[index] = (changed[index] ?? 0) ^ 1;
    if (index === 0) assert.equal(keyIdOfSealed(changed), undefined, 'an unknown version');
    else if (index <= 8) assert.notEqual(keyIdOfSealed(changed), keyIdOf(key), 'another key');
    else assert.throws(() => unseal(key, changed, context), `byte ${index}`);
  }
  for (const length of [0, 1, 20, 36, sealed.length - 1]) {
    assert.throws(() => unseal(key, sealed.subarray(0, length), context), `${length} bytes`);
  }
});

test('it names the key that sealed it, without telling anything of it', () => {
  const sealed = seal(key, '', context);
  assert.equal(keyIdOfSealed(sealed), keyIdOf(key));
  assert.match(keyIdOf(key), /^[0-9a-f]{16}$/);
  assert.ok(!Buffer.from(key).toString('hex').includes(keyIdOf(key)));
  assert.equal(keyIdOfSealed(sealed.subarray(0, 36)), undefined, 'shorter than any sealed secret');
});
