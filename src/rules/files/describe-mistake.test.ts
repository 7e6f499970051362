import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { mistakesOf } from './describe-mistake.ts';

const schema = z.strictObject({
  size: z.int().min(1).max(9).optional(),
  status: z.array(z.union([z.int(), z.string().min(2)])).optional(),
  text: z.string().max(5).optional(),
  url: z
    .string()
    .superRefine((_, context) => context.addIssue({ code: 'custom', message: 'use another one' }))
    .optional(),
  mode: z.enum(['on', 'off']).optional(),
  check: z.union([z.strictObject({ path: z.string() }), z.strictObject({ regex: z.string() })]).optional(),
  list: z.array(z.strictObject({ name: z.string() })).optional(),
});

const secret = 'Bearer sE1cret';
const cases: [name: string, value: unknown, ...words: string[]][] = [
  ['a number that is too large', { size: 10 }, 'size is 10: use 9 or less'],
  ['a number that is too small', { size: 0 }, 'size is 0: use 1 or more'],
  ['a text for a number', { size: secret }, 'size is a text: use a number'],
  ['a word that is none of a few', { mode: 'onn' }, 'mode is "onn": use on or off'],
  ['nothing', { mode: null }, 'mode is empty: use on or off'],
  ['a text that is too long', { text: secret }, 'text: Too big: expected string to have <=5 characters'],
  ['what only its type knows', { url: secret }, 'url: use another one'],
  ['neither of two kinds', { status: [200, true] }, 'status.1 is true: use a number or a text'],
  [
    'one of two kinds, and wrong',
    { status: ['2'] },
    'status.0: Too small: expected string to have >=2 characters',
  ],
  ['one of two forms', { check: { regex: 5 } }, 'check.regex is 5: use a text, in quotes'],
  [
    'a key below',
    { list: [{ name: 'a', nam: 'b' }] },
    'there is no key "nam" in list.0: did you mean "name"?',
  ],
  [
    'a key that is like no other',
    { other: 1 },
    'there is no key "other": use size, status, text, url, mode, check, list',
  ],
  ['no map', [], 'this is a list: use a group of keys'],
];
for (const [name, value, ...words] of cases) {
  test(`a mistake in words, and never with what may be a secret: ${name}`, () => {
    const { error } = schema.safeParse(value);
    const found = mistakesOf(schema, value, error?.issues ?? []);
    assert.deepEqual(
      found.map((mistake) => mistake.words),
      words,
    );
    assert.ok(!JSON.stringify(found).includes(secret));
  });
}
