import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkAlertEvent } from './check-alert-event.ts';
import { actionEvent, examplePayload, testKey, triggerEvent } from './sandbox-for-tests.ts';

function errorsOf(event: Record<string, unknown>): readonly string[] {
  const check = checkAlertEvent(event, event.routing_key);
  return check.kind === 'invalid' ? check.errors : [];
}

const withPayload = (more: Record<string, unknown>) =>
  triggerEvent({ payload: { ...examplePayload, ...more } });

const length = "Length of 'routing_key' is incorrect (should be 32 characters)";
const letters = "'routing_key' cannot contain non-alphanumeric characters.";
const noSeverity = "'payload.severity' is missing or blank";
const badSeverity =
  "'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')";
const badTimestamp = "'payload.timestamp' is invalid (must be an ISO 8601 timestamp)";
const longSummary = "'summary' is too long (maiximum is 1024 characters)";

const cases: [name: string, event: Record<string, unknown>, errors: string[]][] = [
  ['a missing routing key', triggerEvent({ routing_key: undefined }), ["'routing_key' is missing or blank"]],
  ['a routing key of 31 characters', triggerEvent({ routing_key: testKey.slice(1) }), [length]],
  ['a routing key with a dash', triggerEvent({ routing_key: `-${testKey.slice(1)}` }), [letters]],
  ['a short routing key with a dash', triggerEvent({ routing_key: 'a-b' }), [length, letters]],
  [
    'a routing key that is a number',
    triggerEvent({ routing_key: 7 }),
    ["'routing_key' is invalid (must be a string)"],
  ],
  ['a missing action', triggerEvent({ event_action: undefined }), ["'event_action' is missing or blank"]],
  ['a blank action', triggerEvent({ event_action: ' ' }), ["'event_action' is missing or blank"]],
  [
    'an unknown action',
    triggerEvent({ event_action: 'Trigger' }),
    ["'event_action' is invalid (must be one of the following: 'trigger', 'acknowledge' or 'resolve')"],
  ],
  [
    'a dedup key of 256 characters',
    triggerEvent({ dedup_key: 'x'.repeat(256) }),
    ["'dedup_key' is too long (maximum is 255 characters)"],
  ],
  [
    'a resolve without dedup key',
    actionEvent('resolve', undefined, { dedup_key: undefined }),
    ["'dedup_key' is missing or blank"],
  ],
  [
    'an acknowledge with a blank dedup key',
    actionEvent('acknowledge', '  '),
    ["'dedup_key' is missing or blank"],
  ],
  ['a trigger without payload', triggerEvent({ payload: undefined }), ["'payload' is missing or blank"]],
  ['a payload that is a text', triggerEvent({ payload: 'x' }), ["'payload' is invalid (must be an object)"]],
  [
    'an empty payload',
    triggerEvent({ payload: {} }),
    ["'payload.summary' is missing or blank", "'payload.source' is missing or blank", noSeverity],
  ],
  [
    'an empty summary on a resolve',
    actionEvent('resolve', 'disk', { payload: { ...examplePayload, summary: '' } }),
    ["'payload.summary' is missing or blank"],
  ],
  ['a summary of 1,025 characters', withPayload({ summary: 'x'.repeat(1025) }), [longSummary]],
  ['a summary of 1,025 smileys', withPayload({ summary: '😀'.repeat(1025) }), [longSummary]],
  ['a blank severity', withPayload({ severity: '' }), [noSeverity]],
  ['a severity in capitals', withPayload({ severity: 'Critical' }), [badSeverity]],
  ['a timestamp with a space', withPayload({ timestamp: '2021-10-22 5:01:32' }), [badTimestamp]],
  ['a timestamp with an unpadded hour', withPayload({ timestamp: '2021-10-22T5:01:32Z' }), [badTimestamp]],
  ['a timestamp on the 30th of February', withPayload({ timestamp: '2021-02-30T05:01:32Z' }), [badTimestamp]],
  ['a group that is a number', withPayload({ group: 1 }), ["'payload.group' is invalid (must be a string)"]],
  [
    'custom details that are a text',
    withPayload({ custom_details: 'x' }),
    ["'payload.custom_details' is invalid (must be an object)"],
  ],
  [
    'custom details that are a list',
    withPayload({ custom_details: [] }),
    ["'payload.custom_details' is invalid (must be an object)"],
  ],
  ['links that are no list', triggerEvent({ links: {} }), ["'links' is invalid (must be an array)"]],
  ['a link that is a text', triggerEvent({ links: ['x'] }), ["'links[0]' is invalid (must be an object)"]],
  [
    'a link with an empty href',
    triggerEvent({ links: [{ href: 'https://a' }, { href: '' }] }),
    ["'links[1].href' is missing or blank"],
  ],
  ['an image without src', triggerEvent({ images: [{ alt: 'x' }] }), ["'images[0].src' is missing or blank"]],
  [
    'an image by http',
    triggerEvent({ images: [{ src: 'http://a/b.png' }] }),
    ["'images[0].src' is invalid (must be an HTTPS URL)"],
  ],
  [
    'several faults at once',
    { routing_key: 'x', event_action: 'trigger', payload: { summary: 'x', source: 'y' } },
    [length, noSeverity],
  ],
];

for (const [name, event, errors] of cases) {
  test(`${name} is refused in PagerDuty's words`, () => {
    assert.deepEqual(errorsOf(event), errors);
  });
}

const valid: [name: string, event: Record<string, unknown>][] = [
  ['a summary of 1,024 smileys', withPayload({ summary: '😀'.repeat(1024) })],
  ['a dedup key of 255 characters', triggerEvent({ dedup_key: 'x'.repeat(255) })],
  ['a trigger without dedup key', triggerEvent({ dedup_key: undefined })],
  ['an acknowledge without payload', actionEvent('acknowledge')],
  ['a resolve with a whole payload', actionEvent('resolve', 'disk', { payload: examplePayload })],
  ['an empty dedup key of a trigger', triggerEvent({ dedup_key: '' })],
  ['nulls for what is optional', triggerEvent({ dedup_key: null, links: null, images: null, client: null })],
  ['an unknown field', triggerEvent({ whatever: true })],
  ['nested custom details', withPayload({ custom_details: { a: { b: [1, null] } } })],
  [
    'links and images',
    triggerEvent({ links: [{ href: 'x' }], images: [{ src: 'https://a/b.png', alt: 'c' }] }),
  ],
  ...[
    '2015-07-17T08:42:58.315+0000',
    '2011-05-06T17:00Z',
    '2011-05-06T03:30-07',
    '2026-11-23',
    '2026-11-23T10:00:00.000Z',
  ].map((timestamp): [string, Record<string, unknown>] => [
    `the timestamp ${timestamp}`,
    withPayload({ timestamp }),
  ]),
];

for (const [name, event] of valid) {
  test(`${name} is taken`, () => {
    assert.deepEqual(errorsOf(event), []);
  });
}

test('a body of a hundred thousand faults names fifty of them', () => {
  const links = Array.from({ length: 100_000 }, () => 0);
  assert.equal(errorsOf(triggerEvent({ links })).length, 50);
});
