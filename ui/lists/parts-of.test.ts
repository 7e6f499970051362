import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partSize, partsOf } from './parts-of.ts';

const rows: [from: number, to: number, parts: number[]][] = [
  [0, 0, [0]],
  [0, partSize, [0]],
  [partSize - 1, partSize + 1, [0, 1]],
  [1000, 1030, [0, 20]],
  [1040, 1060, [0, 20, 21]],
];
for (const [from, to, parts] of rows) {
  test(`rows ${from} to ${to} lie in the parts ${parts.join(', ')}`, () => {
    assert.deepEqual(partsOf(from, to), parts);
  });
}
