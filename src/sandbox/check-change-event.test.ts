import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkChangeEvent } from './check-change-event.ts';
import { testKey } from './sandbox-for-tests.ts';

const summary = 'Deployed 1.2.3';

const cases: [name: string, fields: Record<string, unknown>, key: unknown, errors: string[]][] = [
  ['a summary alone', { payload: { summary } }, testKey, []],
  [
    'everything',
    {
      payload: { summary, source: 'ci', timestamp: '2026-11-23T10:00:00Z', custom_details: { a: 1 } },
      links: [{ href: 'https://ci', text: 'Build' }],
    },
    testKey,
    [],
  ],
  ['images, which PagerDuty ignores', { payload: { summary }, images: 'x' }, testKey, []],
  [
    'the key of a ruleset',
    { payload: { summary } },
    `R${testKey.slice(1)}`,
    ["'routing_key' is invalid (change events cannot be sent to a ruleset)"],
  ],
  ['no payload', {}, testKey, ["'payload' is missing or blank"]],
  ['no summary', { payload: {} }, testKey, ["'payload.summary' is missing or blank"]],
  [
    'a long summary and no key',
    { payload: { summary: 'x'.repeat(1025) } },
    undefined,
    ["'routing_key' is missing or blank", "'summary' is too long (maiximum is 1024 characters)"],
  ],
  ['an empty link', { payload: { summary }, links: [{}] }, testKey, ["'links[0].href' is missing or blank"]],
];

for (const [name, fields, key, errors] of cases) {
  test(`a change event with ${name} is ${errors.length === 0 ? 'taken' : 'refused'}`, () => {
    const check = checkChangeEvent(fields, key);
    assert.deepEqual(check.kind === 'invalid' ? check.errors : [], errors);
  });
}
