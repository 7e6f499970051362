import assert from 'node:assert/strict';
import { test } from 'node:test';
import { durationInWords, wholeSeconds } from './duration.ts';

const rows: [milliseconds: number, exact: string, whole: string][] = [
  [0, '0 ms', '1 s'],
  [340, '340 ms', '1 s'],
  [4200, '4.2 s', '4 s'],
  [59_400, '59 s', '59 s'],
  [59_900, '60 s', '1 min'],
  [200_000, '3 min 20 s', '3 min 20 s'],
  [18_600_000, '5 h 10 min', '5 h 10 min'],
  [266_400_000, '3 d 2 h', '3 d 2 h'],
];
for (const [milliseconds, exact, whole] of rows) {
  test(`${milliseconds} ms are "${exact}", and "${whole}" in whole seconds`, () => {
    assert.deepEqual([durationInWords(milliseconds), wholeSeconds(milliseconds)], [exact, whole]);
  });
}
