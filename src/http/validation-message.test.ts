import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { validationMessage } from './validation-message.ts';

const body = z.strictObject({
  name: z.string(),
  count: z.int().optional(),
  on: z.boolean().optional(),
  list: z.array(z.object({ text: z.string() })).optional(),
  record: z.record(z.string(), z.string()).optional(),
  mood: z.enum(['good', 'bad']).optional(),
  short: z.string().max(3, 'must be short').optional(),
});

const expected = (what: string, got: string) => `expected value of type [${what}] but got [${got}]`;
const cases: [value: unknown, message: string][] = [
  [{}, `[request body.name]: ${expected('string', 'undefined')}`],
  [{ name: null }, `[request body.name]: ${expected('string', 'null')}`],
  [{ name: 7 }, `[request body.name]: ${expected('string', 'number')}`],
  [{ name: [] }, `[request body.name]: ${expected('string', 'Array')}`],
  [{ name: {} }, `[request body.name]: ${expected('string', 'Object')}`],
  [undefined, `[request body]: ${expected('object', 'undefined')}`],
  [null, `[request body]: ${expected('object', 'null')}`],
  [[], `[request body]: ${expected('object', 'Array')}`],
  ['x', `[request body]: ${expected('object', 'string')}`],
  [{ name: 'x', on: 'yes' }, `[request body.on]: ${expected('boolean', 'string')}`],
  [{ name: 'x', count: 1.5 }, '[request body.count]: expected a whole number'],
  [{ name: 'x', count: 'many' }, `[request body.count]: ${expected('number', 'string')}`],
  [
    { name: 'x', list: [{ text: 'a' }, {}] },
    `[request body.list.1.text]: ${expected('string', 'undefined')}`,
  ],
  [{ name: 'x', record: 'text' }, `[request body.record]: ${expected('object', 'string')}`],
  [{ name: 'x', record: { a: 1 } }, `[request body.record.a]: ${expected('string', 'number')}`],
  [{ name: 'x', mood: 'odd' }, '[request body.mood]: Invalid option: expected one of "good"|"bad"'],
  [{ name: 'x', short: 'longer' }, '[request body.short]: must be short'],
  [{ name: 'x', foo: 1 }, '[request body.foo]: definition for this key is missing'],
  [{ name: 'x', foo: 1, bar: 2 }, '[request body.foo]: definition for this key is missing'],
  [{ foo: 1 }, `[request body.name]: ${expected('string', 'undefined')}`],
];
for (const [value, message] of cases) {
  test(`${JSON.stringify(value)} is told: ${message}`, () => {
    const { error } = body.safeParse(value);
    assert.equal(validationMessage(error?.issues ?? [], 'body', value), message);
  });
}

for (const part of ['params', 'query', 'headers'] as const) {
  test(`a message names its part of the request: ${part}`, () => {
    const { error } = body.safeParse({});
    assert.match(
      validationMessage(error?.issues ?? [], part, {}),
      new RegExp(`^\\[request ${part}\\.name\\]: `),
    );
  });
}

test('without an issue the part alone is named', () => {
  assert.equal(validationMessage([], 'query', {}), '[request query]: is not valid');
});
