import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keptBody, shownBody } from './call.ts';
import { bytes, testKey } from './sandbox-for-tests.ts';

const escaped = `\\u0030${testKey.slice(1)}`;

const bodies: [name: string, body: string, routingKey: string | undefined, shown: string][] = [
  ['the key in its place', `{"routing_key":"${testKey}"}`, testKey, '{"routing_key":"…CDEF"}'],
  ['the key elsewhere as well', `{"a":"x${testKey}y"}`, testKey, '{"a":"x…CDEFy"}'],
  ['the key with an escaped letter', `{"routing_key":"${escaped}"}`, testKey, '{"routing_key":"…CDEF"}'],
  [
    'another key than the one that counted',
    `{"routing_key":"${testKey}"}`,
    undefined,
    '{"routing_key":"…CDEF"}',
  ],
  [
    'a body that is no JSON',
    `{"routing_key": "${testKey}", "pay`,
    undefined,
    '{"routing_key": "…CDEF", "pay',
  ],
  ['a slip for a key', '{"routing_key":"a","b":"banana"}', 'a', '{"routing_key":"…","b":"banana"}'],
  ['an escape that is none', '"\\\\u0041 \\u00e9 \\n"', undefined, '"\\\\u0041 \\u00e9 \\n"'],
];

for (const [name, body, routingKey, shown] of bodies) {
  test(`a body with ${name} is shown without a key`, () => {
    assert.equal(shownBody({ ...keptBody(bytes(body), 4096), routingKey }), shown);
  });
}

test('a body that is cut off within a key shows no beginning of it', () => {
  const kept = keptBody(bytes(`{"note":"${testKey}"}`), 30);
  assert.deepEqual([kept.truncated, kept.bytes], [true, 43]);
  assert.equal(shownBody({ ...kept, routingKey: testKey }), '{"note":"');
});

test('a body that is cut off within a character ends before it', () => {
  assert.equal(keptBody(bytes('aé'), 2).body, 'a');
});
