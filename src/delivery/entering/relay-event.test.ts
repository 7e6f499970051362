import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { surelySmallBytes } from '../../pagerduty/limits.ts';
import type { DeliveryConnector } from '../delivery-service.ts';
import { type RelayEvent, relayEvent } from './relay-event.ts';

const connector: DeliveryConnector = {
  id: 'on-call',
  name: 'On-call',
  options: {},
  defaultSource: 'Tocsin connector on-call',
  changeEventFault: undefined,
  targetId: 1,
};
const newKey = 'd'.repeat(32);
const facts = { newDedupKey: () => newKey, acceptedAt: Date.UTC(2026, 10, 23, 12), bytes: 1e6 };
const accepted = '2026-11-23T12:00:00.000Z';
const routing_key = 'a'.repeat(32);
const payload = { summary: 'Disk full', source: 'db1', severity: 'critical', timestamp: accepted };

const relay = (body: unknown, more: Partial<DeliveryConnector> = {}, kind: 'alert' | 'change' = 'alert') =>
  relayEvent(body, kind, { ...connector, ...more }, facts);

function eventOf(made: RelayEvent) {
  assert.equal(made.kind, 'event');
  return made.event;
}

test('what PagerDuty takes stays as it was sent, unknown fields too, but for the routing key', () => {
  const sent = {
    event_action: 'trigger',
    dedup_key: 'disk',
    payload: { ...payload, custom_details: { free: '2 %', nested: { n: [1, null] } }, mine: { too: true } },
    links: [{ href: 'https://wiki.example/disk', text: 'Runbook', rel: 'help' }],
    images: [{ src: 'https://graphs.example/disk.png', width: 300 }],
    client: 'df',
    client_url: 'https://df.example',
    x_trace: ['a', 1],
  };
  const made = eventOf(relay({ routing_key, ...sent }));
  assert.deepEqual(made, { connectorId: 'on-call', source: 'relay', kind: 'alert', event: sent, notes: [] });
});

test('rule 3: a trigger without a dedup key gets the one of 32 hex digits that was made for it', () => {
  for (const dedup_key of [undefined, null, '', '  ']) {
    const { event } = eventOf(relay({ event_action: 'trigger', dedup_key, payload }));
    assert.equal('dedup_key' in event && event.dedup_key, newKey);
  }
});

test('rule 14: what is missing is filled in: summary, source and severity, and the time of acceptance', () => {
  const { event, notes } = eventOf(relay({ event_action: 'trigger', dedup_key: 'disk' }));
  assert.deepEqual(event, {
    event_action: 'trigger',
    dedup_key: 'disk',
    payload: {
      summary: 'No summary provided',
      source: 'Tocsin connector on-call',
      severity: 'error',
      timestamp: accepted,
    },
  });
  assert.equal(notes.length, 3, notes.join());
});

test('rule 14: content is made to fit, with a note of every change', () => {
  const loose = { ...payload, summary: 's'.repeat(2000), severity: 'FATAL', custom_details: 'text' };
  const { event, notes } = eventOf(relay({ event_action: ' Trigger', dedup_key: 'disk', payload: loose }));
  assert.deepEqual('payload' in event && event.payload, {
    ...payload,
    summary: `${'s'.repeat(1023)}…`,
    custom_details: { value: 'text', full_summary: 's'.repeat(2000) },
  });
  assert.equal(notes.length, 4, notes.join());
});

const fieldsOf = (made: RelayEvent): Record<string, unknown> => ({ ...eventOf(made).event });

test("a trigger that names no client gets the connector's", () => {
  const options = { client: 'Tocsin', clientUrl: 'https://tocsin.example' };
  const trigger = { event_action: 'trigger', dedup_key: 'disk', payload };
  const filled = fieldsOf(relay(trigger, { options }));
  assert.deepEqual([filled.client, filled.client_url], ['Tocsin', 'https://tocsin.example']);
  const own = fieldsOf(relay({ ...trigger, client: 'df' }, { options }));
  assert.equal(own.client, 'df');
});

for (const action of ['acknowledge', 'resolve'] as const) {
  test(`rule 14: ${action} carries its dedup key and nothing else, and a note of what came beside it`, () => {
    const { event, notes } = eventOf(
      relay({ routing_key, event_action: action, dedup_key: 'disk', payload }),
    );
    assert.deepEqual(event, { event_action: action, dedup_key: 'disk' });
    assert.match(notes.join(), /left out, because .* carries only its dedup key: "payload"/);
  });
}

test('a change event keeps what it has, and gets source and time', () => {
  const sent = {
    payload: { summary: 'Deployed', custom_details: { build: 7 } },
    links: [{ href: 'x' }],
    y: 1,
  };
  const made = eventOf(relay({ routing_key, ...sent }, {}, 'change'));
  assert.equal(made.kind, 'change');
  assert.deepEqual(made.event, {
    ...sent,
    payload: { ...sent.payload, source: 'Tocsin connector on-call', timestamp: accepted },
  });
});

const refused: [what: string, body: unknown, error: RegExp][] = [
  ['what is no JSON object', [], /not a JSON object/],
  ['no action', { payload }, /^'event_action' is missing or blank$/],
  ['an unknown action', { event_action: 'snooze', payload }, /^'event_action' is invalid \(must be one of/],
  [
    'an acknowledge without a dedup key',
    { event_action: 'acknowledge' },
    /^'dedup_key' is missing or blank$/,
  ],
  ['a resolve with a blank one', { event_action: 'resolve', dedup_key: ' ' }, /^'dedup_key' is missing/],
];
for (const [what, body, error] of refused) {
  test(`${what} is refused in PagerDuty's words`, () => {
    const made = relay(body);
    assert.equal(made.kind, 'invalid_event');
    assert.match(made.errors.join(), error);
  });
}

test('rule 14: change events for the key of a ruleset are refused when asked for', () => {
  const changeEventFault = 'PagerDuty takes no change events for it.';
  const made = relay({ payload: { summary: 'Deployed' } }, { changeEventFault }, 'change');
  assert.deepEqual(made, { kind: 'invalid_event', errors: [changeEventFault] });
});

test('rule 14: what is too large however much is left out is refused before any call', () => {
  const made = relay({ event_action: 'trigger', payload, blob: 'x'.repeat(600_000) });
  assert.equal(made.kind, 'too_large');
  assert.match(made.errors.join(), /^The event has 600,\d+ bytes .* PagerDuty takes at most 512,000\.$/);
});

test('an event that came small is made as one that is measured, and has room however it is written', () => {
  const number = fc.constantFrom(1e20, -1e20, 5e-324, 1);
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('\ud800', '\u0001\u0002', 's'.repeat(2000)),
  );
  const content = fc.oneof(fc.jsonValue(), number, text, fc.array(number, { maxLength: 2000 }));
  const body = fc.record(
    {
      event_action: fc.constantFrom('trigger', 'resolve', 'Trigger ', 7),
      dedup_key: text,
      payload: fc.oneof(
        fc.record(
          { summary: text, source: text, custom_details: content, more: content },
          { requiredKeys: [] },
        ),
        content,
      ),
      links: content,
      other: content,
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(body, fc.constantFrom('alert' as const, 'change' as const), (given, kind) => {
      const json = JSON.stringify(given);
      const bytes = Buffer.byteLength(json);
      fc.pre(bytes <= surelySmallBytes);
      const small = relayEvent(JSON.parse(json), kind, connector, { ...facts, bytes });
      const measured = relayEvent(JSON.parse(json), kind, connector, facts);
      assert.equal(JSON.stringify(small), JSON.stringify(measured));
    }),
  );
});
