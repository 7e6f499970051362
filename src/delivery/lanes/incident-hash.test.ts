import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { incidentHashLength } from '../../store/delivery-store.ts';
import { incidentHash } from './incident-hash.ts';

const hex = (salt: string, target: number, key: string) => incidentHash(salt, target, key).toHex();

test('the same incident has the same hash on every start: SHA-256, cut', () => {
  const text = 'pepper';
  const digest = createHash('sha256')
    .update(`6:${text}12:host é 🔥`)
    .digest()
    .subarray(0, incidentHashLength);
  assert.deepEqual(incidentHash(text, 12, 'host é 🔥'), new Uint8Array(digest));
});

test('hashes that are made one after the other share memory, and none is written over', () => {
  const keys = Array.from({ length: 1000 }, (_, n) => `key ${n}`);
  const hashes = keys.map((key) => incidentHash('salt', 1, key));
  const memory = new Set(hashes.map(({ buffer }) => buffer));
  const bytes = [...memory].reduce((sum, { byteLength }) => sum + byteLength, 0);
  assert.ok(
    memory.size <= 5 && bytes <= 1280 * incidentHashLength,
    `${bytes} bytes in ${memory.size} pieces`,
  );
  for (const [index, key] of keys.entries()) assert.deepEqual(hashes[index], incidentHash('salt', 1, key));
});

const different: readonly (readonly [
  why: string,
  a: [string, number, string],
  b: [string, number, string],
])[] = [
  ['keys differ', ['s', 1, 'a'], ['s', 1, 'b']],
  ['keys differ in case', ['s', 1, 'a'], ['s', 1, 'A']],
  ['keys differ in a space at the end', ['s', 1, 'a'], ['s', 1, 'a ']],
  ['keys only look the same', ['s', 1, '\u00e9'], ['s', 1, 'e\u0301']],
  ['targets differ', ['s', 1, 'a'], ['s', 2, 'a']],
  ['salts differ', ['s', 1, 'a'], ['t', 1, 'a']],
  ['the target runs into the key', ['s', 1, '1:a'], ['s', 11, ':a']],
  ['the key begins like the rest of a target', ['s', 1, '2:a'], ['s', 12, 'a']],
  ['the salt runs into the target', ['s', 11, 'a'], ['s1', 1, 'a']],
  ['the salt looks like a length', ['1:s', 1, 'a'], ['s', 1, 'a']],
];
for (const [why, a, b] of different) {
  test(`other incidents have other hashes: ${why}`, () => assert.notEqual(hex(...a), hex(...b)));
}
