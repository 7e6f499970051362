import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { Verdict } from '../../pagerduty/verdict.ts';
import type { EventEnd } from '../../store/delivery-store.ts';
import { LaneTable } from '../lanes/lane-table.ts';
import { Host } from '../pacing/host.ts';
import { Target } from '../pacing/target.ts';
import { History } from './history.ts';

const minute = 60_000;
const hour = 60 * minute;
/** The beginning of a step of 15 minutes. */
const begin = Date.UTC(2026, 10, 24, 12);
const key = 'R1o2u3t4R1o2u3t4R1o2u3t4R1o2u3t4';

let now = begin;
let history: History;
beforeEach(() => {
  now = begin;
  history = new History(() => now);
});

const table = new LaneTable();
const target = (id: number) =>
  new Target({
    id,
    url: 'https://events.pagerduty.com/v2/enqueue',
    routingKey: key,
    host: new Host('events.pagerduty.com'),
    table,
    order: 'urgency',
    rateLimit: 'off',
    startLimit: undefined,
  });
const one = target(1);
const two = target(2);

const delivered: Verdict = { verdict: 'delivered', arrived: 'yes' };
const failed = (message: string): Verdict => ({
  verdict: 'retry',
  reason: 'server_error',
  arrived: 'maybe',
  message,
  errors: [],
});

function attempt(where: Target, verdict: Verdict): void {
  const event = { id: 1, action: 'trigger', severity: 'info', tried: false, once: false } as const;
  history.observer.attempted({ slot: 0, target: where, event, waitingSince: now }, verdict, undefined, now);
}
const settle = (where: Target, end: EventEnd | undefined) => history.observer.settled(1, end, where);

function deliver(where: Target): void {
  attempt(where, delivered);
  settle(where, { state: 'delivered' });
}

test('events and failed attempts are counted, in all and for each target', () => {
  deliver(one);
  deliver(one);
  attempt(two, failed('down'));
  settle(two, undefined);
  settle(two, { state: 'superseded', why: 'newer', by: 2 });
  settle(one, { state: 'dead', reason: 'invalid_event' });
  assert.deepEqual(history.totals(), { delivered: 2, failed: 1, superseded: 1, dead: 1 });
  assert.deepEqual(history.ofTarget(1)?.counts, { delivered: 2, failed: 0, superseded: 0, dead: 1 });
  assert.deepEqual(history.ofTarget(2)?.counts, { delivered: 0, failed: 1, superseded: 1, dead: 0 });
  assert.equal(history.ofTarget(3), undefined);
});

test('the one attempt of an _execute that fails counts as an attempt, and as no dead letter', () => {
  attempt(one, failed('down'));
  settle(one, { state: 'failed', reason: 'server_error' });
  assert.deepEqual(history.totals(), { delivered: 0, failed: 1, superseded: 0, dead: 0 });
});

test('what is older than a day is forgotten step by step, and `since` says from when is counted', () => {
  assert.equal(history.since, begin);
  deliver(one);
  now += 15 * minute;
  deliver(one);
  now = begin + 24 * hour - 1;
  assert.deepEqual([history.totals().delivered, history.since], [2, begin]);
  now = begin + 24 * hour;
  assert.deepEqual([history.totals().delivered, history.since], [1, begin + 15 * minute]);
  assert.equal(history.ofTarget(1)?.counts.delivered, 1);
  now = begin + 72 * hour;
  assert.deepEqual(history.totals(), { delivered: 0, failed: 0, superseded: 0, dead: 0 });
});

test('a target is told with its last delivery and its last failure, whichever came last', () => {
  attempt(one, failed('down'));
  now += minute;
  deliver(one);
  const { counts: _counts, ...past } = history.ofTarget(1) ?? { counts: undefined };
  assert.deepEqual(past, {
    lastFailed: false,
    lastDeliveredAt: begin + minute,
    lastFailedAt: begin,
    lastFailure: { reason: 'server_error', message: 'down' },
  });
  now += minute;
  attempt(one, failed('down again'));
  assert.equal(history.ofTarget(1)?.lastFailed, true);
  assert.equal(history.ofTarget(1)?.lastFailure?.message, 'down again');
});

test('rule 16: the words of a failure hold no key, also after the key was erased', () => {
  const erased = target(9);
  attempt(erased, failed(`the key ${key} is unknown`));
  erased.setRoutingKey(undefined);
  assert.doesNotMatch(String(history.ofTarget(9)?.lastFailure?.message), new RegExp(key));
});

test('a sample holds what waited, and what happened since the one before', () => {
  deliver(one);
  attempt(two, failed('down'));
  now += minute;
  history.sample({ events: 7, oldestSeconds: 1.5 });
  now += minute;
  history.sample({ events: 0, oldestSeconds: 0 });
  assert.deepEqual(history.samples(), [
    { at: begin + minute, events: 7, oldestSeconds: 1.5, delivered: 1, failed: 1 },
    { at: begin + 2 * minute, events: 0, oldestSeconds: 0, delivered: 0, failed: 0 },
  ]);
});

test('a day of samples is kept, the oldest first', () => {
  for (let n = 1; n <= 1500; n++) {
    now += minute;
    history.sample({ events: n, oldestSeconds: 0 });
  }
  const samples = history.samples();
  assert.equal(samples.length, 1440);
  assert.deepEqual([samples[0]?.events, samples.at(-1)?.events], [61, 1500]);
  assert.ok(samples.every(({ at }, i) => i === 0 || at > (samples[i - 1]?.at ?? 0)));
});

test('a thousand targets are remembered: the one that was silent for the longest time goes', () => {
  for (let id = 1; id <= 1000; id++) {
    now++;
    attempt(target(id), delivered);
  }
  now++;
  attempt(one, delivered);
  attempt(target(1001), delivered);
  assert.equal(history.ofTarget(2), undefined);
  for (const id of [1, 3, 1001]) assert.ok(history.ofTarget(id) !== undefined, String(id));
});

test('an event that is refused for what it says leaves its connector well, and is counted as a failed attempt', () => {
  attempt(one, failed('broken'));
  assert.equal(history.ofTarget(1)?.lastFailed, true);
  const words = {
    reason: 'invalid_event',
    arrived: 'no',
    message: 'Event object is invalid',
    errors: [],
  } as const;
  attempt(one, { verdict: 'rejected', ...words });
  const known = history.ofTarget(1);
  assert.deepEqual(
    [known?.lastFailed, known?.lastFailure?.reason, known?.counts.failed],
    [false, 'invalid_event', 2],
  );
});
