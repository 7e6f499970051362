import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { z } from 'zod';
import { buildChangeEvent, changeEventFault, changeParamsSchema, parseChangeParams } from './change-event.ts';

function built(input: unknown) {
  const parsed = parseChangeParams(input);
  assert.ok(parsed.ok, parsed.ok ? '' : parsed.message);
  return buildChangeEvent(parsed.params, { defaultSource: 'Tocsin' });
}

test('a change event needs only a summary', () => {
  assert.deepEqual(built({ summary: 'Deployed 1.2' }), {
    payload: { summary: 'Deployed 1.2', source: 'Tocsin' },
  });
});

test('a change event carries everything it was given, in PagerDuty’s words', () => {
  const input = {
    summary: 'Deployed \ud800',
    source: 'ci',
    timestamp: '2011-05-06T17:00Z',
    customDetails: '{"build":7}',
    links: [
      { href: 'https://ci', text: '' },
      { href: '', text: 'nowhere' },
    ],
  };
  assert.deepEqual(built(input), {
    payload: {
      summary: 'Deployed \ufffd',
      source: 'ci',
      timestamp: '2011-05-06T17:00:00.000Z',
      custom_details: { build: 7 },
    },
    links: [{ href: 'https://ci' }],
  });
});

const refused: [string, unknown, string][] = [
  ['no summary', {}, '✖ Invalid input: expected string, received undefined\n  → at summary'],
  ['a blank summary', { summary: ' ' }, '✖ Summary is required for a change event'],
  [
    'a long summary',
    { summary: 's'.repeat(1025) },
    '✖ Too big: expected string to have <=1024 characters\n  → at summary',
  ],
  ['a severity', { summary: 's', severity: 'info' }, '✖ Unrecognized key: "severity"'],
  [
    'a dedup key and an action',
    { summary: 's', dedupKey: 'k', eventAction: 'trigger' },
    '✖ Unrecognized keys: "dedupKey", "eventAction"',
  ],
  ['a bad timestamp', { summary: 's', timestamp: 'foo' }, '✖ error parsing timestamp "foo"'],
];
for (const [name, input, message] of refused) {
  test(`a change event is refused with ${name}`, () => {
    assert.deepEqual(parseChangeParams(input), { ok: false, message });
  });
}

test('nothing that is given as a change event throws', () => {
  fc.assert(fc.property(fc.anything(), (input) => void parseChangeParams(input)));
});

test('a key of a ruleset takes no change events, and the sentence does not show it', () => {
  const key = 'R015abcDEF0123456789abcdef012345';
  assert.match(changeEventFault(key) ?? '', /takes no change events/);
  assert.equal(changeEventFault(key)?.includes(key), false);
  assert.equal(changeEventFault('a'.repeat(32)), undefined);
});

test('the schema of change events has a JSON Schema', () => {
  assert.deepEqual(z.toJSONSchema(changeParamsSchema, { io: 'input' }).required, ['summary']);
});
