import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findVariables } from './find-variables.ts';
import { insertAt } from './insert-at.ts';

const variables = [
  { name: 'rule.name', description: 'The name of the rule.' },
  { name: 'context.target', description: 'What was asked.', sample: 'Shop' },
  { name: 'context.reason', description: 'What is wrong with the target.' },
];

const searches: [search: string, found: string[]][] = [
  ['', ['rule.name', 'context.target', 'context.reason']],
  ['TARGET', ['context.target', 'context.reason']],
  ['shop', ['context.target']],
  ['context wrong', ['context.reason']],
  ['nothing', []],
];
for (const [search, found] of searches) {
  test(`a search for "${search}" finds ${found.length} variables, by name first`, () => {
    assert.deepEqual(
      findVariables(variables, search).map(({ name }) => name),
      found,
    );
  });
}

const insertions: [text: string, start: number, end: number, result: string, cursor: number][] = [
  ['', 0, 0, '{{a}}', 5],
  ['is down', 0, 0, '{{a}}is down', 5],
  ['on  now', 3, 3, 'on {{a}} now', 8],
  ['on HOST now', 3, 7, 'on {{a}} now', 8],
];
for (const [text, start, end, result, cursor] of insertions) {
  test(`a variable at ${start} to ${end} of "${text}" makes "${result}"`, () => {
    assert.deepEqual(insertAt(text, { start, end }, '{{a}}'), { text: result, cursor });
  });
}
