import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paramInWords } from './param-in-words.ts';

const rows: [value: unknown, words: string | undefined][] = [
  [null, undefined],
  ['', undefined],
  [[], undefined],
  [{}, undefined],
  [0, '0'],
  [false, 'no'],
  [true, 'yes'],
  ['10m', '10m'],
  [['2xx', 301], '2xx, 301'],
  [[{ url: 'https://a' }], '[\n  {\n    "url": "https://a"\n  }\n]'],
  [{ comparator: '>', threshold: [90] }, '{\n  "comparator": ">",\n  "threshold": [\n    90\n  ]\n}'],
];
for (const [value, words] of rows) {
  test(`${JSON.stringify(value)} is shown as ${words === undefined ? 'not set' : words.replaceAll(/\s+/g, ' ')}`, () => {
    assert.equal(paramInWords(value), words);
  });
}
