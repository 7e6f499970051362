import assert from 'node:assert/strict';
import { test } from 'node:test';
import { headlineOf, type Situation, type Tone } from './headline-of.ts';
import { gateOf, keyOf, readingWith } from './reading-for-tests.ts';

const waiting = (events: number, oldest_seconds: number) => ({
  backlog: { events, lanes: events, oldest_seconds },
});
const dayAgo = '2026-11-25T22:00:00.000Z';

const rows: [name: string, situation: Partial<Situation>, tone: Tone, title: string, detail?: RegExp][] = [
  ['nothing was ever sent', readingWith(), 'quiet', 'Nothing was sent yet.'],
  [
    'all is delivered',
    readingWith({ delivered: 1204 }, { open_incidents: 3 }),
    'good',
    'All 1,204 events delivered; 3 incidents open.',
    /^Counted since the start, 1 h ago\.$/,
  ],
  [
    'one event, one incident',
    readingWith({ delivered: 1, since: dayAgo }, { open_incidents: 1 }),
    'good',
    '1 event delivered; 1 incident open.',
    /^Counted over the last 24 hours\.$/,
  ],
  [
    'nothing lately, and an incident is open',
    readingWith({ since: dayAgo }, { open_incidents: 1 }),
    'good',
    'Nothing waits; 1 incident open.',
    /Nothing was sent in the last 24 hours/,
  ],
  [
    'something is on its way',
    readingWith({}, { ...waiting(3, 2), keys: [keyOf({ pending: 3 })] }),
    'busy',
    '3 events are on their way.',
  ],
  [
    'something waits for its next try',
    readingWith({}, { ...waiting(1, 45), keys: [keyOf({ pending: 1 })] }),
    'late',
    '1 event waits for its next try.',
    /It has waited 45 s\./,
  ],
  [
    'a key is refused',
    readingWith({}, { ...waiting(37, 240), keys: [keyOf({ pending: 37 })], gates: [gateOf()] }),
    'held',
    '37 events wait: the key of On-call is refused.',
    /The oldest has waited 4 min\. The next try is in 12 s\./,
  ],
  [
    'a host is out of reach, with dead letters besides',
    readingWith(
      {},
      {
        ...waiting(2, 60),
        keys: [keyOf({ pending: 2 })],
        gates: [gateOf({ of: 'host', target_id: null, reason: 'network' })],
        dead_letters: 1,
      },
    ),
    'held',
    '2 events wait: events.pagerduty.com is out of reach.',
    /There is 1 dead letter as well\.$/,
  ],
  [
    'two things hold something back: the larger one is told',
    readingWith(
      {},
      {
        ...waiting(5, 60),
        keys: [keyOf({ pending: 1 }), keyOf({ target_id: 8, connectors: ['payments'], pending: 4 })],
        gates: [gateOf(), gateOf({ target_id: 8, reason: 'not_pagerduty' })],
      },
    ),
    'held',
    '5 events wait: what answers the key of Payments at events.pagerduty.com is not PagerDuty, among other things.',
  ],
  [
    'a budget is used up',
    readingWith({}, { ...waiting(9, 20), keys: [keyOf({ pending: 9, calls_last_minute: 120 })] }),
    'late',
    '9 events wait: the key of On-call has had its calls of this minute.',
    /as calls become free/,
  ],
  [
    'only what is kept for critical pages is left',
    readingWith({}, { ...waiting(9, 20), keys: [keyOf({ pending: 9, calls_last_minute: 108 })] }),
    'late',
    '9 events wait: the key of On-call has had its calls of this minute.',
  ],
  [
    'a key rests after a 429',
    readingWith(
      {},
      { ...waiting(9, 20), keys: [keyOf({ pending: 9, rests_until: '2026-11-26T22:00:30.000Z' })] },
    ),
    'late',
    '9 events wait: the key of On-call rests after a 429.',
    /It goes on in 30 s\./,
  ],
  [
    'a gate is closed and nothing waits',
    readingWith({ delivered: 5 }, { gates: [gateOf()], keys: [keyOf()] }),
    'attention',
    'Nothing waits, but the key of On-call is refused.',
    /The next event tries again\./,
  ],
  [
    'dead letters alone',
    readingWith({ delivered: 5 }, { dead_letters: 2 }),
    'attention',
    '2 events were not delivered: they are dead letters.',
    /Nobody is told of them unless they are sent again\./,
  ],
  [
    'one dead letter',
    readingWith({ delivered: 5 }, { dead_letters: 1 }),
    'attention',
    '1 event was not delivered: it is a dead letter.',
  ],
  [
    'new events are refused, whatever else there is',
    readingWith({ delivered: 5 }, { ...waiting(4, 90), refusing: 'Less than 256 MB are free on the disk.' }),
    'bad',
    'New events are refused.',
    /^Less than 256 MB are free on the disk\.$/,
  ],
  [
    'the connection is lost',
    { ...readingWith({ delivered: 5 }), isLive: false, elapsed: 61_000 },
    'stale',
    'Not live. The last known state: All 5 events delivered; no incident open.',
    /This was true 1 min 1 s ago/,
  ],
];
for (const [name, situation, tone, title, detail] of rows) {
  test(`the first line says how it stands: ${name}`, () => {
    const headline = headlineOf({ ...readingWith(), isLive: true, elapsed: 0, ...situation });
    assert.deepEqual([headline.tone, headline.title], [tone, title]);
    if (detail !== undefined) assert.match(headline.detail ?? '', detail);
  });
}

test('times go on between two readings, and the sentence stays', () => {
  const reading = readingWith({}, { ...waiting(1, 60), keys: [keyOf({ pending: 1 })], gates: [gateOf()] });
  const first = headlineOf({ ...reading, isLive: true, elapsed: 0 });
  const later = headlineOf({ ...reading, isLive: true, elapsed: 5000 });
  assert.equal(first.title, later.title);
  assert.match(first.detail ?? '', /It has waited 1 min\. The next try is in 12 s\./);
  assert.match(later.detail ?? '', /It has waited 1 min 5 s\. The next try is in 7 s\./);
});
