import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Ending, endingOf } from './ending-of.ts';

const rule = (open_incidents: number, on_rule_end: 'resolve' | 'leave' = 'resolve') => ({
  open_incidents,
  on_rule_end,
});
const rows: [what: string, rules: Parameters<typeof endingOf>[0], ending: Ending][] = [
  ['nothing open', [rule(0), rule(0, 'leave')], { incidents: 0, usual: 'resolve' }],
  ['some open', [rule(2), rule(1)], { incidents: 3, usual: 'resolve' }],
  ['all of it to be left', [rule(2, 'leave'), rule(0)], { incidents: 2, usual: 'leave' }],
  ['rules that do not agree', [rule(2, 'leave'), rule(1)], { incidents: 3, usual: 'resolve' }],
];
for (const [what, rules, ending] of rows) {
  test(`what ends with ${what}`, () => assert.deepEqual(endingOf(rules), ending));
}
