import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DeliveryConnector } from '../delivery-service.ts';
import { editedEvent, eventAsItWas } from './resent-event.ts';

const connector: DeliveryConnector = {
  id: 'on-call',
  name: 'On-call',
  options: { client: 'Tocsin' },
  defaultSource: 'Tocsin connector on-call',
  changeEventFault: undefined,
  targetId: 1,
};
const facts = { newDedupKey: '0'.repeat(32), now: Date.UTC(2026, 10, 23, 12) };
const trigger = {
  event_action: 'trigger',
  dedup_key: 'db1',
  payload: { summary: 'Disk full', source: 'db1', severity: 'critical', team: 'blue' },
  runbook: 7,
};
const letter = { seq: 12, body: JSON.stringify(trigger) };
const invalid = (message: RegExp) => ({ name: 'Refusal', code: 'invalid', message });

test('rule 12: a dead letter is sent again as it was, with what PagerDuty does not know, and nothing added', () => {
  const sent = eventAsItWas(letter, letter.body, connector);
  assert.deepEqual(sent, {
    connectorId: 'on-call',
    source: 'resend',
    resendOf: 12,
    kind: 'alert',
    event: trigger,
    notes: [],
  });
  const change = { payload: { summary: 'Deployed', source: 'ci' }, service: 'shop' };
  const changeAgain = eventAsItWas({ seq: 13 }, JSON.stringify(change), connector);
  assert.deepEqual([changeAgain.kind, changeAgain.event, changeAgain.notes], ['change', change, []]);
});

test('rule 12: an edited dead letter says what the person wrote and nothing else', () => {
  const params = {
    eventAction: 'trigger',
    dedupKey: 'db1',
    summary: 'Disk nearly full',
    severity: 'warning',
  };
  const { event, notes, resendOf, source } = editedEvent(letter, params, connector, facts);
  assert.deepEqual(event, {
    event_action: 'trigger',
    dedup_key: 'db1',
    payload: {
      summary: 'Disk nearly full',
      source: 'Tocsin connector on-call',
      severity: 'warning',
      timestamp: '2026-11-23T12:00:00.000Z',
    },
    client: 'Tocsin',
  });
  assert.deepEqual([resendOf, source], [12, 'resend']);
  assert.deepEqual(notes, [
    'edited by hand; what it was, event 12 shows',
    'left out, because params can not say it: runbook, payload.team',
  ]);
});

const mistakes: [what: string, params: unknown, message: RegExp][] = [
  ['no object', 'text', /^error validating action params: ✖ Invalid input: expected object/],
  ['an unknown field', { summary: 's', routing_key: 'x' }, /Unrecognized key: "routing_key"/],
  [
    'a resolve without a key',
    { eventAction: 'resolve' },
    /DedupKey is required when eventAction is "resolve"/,
  ],
  ['an unknown severity', { severity: 'bad' }, /→ at severity/],
  ['an unreadable time', { timestamp: 'soon' }, /error parsing timestamp "soon"/],
  ['a change event that says nothing', { eventAction: 'change', summary: ' ' }, /Summary is required/],
  [
    'too much',
    { customDetails: { x: 'y'.repeat(512_000) } },
    /✖ the event has 5\d{5} bytes; PagerDuty takes at most 512000/,
  ],
];
for (const [what, params, message] of mistakes) {
  test(`rule 14: an edited dead letter is judged strictly, in Kibana's words: ${what}`, () => {
    assert.throws(() => editedEvent(letter, params, connector, facts), invalid(message));
  });
}

test('a change event is refused where the key takes none, as it was and edited', () => {
  const closed = { ...connector, changeEventFault: 'This key takes no change events.' };
  const body = '{"payload":{"summary":"Deployed","source":"ci"}}';
  assert.throws(
    () => eventAsItWas({ seq: 1 }, body, closed),
    invalid(/can not be sent again as it is: This key/),
  );
  const params = { eventAction: 'change', summary: 'Deployed' };
  assert.throws(
    () => editedEvent({ seq: 1, body }, params, closed, facts),
    invalid(/✖ This key takes no change events/),
  );
});
