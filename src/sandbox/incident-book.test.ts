import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '../refusal.ts';
import { type Bounds, defaultBounds } from './bounds.ts';
import type { Alert } from './check-alert-event.ts';
import { IncidentBook } from './incident-book.ts';
import { otherKey, testKey } from './sandbox-for-tests.ts';

const alert: Alert = { summary: 'Disk full', source: 'db-1', severity: 'critical' };

function bookOf(bounds: Partial<Bounds> = {}): IncidentBook {
  return new IncidentBook({ ...defaultBounds, ...bounds });
}

function idsOf(book: IncidentBook): number[] {
  return book.list({ limit: 1000 }).map((incident) => incident.id);
}

test('a newer trigger replaces the alert, not the title, and pages nobody', () => {
  const book = bookOf();
  book.trigger(testKey, 'disk', alert, 1000);
  const done = book.trigger(
    testKey,
    'disk',
    { summary: 'Disk fuller', source: 'db-2', severity: 'info' },
    2000,
  );
  assert.equal(done.effect, 'repeated');
  const incident = book.get(1);
  assert.equal(incident.title, 'Disk full');
  assert.deepEqual([incident.summary, incident.source, incident.severity], ['Disk fuller', 'db-2', 'info']);
  assert.deepEqual([incident.triggers, incident.notifications], [2, 1]);
});

test('a trigger while acknowledged leaves the incident acknowledged', () => {
  const book = bookOf();
  book.trigger(testKey, 'disk', alert, 0);
  book.acknowledge(testKey, 'disk', 1);
  assert.equal(book.trigger(testKey, 'disk', alert, 2).effect, 'repeated');
  assert.equal(book.get(1).status, 'acknowledged');
});

test('a trigger after the resolve opens a new incident', () => {
  const book = bookOf();
  book.trigger(testKey, 'disk', alert, 1);
  book.resolve(testKey, 'disk', 2);
  assert.equal(book.trigger(testKey, 'disk', alert, 3).effect, 'opened');
  assert.deepEqual([book.get(1).status, book.get(2).status], ['resolved', 'triggered']);
  assert.deepEqual([book.get(1).resolvedAt, book.get(2).resolvedAt], [2, undefined]);
});

const strangers: [name: string, routingKey: string, dedupKey: string][] = [
  ['another routing key', otherKey, 'disk'],
  ['another case of the dedup key', testKey, 'Disk'],
  ['a dedup key with a space more', testKey, 'disk '],
];

for (const [name, routingKey, dedupKey] of strangers) {
  test(`acknowledge and resolve with ${name} are dropped, and a trigger opens another incident`, () => {
    const book = bookOf();
    book.trigger(testKey, 'disk', alert, 0);
    assert.equal(book.acknowledge(routingKey, dedupKey, 1).effect, 'dropped');
    assert.equal(book.resolve(routingKey, dedupKey, 2).effect, 'dropped');
    assert.equal(book.get(1).status, 'triggered');
    assert.equal(book.trigger(routingKey, dedupKey, alert, 3).effect, 'opened');
  });
}

test('a second acknowledge changes nothing but the log', () => {
  const book = bookOf();
  book.trigger(testKey, 'disk', alert, 1);
  book.acknowledge(testKey, 'disk', 2);
  book.acknowledge(testKey, 'disk', 3);
  assert.equal(book.get(1).acknowledgedAt, 2);
  assert.deepEqual(book.get(1).log.list(), [
    { at: 1, type: 'trigger', summary: 'Disk full' },
    { at: 2, type: 'acknowledge', summary: 'through the Events API' },
    { at: 3, type: 'acknowledge', summary: 'through the Events API' },
  ]);
});

test('a person acknowledges and resolves, and doing it twice is doing it once', () => {
  const book = bookOf();
  book.trigger(testKey, 'disk', alert, 1);
  for (const now of [2, 3]) book.byHand(1, 'acknowledge', now);
  for (const now of [4, 5]) book.byHand(1, 'resolve', now);
  const log = book.get(1).log.list();
  assert.deepEqual(log.slice(1), [
    { at: 2, type: 'acknowledge', summary: 'by a person' },
    { at: 4, type: 'resolve', summary: 'by a person' },
  ]);
  assert.equal(book.resolve(testKey, 'disk', 6).effect, 'dropped');
  assert.equal(book.trigger(testKey, 'disk', alert, 7).effect, 'opened');
});

