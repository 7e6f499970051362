import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fitDedupKey } from './fit-dedup-key.ts';

test('a dedup key of 255 units stays', () => {
  for (const key of ['k', 'k'.repeat(255), `k${'🔑'.repeat(127)}`])
    assert.deepEqual(fitDedupKey(key), { dedupKey: key });
});

test('a longer dedup key ends in the SHA-256 of the whole', () => {
  assert.deepEqual(fitDedupKey('a'.repeat(256)), {
    // printf 'a%.0s' $(seq 256) | sha256sum
    dedupKey: `${'a'.repeat(190)}~02d7160d77e18c6447be80c2e355c7ed4388545271702c50253b0914c65ce5fe`,
    note: 'dedup_key shortened from 256 to 255 characters by its SHA-256',
  });
});

test('a pair is never halved', () => {
  const { dedupKey } = fitDedupKey(`k${'🔑'.repeat(200)}`);
  assert.equal(dedupKey.length, 254);
  assert.ok(dedupKey.startsWith(`k${'🔑'.repeat(94)}~`));
});

test('lone surrogates become U+FFFD', () => {
  assert.equal(fitDedupKey('a\udc00').dedupKey, 'a\ufffd');
});

test('a fitted dedup key is well-formed, within the limit and stays itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400, size: 'max' }), (key) => {
      const { dedupKey } = fitDedupKey(key);
      assert.ok(dedupKey.length <= 255 && dedupKey.isWellFormed());
      assert.deepEqual(fitDedupKey(dedupKey), { dedupKey });
    }),
  );
});

test('long keys that differ only at the end stay different', () => {
  assert.notEqual(fitDedupKey(`${'a'.repeat(300)}1`).dedupKey, fitDedupKey(`${'a'.repeat(300)}2`).dedupKey);
});
