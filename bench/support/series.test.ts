import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ratioOf, seriesOf } from './series.ts';

test('the median stands in the middle, or between the two that do', () => {
  assert.deepEqual(seriesOf([9, 1, 5]), { values: [9, 1, 5], median: 5, lowest: 1, highest: 9 });
  assert.equal(seriesOf([4, 1, 2, 3]).median, 2.5);
});

test('a ratio is of medians, and spreads as the rounds do', () => {
  const ratio = ratioOf(seriesOf([10, 20, 90]), seriesOf([10, 40, 30]));
  assert.equal(ratio.median, 20 / 30);
  assert.equal(ratio.lowest, 0.5);
  assert.equal(ratio.highest, 3);
});
