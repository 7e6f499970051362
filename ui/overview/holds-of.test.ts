import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holdsOf } from './holds-of.ts';
import { gateOf, keyOf, readAt, readingWith } from './reading-for-tests.ts';

const soon = '2026-11-26T22:00:20.000Z';

test('nothing is held back while nothing waits for a key, however many calls it had', () => {
  const keys = [keyOf({ calls_last_minute: 120 }), keyOf({ target_id: 8, rests_until: soon })];
  assert.deepEqual(holdsOf(readingWith({}, { keys })), []);
});

test('the gate of a key names its connectors, says how much waits behind it, since when and until when', () => {
  const keys = [
    keyOf({ connectors: ['on-call', 'payments'], pending: 37 }),
    keyOf({ target_id: 8, pending: 5 }),
  ];
  const [hold, ...others] = holdsOf(readingWith({}, { keys, gates: [gateOf()] }));
  assert.deepEqual(others, []);
  assert.deepEqual(hold, {
    kind: 'gate',
    id: 'target 7',
    of: 'key',
    host: 'events.pagerduty.com',
    connectors: [
      { id: 'on-call', name: 'On-call' },
      { id: 'payments', name: 'Payments' },
    ],
    events: 37,
    because: 'the key of On-call and Payments is refused',
    since: Date.parse(readAt) - 240_000,
    nextProbe: Date.parse(readAt) + 12_000,
    reason: 'auth',
    message: 'Event object is invalid',
  });
});

test('the gate of a host holds back what waits for all of its keys, and these are not told besides', () => {
  const keys = [
    keyOf({ pending: 3, rests_until: soon }),
    keyOf({ target_id: 8, pending: 4, calls_last_minute: 120 }),
    keyOf({ target_id: 9, pending: 9, host: 'events.eu.pagerduty.com' }),
  ];
  const gates = [gateOf({ of: 'host', target_id: null, reason: 'network' })];
  const holds = holdsOf(readingWith({}, { keys, gates }));
  assert.deepEqual(
    holds.map(({ kind, of, events, because }) => [kind, of, events, because]),
    [['gate', 'host', 7, 'events.pagerduty.com is out of reach']],
  );
});

test('the last tenth of a limit is kept for critical pages: with no more than that left, a key holds back', () => {
  const left = (calls_last_minute: number) =>
    holdsOf(readingWith({}, { keys: [keyOf({ pending: 1, calls_last_minute })] })).map((hold) =>
      hold.kind === 'budget' ? [hold.left, hold.limit] : hold.kind,
    );
  assert.deepEqual(left(107), []);
  assert.deepEqual(left(108), [[12, 120]]);
  assert.deepEqual(left(125), [[0, 120]]);
});

test('a key without a limit holds nothing back but while it rests', () => {
  const busy = keyOf({ pending: 1, limit: null, calls_last_minute: 5000 });
  assert.deepEqual(holdsOf(readingWith({}, { keys: [busy] })), []);
  const [rest] = holdsOf(readingWith({}, { keys: [{ ...busy, rests_until: soon }] }));
  assert.deepEqual([rest?.kind, rest?.because], ['rest', 'the key of On-call rests after a 429']);
});

test('closed gates come first, since a rest ends by itself; of each kind what holds back the most', () => {
  const keys = [
    keyOf({ pending: 1 }),
    keyOf({ target_id: 8, pending: 2 }),
    keyOf({ target_id: 9, pending: 3, rests_until: soon }),
    keyOf({ target_id: 10, pending: 4, calls_last_minute: 120 }),
  ];
  const holds = holdsOf(readingWith({}, { keys, gates: [gateOf(), gateOf({ target_id: 8 })] }));
  assert.deepEqual(
    holds.map(({ kind, events }) => [kind, events]),
    [
      ['gate', 2],
      ['gate', 1],
      ['budget', 4],
      ['rest', 3],
    ],
  );
});

const former = 'a key that no connector uses any more is refused';
const whose: [name: string, connectors: string[], because: string][] = [
  ['a key that no connector uses any more', [], former],
  ['three connectors', ['on-call', 'payments', 'web'], 'the key of On-call and 2 more is refused'],
  ['a connector that the overview does not know yet', ['new'], 'the key of new is refused'],
];
for (const [name, connectors, because] of whose) {
  test(`whose key it is: ${name}`, () => {
    const keys = [keyOf({ connectors, pending: 1 })];
    const [hold] = holdsOf(readingWith({}, { keys, gates: [gateOf()] }));
    assert.equal(hold?.because, because);
  });
}

const reasons: [reason: string, because: string][] = [
  ['not_allowed', 'actions.allowedHosts does not name events.pagerduty.com'],
  ['server_error', 'events.pagerduty.com answers that it is broken'],
  ['timeout', 'events.pagerduty.com does not answer in time'],
  ['tls', 'no secure connection to events.pagerduty.com comes about'],
  ['something new', 'nothing gets through to events.pagerduty.com'],
];
for (const [reason, because] of reasons) {
  test(`why a gate is closed: ${reason}`, () => {
    const [hold] = holdsOf(readingWith({}, { gates: [gateOf({ reason })] }));
    assert.equal(hold?.because, because);
  });
}
