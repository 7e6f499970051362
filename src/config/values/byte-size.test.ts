import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatByteSize, readByteSize } from './byte-size.ts';

const good: [text: string, bytes: number][] = [
  ['0b', 0],
  ['200b', 200],
  ['1kb', 1024],
  ['1mb', 1_048_576],
  ['2gb', 2_147_483_648],
];
for (const [text, value] of good) {
  test(`"${text}" is ${value} bytes`, () => {
    assert.deepEqual(readByteSize(text), { ok: true, value });
  });
}

const units = 'units are b, kb, mb, gb';
const bad: [text: string, rule: string | undefined][] = [
  ['1048576', 'it has no unit; write "1048576b" for bytes'],
  ['1M', `write "1mb"; ${units}`],
  ['1MB', `write "1mb"; ${units}`],
  ['1 mb', `write "1mb"; ${units}`],
  ['1MiB', `write "1mb"; ${units}`],
  ['5B', `write "5b"; ${units}`],
  ['-1mb', 'a size can not be negative'],
  ['1.5mb', undefined],
  ['1tb', undefined],
  ['mb', undefined],
  ['', undefined],
  ['9007199254740992b', undefined],
];
for (const [text, rule] of bad) {
  test(`"${text}" is no size`, () => {
    assert.deepEqual(readByteSize(text), rule === undefined ? { ok: false } : { ok: false, rule });
  });
}

test('what is written is read again', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (value) => {
      assert.deepEqual(readByteSize(formatByteSize(value)), { ok: true, value });
    }),
  );
});

test('a size is written in the largest unit that holds it whole', () => {
  assert.deepEqual([0, 1000, 1024, 1536, 268_435_456, 5 * 1024 ** 3].map(formatByteSize), [
    '0b',
    '1000b',
    '1kb',
    '1536b',
    '256mb',
    '5gb',
  ]);
});
