import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { z } from 'zod';
import { actionParamsSchema, parseActionParams } from './action-params.ts';

function messageOf(input: unknown): string | undefined {
  const parsed = parseActionParams(input);
  return parsed.ok ? undefined : parsed.message;
}

/** Objects within objects, as many as there are levels, as JSON text. */
function nested(levels: number): string {
  return `${'{"a":'.repeat(levels - 1)}{}${'}'.repeat(levels - 1)}`;
}

test('params of nothing are a trigger', () => {
  assert.deepEqual(parseActionParams({}), {
    ok: true,
    params: { eventAction: 'trigger', timestamp: undefined },
  });
});

test('every param is kept, the timestamp in UTC and custom details as an object', () => {
  const params = {
    eventAction: 'trigger',
    dedupKey: 'key',
    summary: 'summary',
    source: 'source',
    severity: 'critical',
    component: 'component',
    group: 'group',
    class: 'class',
    links: [{ href: 'http://a', text: '' }],
    images: [{ src: 'https://a' }, { src: 'HTTPS://b', href: 'http://c', alt: 'd' }],
    client: 'client',
    clientUrl: 'http://client',
  };
  assert.deepEqual(
    parseActionParams({
      ...params,
      timestamp: ' 2011-05-06T03:30-07 ',
      customDetails: '{"a":[1,{"b":null}]}',
    }),
    {
      ok: true,
      params: { ...params, timestamp: '2011-05-06T10:30:00.000Z', customDetails: { a: [1, { b: null }] } },
    },
  );
});

const accepted: [string, unknown][] = [
  ['a dedup key of 255 UTF-16 units', { dedupKey: 'k'.repeat(255) }],
  ['a summary of 1,024 UTF-16 units', { summary: '🔑'.repeat(512) }],
  ['a blank summary', { summary: '' }],
  ['a blank timestamp', { timestamp: '  ' }],
  ['a link of empty texts', { links: [{ href: '', text: '' }] }],
  ['no links', { links: [] }],
  ['custom details of 100 levels', { customDetails: nested(100) }],
  ['a trigger with a blank dedup key', { eventAction: 'trigger', dedupKey: ' ' }],
  ['a resolve with a dedup key', { eventAction: 'resolve', dedupKey: 'k' }],
];
for (const [name, input] of accepted) {
  test(`params are accepted with ${name}`, () => assert.equal(messageOf(input), undefined));
}

