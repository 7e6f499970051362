import assert from 'node:assert/strict';
import { test } from 'node:test';
import { durationParts, durationText } from './duration-parts.ts';
import { numberOf, numberText } from './number-text.ts';

const durations: [text: string, amount: string, unit: string, back: string][] = [
  ['10m', '10', 'm', '10m'],
  ['800ms', '800', 'ms', '800ms'],
  ['', '', 'h', ''],
  ['soon', 'soon', 'h', 'soonh'],
];
for (const [text, amount, unit, back] of durations) {
  test(`“${text}” is “${amount}” and ${unit}`, () => {
    const parts = durationParts(text, 'h');
    assert.deepEqual(parts, { amount, unit });
    assert.equal(durationText(parts), back);
  });
}

const numbers: [text: string, value: unknown][] = [
  ['', undefined],
  [' 5 ', 5],
  ['-0.5', -0.5],
  ['.5', 0.5],
  ['1e3', 1000],
  ['1,5', '1,5'],
  ['0x10', '0x10'],
  ['Infinity', 'Infinity'],
];
for (const [text, value] of numbers) {
  test(`“${text}” means ${String(value)}`, () => assert.equal(numberOf(text), value));
}

test('a field shows what is there, number or not', () => {
  assert.deepEqual([5, 'x', null, undefined, [1]].map(numberText), ['5', 'x', '', '', '[1]']);
});
