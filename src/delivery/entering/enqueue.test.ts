import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DeliveryConnector, NewEvent } from '../delivery-service.ts';
import { queuedEvents } from './enqueue.ts';

const connector: DeliveryConnector = {
  id: 'on-call',
  name: 'On-call',
  options: {},
  defaultSource: 'Tocsin connector on-call',
  changeEventFault: undefined,
  targetId: 1,
};
const uuid = () => '01234567-89ab-4def-8123-456789abcdef';
const dependencies = { uuid, acceptedAt: Date.UTC(2026, 10, 23, 2, 41) };
const acceptedAt = '2026-11-23T02:41:00.000Z';

function queued(item: unknown, of: DeliveryConnector = connector): NewEvent {
  const result = queuedEvents(of, dependencies)(item);
  assert.ok(result.ok, JSON.stringify(result));
  return result.event;
}

/** Images are left to the schemas: with them, and without, an event goes each of the two ways there are. */
const ways: [way: string, more: object][] = [
  ['the short way', {}],
  ['by the schemas', { images: [{ src: 'https://images.example/g.png' }] }],
];
for (const [way, more] of ways) {
  test(`rule 3: a trigger without a dedup key, or a blank one, gets one of 32 hex digits, ${way}`, () => {
    for (const dedupKey of [undefined, '', ' ']) {
      const { event } = queued({ ...more, ...(dedupKey !== undefined && { dedupKey }) });
      assert.equal(Object(event).dedup_key, '0123456789ab4def8123456789abcdef');
    }
    assert.equal(Object(queued({ ...more, dedupKey: 'db1/disk' }).event).dedup_key, 'db1/disk');
  });

  test(`an event without a timestamp carries the time at which it was accepted, ${way}`, () => {
    const timeOf = (item: object) => Object(queued({ ...more, ...item }).event).payload.timestamp;
    assert.equal(timeOf({}), acceptedAt);
    assert.equal(timeOf({ timestamp: ' ' }), acceptedAt);
    assert.equal(timeOf({ timestamp: '2026-05-06T10:00:00+02:00' }), '2026-05-06T08:00:00.000Z');
  });

  test(`source, client and its URL are filled in as _execute does, ${way}`, () => {
    const options = { client: 'Payments', clientUrl: 'https://pay.example/' };
    const { event } = queued(more, { ...connector, options });
    const { payload, client, client_url } = Object(event);
    assert.deepEqual(
      [payload.source, client, client_url],
      [connector.defaultSource, ...Object.values(options)],
    );
    const own = queued({ ...more, source: 'db1', client: 'Own' }, { ...connector, options });
    assert.deepEqual([Object(own.event).payload.source, Object(own.event).client], ['db1', 'Own']);
    assert.ok(!('client' in queued(more).event), 'what nobody names is left out');
  });
}

test('an event says through which connector it came, and how', () => {
  const { connectorId, source, notes, kind } = queued({ eventAction: 'resolve', dedupKey: 'x' });
  assert.deepEqual([connectorId, source, notes, kind], ['on-call', 'enqueue', [], 'alert']);
});

test('a change event carries the time at which it was accepted, too', () => {
  const change = queued({ eventAction: 'change', summary: 'Deployed' });
  assert.equal(change.kind, 'change');
  assert.deepEqual(change.event, {
    payload: { summary: 'Deployed', source: connector.defaultSource, timestamp: acceptedAt },
  });
});

const faults: [what: string, item: unknown, message: string][] = [
  ['an unknown key', { foo: 1 }, '✖ Unrecognized key: "foo"'],
  [
    'a resolve without a key',
    { eventAction: 'resolve' },
    '✖ DedupKey is required when eventAction is "resolve"',
  ],
  ['a timestamp that is none', { timestamp: 'foo' }, '✖ error parsing timestamp "foo"'],
  [
    'a dedup key of 256',
    { dedupKey: 'x'.repeat(256) },
    '✖ Too big: expected string to have <=255 characters\n  → at dedupKey',
  ],
  [
    'a change event with a dedup key',
    { eventAction: 'change', summary: 'x', dedupKey: 'y' },
    '✖ Unrecognized key: "dedupKey"',
  ],
  [
    'a change event with a blank summary',
    { eventAction: 'change', summary: ' ' },
    '✖ Summary is required for a change event',
  ],
  ['a text', 'x', '✖ Invalid input: expected object, received string'],
  ['nothing', undefined, '✖ Invalid input: expected object, received undefined'],
];
for (const [what, item, message] of faults) {
  test(`params are refused in the words of _execute: ${what}`, () => {
    const expected = { ok: false, message: `error validating action params: ${message}` };
    assert.deepEqual(queuedEvents(connector, dependencies)(item), expected);
  });
}

test('a connector that takes no change events says why', () => {
  const parse = queuedEvents({ ...connector, changeEventFault: 'Not with this key.' }, dependencies);
  const result = parse({ eventAction: 'change', summary: 'x' });
  assert.deepEqual(result, { ok: false, message: 'error validating action params: ✖ Not with this key.' });
});

test('an event larger than PagerDuty takes is refused with its size, routing key included', () => {
  const item = { dedupKey: 'x', customDetails: { a: 'x'.repeat(511_000) } };
  const { event } = queued(item);
  const room = 512_000 - JSON.stringify(event).length - '"routing_key":"",'.length - 32;
  const fitting = { ...item, customDetails: { a: 'x'.repeat(511_000 + room) } };
  queued(fitting);
  const one = { ...item, customDetails: { a: 'x'.repeat(511_001 + room) } };
  assert.deepEqual(queuedEvents(connector, dependencies)(one), {
    ok: false,
    message: 'error validating action params: ✖ the event has 512001 bytes; PagerDuty takes at most 512000',
  });
});