const enumOf = (...names: string[]) => names.map((name) => `"${name}"`).join('|');
const actions = enumOf('trigger', 'resolve', 'acknowledge');
const severities = enumOf('critical', 'error', 'warning', 'info');
const refused: [string, unknown, string][] = [
  [
    'a dedup key of 256 units',
    { dedupKey: 'k'.repeat(256) },
    '✖ Too big: expected string to have <=255 characters\n  → at dedupKey',
  ],
  [
    'a summary of 1,025 units',
    { summary: 's'.repeat(1025) },
    '✖ Too big: expected string to have <=1024 characters\n  → at summary',
  ],
  [
    'a dedup key of 128 pairs',
    { dedupKey: '🔑'.repeat(128) },
    '✖ Too big: expected string to have <=255 characters\n  → at dedupKey',
  ],
  [
    'a summary of 513 pairs',
    { summary: '🔑'.repeat(513) },
    '✖ Too big: expected string to have <=1024 characters\n  → at summary',
  ],
  [
    'an unknown action',
    { eventAction: 'ackknowledge' },
    `✖ Invalid option: expected one of ${actions}\n  → at eventAction`,
  ],
  [
    'an unknown severity',
    { severity: 'Critical' },
    `✖ Invalid option: expected one of ${severities}\n  → at severity`,
  ],
  ['an unknown key', { foo: 1 }, '✖ Unrecognized key: "foo"'],
  ['unknown keys', { foo: 1, bar: 2 }, '✖ Unrecognized keys: "foo", "bar"'],
  [
    'a link without text',
    { links: [{ href: 'a' }] },
    '✖ Invalid input: expected string, received undefined\n  → at links[0].text',
  ],
  [
    'an unknown key in a link',
    { links: [{ href: 'a', text: 'b', foo: 1 }] },
    '✖ Unrecognized key: "foo"\n  → at links[0]',
  ],
  ['links of another type', { links: {} }, '✖ Invalid input: expected array, received object\n  → at links'],
  [
    'custom details that are an array',
    { customDetails: [] },
    '✖ Invalid input: expected record, received array\n  → at customDetails',
  ],
  [
    'custom details that are null',
    { customDetails: null },
    '✖ Invalid input: expected record, received null\n  → at customDetails',
  ],
  [
    'custom details that are a number',
    { customDetails: 5 },
    '✖ Invalid input: expected record, received number\n  → at customDetails',
  ],
  [
    'JSON text of an array',
    { customDetails: '[]' },
    '✖ Invalid input: expected record, received array\n  → at customDetails',
  ],
  [
    'JSON text of null',
    { customDetails: 'null' },
    '✖ Invalid input: expected record, received null\n  → at customDetails',
  ],
  [
    'JSON text of a text',
    { customDetails: '"{}"' },
    '✖ Invalid input: expected record, received string\n  → at customDetails',
  ],
  [
    'empty custom details text',
    { customDetails: '' },
    '✖ Unexpected end of JSON input\n  → at customDetails',
  ],
  [
    'text that is no JSON',
    { customDetails: '{oops' },
    `✖ Expected property name or '}' in JSON at position 1 (line 1 column 2)\n  → at customDetails`,
  ],
  ['a timestamp that is none', { timestamp: 'foo' }, '✖ error parsing timestamp "foo"'],
  [
    'a timestamp that is a number',
    { timestamp: 1 },
    '✖ Invalid input: expected string, received number\n  → at timestamp',
  ],
  [
    'a resolve without a dedup key',
    { eventAction: 'resolve' },
    '✖ DedupKey is required when eventAction is "resolve"',
  ],
  [
    'an acknowledge with an empty dedup key',
    { eventAction: 'acknowledge', dedupKey: '' },
    '✖ DedupKey is required when eventAction is "acknowledge"',
  ],
  [
    'a resolve with a blank dedup key',
    { eventAction: 'resolve', dedupKey: '  ' },
    '✖ DedupKey is required when eventAction is "resolve"',
  ],
  ['a null', { summary: null }, '✖ Invalid input: expected string, received null\n  → at summary'],
  [
    'an image that is not https',
    { images: [{ src: 'http://a' }] },
    '✖ Invalid image: PagerDuty shows only images whose src begins with https://\n  → at images[0].src',
  ],
  [
    'an unknown key in an image',
    { images: [{ src: 'https://a', text: 1 }] },
    '✖ Unrecognized key: "text"\n  → at images[0]',
  ],
  [
    'a client of another type',
    { client: 1, clientUrl: {} },
    '✖ Invalid input: expected string, received number\n  → at client\n✖ Invalid input: expected string, received object\n  → at clientUrl',
  ],
  [
    'several faults, in the order of the schema',
    { severity: 1, dedupKey: 2 },
    `✖ Invalid input: expected string, received number\n  → at dedupKey\n✖ Invalid option: expected one of ${severities}\n  → at severity`,
  ],
  ['no object', null, '✖ Invalid input: expected object, received null'],
  ['an array', [], '✖ Invalid input: expected object, received array'],
  // The checks across params.
  [
    'a bad timestamp, which hides the missing dedup key',
    { eventAction: 'resolve', timestamp: 'foo' },
    '✖ error parsing timestamp "foo"',
  ],
  [
    'a wrong type, which hides the bad timestamp',
    { source: 1, timestamp: 'foo' },
    '✖ Invalid input: expected string, received number\n  → at source',
  ],
  [
    'a wrong type, which hides the missing dedup key',
    { source: 1, eventAction: 'resolve' },
    '✖ Invalid input: expected string, received number\n  → at source',
  ],
  // Depth.
  [
    'custom details of 101 levels',
    { customDetails: nested(101) },
    '✖ Too deep: custom details may be nested at most 100 levels deep\n  → at customDetails',
  ],
  [
    'custom details text of 100,000 levels',
    { customDetails: nested(100_000) },
    '✖ Too deep: custom details may be nested at most 100 levels deep\n  → at customDetails',
  ],
  [
    'custom details of 100,000 levels',
    { customDetails: JSON.parse(nested(100_000)) },
    '✖ Too deep: custom details may be nested at most 100 levels deep\n  → at customDetails',
  ],
];
for (const [name, input, message] of refused) {
  test(`params are refused with ${name}`, () => assert.equal(messageOf(input), message));
}

test('a text that is too long does not hide a bad timestamp, as in Kibana', () => {
  assert.equal(
    messageOf({ summary: 's'.repeat(1025), timestamp: 'foo' }),
    '✖ error parsing timestamp "foo"\n✖ Too big: expected string to have <=1024 characters\n  → at summary',
  );
});

test('nothing that is given as params throws', () => {
  const names = [...Object.keys(actionParamsSchema.shape), '__proto__', 'foo'];
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.date().map(String));
  const value = fc.oneof(text, fc.anything(), fc.constantFrom('trigger', 'resolve', nested(10_000)));
  const likeParams = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 6 });
  fc.assert(
    fc.property(
      fc.oneof(fc.anything({ withBigInt: true, withDate: true, withMap: true }), likeParams),
      (input) => {
        const parsed = parseActionParams(input);
        if (!parsed.ok) assert.match(parsed.message, /^✖ /);
      },
    ),
    { numRuns: 2_000 },
  );
});

test('the schema has a JSON Schema in which every property is described', () => {
  const schema = z.toJSONSchema(actionParamsSchema, { io: 'input' });
  assert.equal(schema.additionalProperties, false);
  assert.deepEqual(Object.keys(schema.properties ?? {}), Object.keys(actionParamsSchema.shape));
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    assert.ok(
      typeof property === 'object' && (property.description ?? '').length > 20,
      `${name} has a description`,
    );
  }
  assert.deepEqual(schema.required, undefined);
  assert.equal(JSON.stringify(schema.properties?.dedupKey).includes('"maxLength":255'), true);
});
