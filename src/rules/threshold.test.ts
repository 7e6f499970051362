import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meetsThreshold, thresholdCondition, thresholdInWords } from './threshold.ts';

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;

const met: readonly [comparator: string, threshold: number[], yes: number[], no: number[]][] = [
  ['>', [90], [90.1, inf], [90, 89, -inf, nan]],
  ['>=', [90], [90, inf], [89.9, -inf, nan]],
  ['<', [90], [89.9, -inf], [90, 91, inf, nan]],
  ['<=', [90], [90, -inf], [90.1, inf, nan]],
  ['between', [1, 5], [1, 3, 5], [0.9, 5.1, inf, -inf, nan]],
  ['between', [5, 1], [1, 3, 5], [0.9, 5.1]],
  ['notBetween', [1, 5], [0.9, 5.1, inf, -inf], [1, 3, 5, nan]],
  ['notBetween', [5, 1], [0.9, 5.1], [1, 3, 5]],
  ['>', [-0], [0.1], [0, -0]],
];
for (const [comparator, threshold, yes, no] of met) {
  test(`${comparator} ${threshold} is met by ${yes} and not by ${no}`, () => {
    const condition = thresholdCondition.parse({ comparator, threshold });
    for (const value of yes) assert.ok(meetsThreshold(condition, value), String(value));
    for (const value of no) assert.ok(!meetsThreshold(condition, value), String(value));
  });
}

const words: readonly [comparator: string, threshold: number[], text: string][] = [
  ['>', [90], 'greater than 90'],
  ['>=', [0.5], 'greater than or equal to 0.5'],
  ['<', [-1], 'less than -1'],
  ['<=', [0], 'less than or equal to 0'],
  ['between', [10, 9], 'between 9 and 10'],
  ['notBetween', [1, 5], 'not between 1 and 5'],
];
for (const [comparator, threshold, text] of words) {
  test(`${comparator} is told as "${text}"`, () => {
    assert.equal(thresholdInWords(thresholdCondition.parse({ comparator, threshold })), text);
  });
}

const refused: readonly [given: object, path: string, message: RegExp][] = [
  [
    { comparator: 'between', threshold: [1] },
    'threshold',
    /^must have two elements for the "between" comparator$/,
  ],
  [{ comparator: 'notBetween', threshold: [1] }, 'threshold', /two elements for the "notBetween"/],
  [{ comparator: '>', threshold: [1, 2] }, 'threshold', /^must have one element for the ">" comparator$/],
  [{ comparator: '=', threshold: [1] }, 'comparator', /^invalid comparator specified: "="; use one of >, >=/],
  [{ comparator: '>', threshold: [] }, 'threshold', /./],
  [{ comparator: '>', threshold: [inf] }, 'threshold.0', /./],
  [{ comparator: '>', threshold: 90 }, 'threshold', /array/],
  [{ threshold: [90] }, 'comparator', /./],
  [{ comparator: '>', threshold: [1], thresholds: [1] }, '', /thresholds/],
];
for (const [given, path, message] of refused) {
  test(`a threshold ${JSON.stringify(given)} is refused`, () => {
    const [issue] = thresholdCondition.safeParse(given).error?.issues ?? [];
    assert.equal(issue?.path.join('.'), path);
    assert.match(issue?.message ?? '', message);
  });
}
