import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { KeyRing } from './key-ring.ts';
import { otherKey, testKey } from './sandbox-for-tests.ts';

test('a key that it makes has 32 small letters or digits and is not taken for a ruleset', () => {
  const draw = fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }));
  fc.assert(
    fc.property(draw, (numbers) => {
      const { key } = new KeyRing('any', () => numbers.next().value, 10).make(0);
      assert.match(key, /^[a-qs-z0-9][a-z0-9]{31}$/);
    }),
  );
});

test('any key is accepted until it is revoked, and again when it is admitted', () => {
  const keys = new KeyRing('any', () => 0, 10);
  assert.equal(keys.accepts(testKey), true);
  keys.revoke(testKey, 0);
  assert.deepEqual([keys.accepts(testKey), keys.accepts(otherKey)], [false, true]);
  keys.admit(testKey, 0);
  assert.equal(keys.accepts(testKey), true);
});

test('where only known keys are accepted, those are the ones made or admitted and not revoked', () => {
  const keys = new KeyRing('known', () => 0, 10);
  const { key } = keys.make(0);
  keys.admit(otherKey, 0);
  assert.deepEqual(
    [key, otherKey, testKey].map((each) => keys.accepts(each)),
    [true, true, false],
  );
  assert.deepEqual(keys.revoke(key, 5), { key, made: true, revoked: true, since: 5 });
  assert.equal(keys.accepts(key), false);
});

test('cleared, it keeps the keys that it made and takes their revocation back', () => {
  const keys = new KeyRing('known', () => 0, 10);
  const { key } = keys.make(0);
  keys.revoke(key, 0);
  keys.admit(otherKey, 0);
  keys.clear();
  assert.deepEqual(
    keys.list().map((each) => [each.key, each.revoked]),
    [[key, false]],
  );
});

test('it keeps no more keys than it may', () => {
  let number = 0;
  const keys = new KeyRing('any', () => (number++ % 31) / 31, 3);
  for (let n = 0; n < 10; n += 1) keys.make(n);
  assert.equal(keys.list().length, 3);
  assert.equal(keys.list().at(-1)?.since, 9);
});
