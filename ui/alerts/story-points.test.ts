import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TimelineEntry } from './alerts-api.ts';
import { occurrencesOf } from './story-points.ts';

const begun = Date.UTC(2026, 4, 6, 10);
const iso = (ms: number) => new Date(begun + ms).toISOString();

const entry = (n: number, what: string, ms: number, more: Partial<TimelineEntry> = {}): TimelineEntry => ({
  at: iso(ms),
  run: 100 + n,
  alert_uuid: 'first',
  action_uuid: null,
  what,
  group: null,
  group_name: null,
  detail: null,
  event_id: null,
  event: null,
  ...more,
});

type StoryEvent = NonNullable<TimelineEntry['event']>;
const attempt = (n: number, ms: number, more: Partial<StoryEvent['attempt_log'][number]> = {}) => ({
  n,
  started_at: iso(ms),
  duration_ms: 100,
  status: 202,
  verdict: 'delivered' as const,
  reason: null,
  message: 'Event processed',
  errors: [],
  answer: null,
  ...more,
});
const event = (ms: number, more: Partial<StoryEvent> = {}): StoryEvent => ({
  id: '7',
  connector_id: 'on-call',
  connector_name: 'On-call',
  action: 'trigger',
  severity: 'critical',
  dedup_key: 'disks:db1',
  summary: 'Disk full',
  source: 'rule',
  accepted_at: iso(ms),
  state: 'delivered',
  reason: null,
  superseded_why: null,
  superseded_by: null,
  settled_at: iso(ms + 300),
  attempts: 1,
  merged: 0,
  resend_of: null,
  message: null,
  errors: [],
  attempt_log: [attempt(1, ms + 200)],
  ...more,
});
const sent = (n: number, what: string, ms: number, more: Partial<StoryEvent> = {}) =>
  entry(n, what, ms, { event_id: more.id ?? '7', event: event(ms, more) });

const linesOf = (entries: readonly TimelineEntry[]) =>
  occurrencesOf(entries).map(({ points }) =>
    points.map(({ at, title }) => `${at === null ? 'later' : at - begun} ${title}`),
  );

test('a story goes from the first match to PagerDuty’s answer, and from the recovery to the next', () => {
  const entries = [
    entry(0, 'new', 0, { group: 'default' }),
    sent(1, 'action', 0),
    entry(2, 'recovered', 5000),
    sent(3, 'auto_resolve', 5000, { id: '8', action: 'resolve', summary: null }),
  ];
  assert.deepEqual(linesOf(entries), [
    [
      '0 Became active',
      '0 Trigger accepted',
      '300 PagerDuty took it (202)',
      '5000 Recovered',
      '5000 Resolve accepted',
      '5300 PagerDuty took it (202)',
    ],
  ]);
});

test('what failed is told with its reason, and what waits stands at the end', () => {
  const failed = attempt(1, 200, {
    status: 500,
    verdict: 'retry',
    reason: 'server_error',
    message: 'broken',
  });
  const entries = [
    sent(0, 'action', 0, { state: 'waiting', settled_at: null, attempt_log: [failed] }),
    entry(1, 'recovered', 4000),
  ];
  assert.deepEqual(linesOf(entries), [
    ['0 Trigger accepted', '300 PagerDuty answered 500', '4000 Recovered', 'later Waits to be sent'],
  ]);
  const details = occurrencesOf(entries)[0]?.points[1]?.details;
  assert.deepEqual(details, [
    'PagerDuty, or something before it, answered that it is broken (5xx).',
    'broken',
    'It is tried again.',
  ]);
});

test('an event that was never sent says what became of it', () => {
  const over: Partial<StoryEvent> = { state: 'superseded', superseded_why: 'over', attempt_log: [] };
  const dead: Partial<StoryEvent> = {
    state: 'dead',
    attempt_log: [attempt(1, 200, { status: 400, verdict: 'rejected' })],
  };
  assert.deepEqual(linesOf([sent(0, 'action', 0, over)]), [
    ['0 Trigger accepted', '300 A newer event took its place'],
  ]);
  assert.deepEqual(linesOf([sent(0, 'action', 0, dead)]), [
    ['0 Trigger accepted', '300 PagerDuty answered 400', '300 Given up: it is a dead letter'],
  ]);
});

test('attempts that are not kept are counted, and an event that is not in the log any more is still named', () => {
  const gap = { attempt_log: [attempt(1, 0, { status: null, verdict: 'retry' }), attempt(15, 9000)] };
  assert.deepEqual(occurrencesOf([sent(0, 'action', 0, gap)])[0]?.points[2]?.details, [
    '13 more attempts between',
  ]);
  const old = entry(0, 'action', 0, { event_id: '7', detail: 'trigger' });
  assert.deepEqual(linesOf([old]), [['0 Trigger accepted']]);
  assert.equal(occurrencesOf([old])[0]?.points[0]?.eventId, '7');
});

test('each time that it was active stands by itself; what a hand did belongs to the time it was done in', () => {
  const entries = [
    entry(0, 'new', 0),
    entry(1, 'recovered', 1000),
    entry(2, 'new', 5000, { alert_uuid: 'second' }),
    entry(3, 'by_hand', 6000, { alert_uuid: null }),
  ];
  assert.deepEqual(linesOf(entries), [
    ['0 Became active', '1000 Recovered'],
    ['5000 Became active', '6000 By hand'],
  ]);
});
