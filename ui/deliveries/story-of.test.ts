import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DeliveryStatus, type EventDetails, storyOf } from './story-of.ts';

const start = Date.parse('2026-11-23T12:00:00.000Z');
const at = (ms: number) => new Date(start + ms).toISOString();

const attempt: EventDetails['attempt_log'][number] = {
  n: 1,
  started_at: at(100),
  duration_ms: 50,
  status: 500,
  verdict: 'retry',
  reason: 'server_error',
  message: null,
  errors: [],
  answer: null,
};

const event: EventDetails = {
  id: '42',
  connector_id: 'pd',
  connector_name: 'On-call',
  action: 'trigger',
  severity: 'critical',
  dedup_key: 'db1',
  summary: 'Disk full',
  source: 'enqueue',
  accepted_at: at(0),
  state: 'waiting',
  reason: null,
  superseded_why: null,
  superseded_by: null,
  settled_at: null,
  attempts: 0,
  merged: 0,
  resend_of: null,
  body: {},
  notes: [],
  attempt_log: [],
  superseded_by_event: null,
  resent_as: [],
  incident: null,
};

const key = {
  target_id: 7,
  connectors: ['pd'],
  host: 'events.pagerduty.com',
  limit: 120,
  calls_last_minute: 0,
  in_flight: 0,
  pending: 1,
  rests_until: null,
};
const gate = {
  of: 'host',
  host: 'events.pagerduty.com',
  target_id: null,
  reason: 'network',
  message: '',
  closed_since: at(0),
  next_probe_at: at(12_000),
} as const;
const status: DeliveryStatus = {
  backlog: { events: 1, lanes: 1, oldest_seconds: 0 },
  keys: [key],
  gates: [],
  open_incidents: 0,
  dead_letters: 0,
  refusing: null,
};

const stories: [what: string, change: Partial<EventDetails>, status: DeliveryStatus, words: RegExp][] = [
  [
    'delivered at once',
    { state: 'delivered', attempts: 1, settled_at: at(40) },
    status,
    /^Delivered at the first attempt, 40 ms after it was accepted\.$/,
  ],
  [
    'delivered later',
    { state: 'delivered', attempts: 3, settled_at: at(4200) },
    status,
    /^Delivered on the 3rd attempt, 4\.2 s after it was accepted\.$/,
  ],
  ['on its way', { state: 'in_flight', attempts: 11 }, status, /the 12th attempt is being made/],
  ['new in its lane', {}, status, /^Waits for its turn/],
  [
    'failed twice, so the second wait is 2 s at the most',
    { attempts: 2, reason: 'server_error', attempt_log: [attempt, { ...attempt, n: 2 }] },
    status,
    /^Waits for its next try, in 2\.1 s at the latest, because: PagerDuty, or something before it/,
  ],
  [
    'behind the gate of its host',
    { attempts: 1, attempt_log: [attempt] },
    { ...status, gates: [gate] },
    /nothing gets through to events\.pagerduty\.com just now.* the next in 12 s\./,
  ],
  [
    'behind the gate of its key',
    { attempts: 1, attempt_log: [attempt] },
    { ...status, gates: [{ ...gate, of: 'target', target_id: 7, reason: 'auth' }] },
    /with its integration key just now.*The integration key was refused/,
  ],
  [
    'not behind the gate of another key',
    {},
    { ...status, gates: [{ ...gate, of: 'target', target_id: 8 }] },
    /^Waits for its turn/,
  ],
  [
    'resting after a 429',
    {},
    { ...status, keys: [{ ...key, rests_until: at(30_000) }] },
    /rests after a 429; it goes on in 30 s\.$/,
  ],
  [
    'superseded',
    { state: 'superseded', superseded_why: 'newer', superseded_by: '43' },
    status,
    /^Superseded by event 43: a newer event says the same/,
  ],
  [
    'over before it was sent',
    { state: 'superseded', superseded_why: 'over', superseded_by: '43' },
    status,
    /over before it could be sent, so nobody was paged/,
  ],
  [
    'dead and sent again',
    { state: 'dead', attempts: 2, reason: 'too_large', resent_as: ['50'] },
    status,
    /^A dead letter after 2 attempts\. The event is larger .* sent again as event 50\.$/,
  ],
  ['cancelled', { state: 'dead', reason: 'cancelled' }, status, /^A dead letter; it was never sent\./],
  ['failed at once', { state: 'failed', reason: 'timeout' }, status, /^Failed: .*No answer came in time/],
];

for (const [what, change, now, words] of stories) {
  test(`the story of an event that is ${what}`, () => {
    assert.match(storyOf({ ...event, ...change }, now, start), words);
  });
}