test('a person can not acknowledge what is resolved, nor touch what is not there', () => {
  const book = bookOf();
  book.trigger(testKey, 'disk', alert, 1);
  book.resolve(testKey, 'disk', 2);
  const refusedAs = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;
  assert.throws(() => book.byHand(1, 'acknowledge', 3), refusedAs('conflict'));
  assert.throws(() => book.byHand(2, 'resolve', 3), refusedAs('not_found'));
});

test('of many log entries the first and the last stay, and their number', () => {
  const book = bookOf({ logEntriesPerIncident: 4 });
  for (let now = 1; now <= 9; now += 1) book.trigger(testKey, 'disk', alert, now);
  const { log } = book.get(1);
  assert.deepEqual(
    log.list().map((entry) => entry.at),
    [1, 2, 8, 9],
  );
  assert.equal(log.count, 9);
});

test('too many incidents: the longest resolved goes first, then the oldest', () => {
  const book = bookOf({ incidents: 4 });
  for (const dedupKey of ['a', 'b', 'c', 'd']) book.trigger(testKey, dedupKey, alert, 0);
  book.resolve(testKey, 'c', 1);
  book.resolve(testKey, 'b', 2);
  book.trigger(testKey, 'e', alert, 3);
  assert.deepEqual(idsOf(book), [5, 4, 2, 1]);
  book.trigger(testKey, 'f', alert, 4);
  assert.deepEqual(idsOf(book), [6, 5, 4, 1]);
  book.trigger(testKey, 'g', alert, 5);
  assert.deepEqual(idsOf(book), [7, 6, 5, 4]);
  assert.deepEqual(book.counts, { triggered: 4, acknowledged: 0, resolved: 0, dropped: 3, notifications: 7 });
  assert.throws(() => book.get(1), /no longer keeps incident 1/);
});

test('an open incident that was forgotten is not open any more', () => {
  const book = bookOf({ incidents: 1 });
  book.trigger(testKey, 'a', alert, 0);
  book.trigger(testKey, 'b', alert, 1);
  assert.equal(book.resolve(testKey, 'a', 2).effect, 'dropped');
  assert.equal(book.resolve(testKey, 'b', 2).effect, 'resolved');
});

test('too many log entries of all incidents together: the oldest incidents go', () => {
  const book = bookOf({ logEntries: 10 });
  for (let n = 0; n < 8; n += 1) book.trigger(testKey, `k${n}`, alert, n);
  for (let n = 0; n < 4; n += 1) book.trigger(testKey, 'k7', alert, n);
  assert.deepEqual(idsOf(book), [8, 7, 6, 5, 4, 3]);
});

test('what is kept stays within its bounds and the counts agree, whatever comes', () => {
  const book = bookOf({ incidents: 50, logEntries: 120, logEntriesPerIncident: 6 });
  for (let n = 0; n < 5000; n += 1) {
    const dedupKey = `k${(n * 7919) % 83}`;
    if (n % 3 === 0) book.resolve(testKey, dedupKey, n);
    else if (n % 7 === 0) book.acknowledge(testKey, dedupKey, n);
    else book.trigger(testKey, dedupKey, alert, n);
    const kept = book.list({ limit: 1000 });
    assert.ok(kept.length <= 50);
    assert.ok(kept.reduce((sum, incident) => sum + incident.log.kept, 0) <= 120);
  }
  for (const status of ['triggered', 'acknowledged', 'resolved'] as const) {
    assert.equal(book.counts[status], book.list({ limit: 1000, status }).length);
  }
});

test('incidents are listed newest first, by routing key, dedup key, status and cursor', () => {
  const book = bookOf();
  book.trigger(testKey, 'a', alert, 0);
  book.trigger(otherKey, 'a', alert, 0);
  book.trigger(testKey, 'b', alert, 0);
  book.resolve(testKey, 'b', 1);
  const ids = (filter: Partial<Parameters<IncidentBook['list']>[0]>) =>
    book.list({ limit: 10, ...filter }).map((incident) => incident.id);
  assert.deepEqual(ids({}), [3, 2, 1]);
  assert.deepEqual(ids({ limit: 1, before: 3 }), [2]);
  assert.deepEqual(ids({ routingKey: testKey }), [3, 1]);
  assert.deepEqual(ids({ routingKey: '…ffff' }), [2]);
  assert.deepEqual(ids({ dedupKey: 'a' }), [2, 1]);
  assert.deepEqual(ids({ status: 'resolved' }), [3]);
});
