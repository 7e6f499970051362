import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { describeKeyShape, isIntegrationKey, isRulesetKey } from './integration-key.ts';

const key = 'R015abcDEF0123456789abcdef012345';

test('an integration key has 32 ASCII letters or digits', () => {
  assert.equal(isIntegrationKey(key), true);
  assert.equal(isIntegrationKey('g'.repeat(32)), true);
});

test('a key that begins with R is one of a ruleset', () => {
  assert.equal(isRulesetKey(key), true);
  assert.equal(isRulesetKey(key.toLowerCase()), false);
  assert.equal(isRulesetKey(''), false);
});

const shapes: [string, string, string][] = [
  ['a short key', 'a'.repeat(12), 'has 12 characters, not 32'],
  ['a key of one character', 'a', 'has 1 character, not 32'],
  ['a key with a dash', `${'a'.repeat(31)}-`, 'contains other characters than letters and digits'],
  [
    'a UUID',
    '0'.repeat(35).concat('-'),
    'has 36 characters, not 32 and contains other characters than letters and digits',
  ],
  ['letters beyond ASCII', 'é'.repeat(32), 'contains other characters than letters and digits'],
  ['a line break at the end', `${key}\n`, 'has white space before or after it'],
  ['nothing', '', 'is empty'],
  ['only spaces', '   ', 'is empty'],
];
for (const [name, text, description] of shapes) {
  test(`${name} is no integration key, and the description says why`, () => {
    assert.equal(isIntegrationKey(text), false);
    assert.equal(describeKeyShape(text), description);
  });
}

test('the description of a key never holds a part of it', () => {
  // A key in these letters shares none with the description, so any overlap would be a leak.
  const letters = fc.constantFrom(...'QXZ!_%§ÄÖ');
  fc.assert(
    fc.property(fc.string({ unit: letters, minLength: 1, maxLength: 60 }), (text) => {
      const description = describeKeyShape(text);
      assert.equal(
        [...text].some((letter) => description.includes(letter)),
        false,
      );
    }),
  );
});
