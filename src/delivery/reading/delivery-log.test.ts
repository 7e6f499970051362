import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { keyOf, minute, type SimulatedWorld, simulatedWorld } from '../../../test/support/simulated-world.ts';
import type { LoggedEvent, Page } from '../../store/delivery-store.ts';
import { DeliveryLog, type DeliveryLogDependencies } from './delivery-log.ts';

/* What people read of delivery, on the real store and the real courier, in simulated time. */

interface Setting {
  readonly world: SimulatedWorld;
  readonly log: DeliveryLog;
}

async function setting(t: TestContext, change: Partial<DeliveryLogDependencies> = {}): Promise<Setting> {
  const world = await simulatedWorld(t, { limit: null });
  await world.connector('a');
  const { store, delivery, connectors } = world;
  const log = new DeliveryLog({ store, delivery, connectors, monotonic: () => performance.now(), ...change });
  return { world, log };
}

const newest = (limit: number) => ({ before: null, limit });
const seqsOf = (page: Page<{ readonly seq: number }>) => page.rows.map(({ seq }) => seq);

test('rule 13: the log shows every event, the newest first, page by page', async (t) => {
  const { world, log } = await setting(t);
  const seqs: number[] = [];
  for (let i = 0; i < 7; i++) seqs.push(await world.trigger('a', `key ${i}`, { summary: `summary ${i}` }));
  await world.drain();
  const pages: number[][] = [];
  for (let before: number | null = null; pages.length === 0 || before !== null; ) {
    const page: Page<{ readonly seq: number }> = await log.events({}, { before, limit: 3 });
    pages.push(seqsOf(page));
    before = page.next;
  }
  assert.deepEqual(pages.flat(), seqs.toReversed());
  assert.deepEqual(pages[0]?.length, 3);
  const [last] = (await log.events({}, newest(1))).rows;
  assert.deepEqual(
    [last?.summary, last?.connectorName, last?.state, last?.source, last?.attempts],
    ['summary 6', 'a', 'delivered', 'enqueue', 1],
  );
});

test('each filter lets through what it names', async (t) => {
  const { world, log } = await setting(t);
  await world.connector('b', { letter: 'b' });
  const one = await world.trigger('a', 'one');
  await world.drain();
  await world.run(minute);
  const two = await world.resolve('b', 'two');
  const three = await world.change('a');
  await world.drain();
  const at = (await world.event(two)).acceptedAt;
  const found = async (filter: Parameters<DeliveryLog['events']>[0]) =>
    seqsOf(await log.events(filter, newest(10)));
  assert.deepEqual(await found({ connectorId: 'b' }), [two]);
  assert.deepEqual(await found({ dedupKey: 'one' }), [one]);
  assert.deepEqual(await found({ kind: 'change' }), [three]);
  assert.deepEqual(await found({ state: 'delivered', to: at }), [one]);
  assert.deepEqual(await found({ from: at }), [three, two]);
  assert.deepEqual(await found({ source: 'relay' }), []);
});

test('a page goes on until it is full, or its time is over', async (t) => {
  const { world } = await setting(t);
  const row: LoggedEvent = await world.event(await world.trigger('a', 'key'));
  let now = 0;
  const steps: (number | null)[] = [];
  const store: DeliveryLogDependencies['store'] = Object.assign(Object.create(world.store), {
    events: async (_filter: unknown, before: number | null, limit: number): Promise<Page<LoggedEvent>> => {
      steps.push(before);
      now += 300;
      const next = (before ?? 1000) - 100;
      return { rows: limit > 0 && next % 200 === 0 ? [row] : [], next: next <= 0 ? null : next };
    },
  });
  const { connectors, delivery } = world;
  const log = new DeliveryLog({ store, delivery, connectors, monotonic: () => now });
  const full = await log.events({}, newest(1));
  assert.deepEqual([full.rows.length, full.next, steps], [1, 800, [null, 900]]);
  const late = await log.events({}, { before: 800, limit: 50 });
  assert.deepEqual([late.rows.length, late.next], [2, 400], 'four steps of 300 ms');
});

test('rule 16: an event shows its body without the routing key, each attempt, and the open incident', async (t) => {
  const { world, log } = await setting(t);
  world.next({ kind: 'says', status: 500, body: `{"message":"no ${keyOf('a')} today"}` });
  const seq = await world.trigger('a', 'disk', { summary: 'Disk full', severity: 'critical' });
  await world.drain();
  const event = await log.event(String(seq));
  assert.deepEqual(event.body, {
    routing_key: '[integration key]',
    event_action: 'trigger',
    dedup_key: 'disk',
    payload: { summary: 'Disk full', source: 'test', severity: 'critical' },
  });
  assert.deepEqual(
    event.attemptLog.map(({ n, status, verdict, reason }) => [n, status, verdict, reason]),
    [
      [1, 500, 'retry', 'server_error'],
      [2, 202, 'delivered', null],
    ],
  );
  const { dedupKey, state, lastAction, connectorName } = event.incident ?? {};
  assert.deepEqual([dedupKey, state, lastAction, connectorName], ['disk', 'open', 'trigger', 'a']);
  assert.doesNotMatch(JSON.stringify(event), new RegExp(keyOf('a')));
});

test('rule 10: a superseded event shows why, and which event took its place', async (t) => {
  const { world, log } = await setting(t);
  const stop = world.script(() => ({ kind: 'no_connection' }));
  await world.trigger('a', 'busy');
  await world.run(minute);
  const older = await world.trigger('a', 'disk', { summary: 'older' });
  const newer = await world.trigger('a', 'disk', { summary: 'newer' });
  await world.run(minute);
  const { state, why, by, supersededBy } = await log.event(String(older));
  stop();
  await world.drain();
  assert.deepEqual([state, why, by, supersededBy?.summary], ['superseded', 'newer', newer, 'newer']);
  assert.equal((await log.event(String(newer))).merged, 1);
});

test('what is on its way is shown as in flight, and as waiting by the filter', async (t) => {
  const { world, log } = await setting(t);
  world.next({ kind: 'hangs', arrives: false });
  const seq = await world.trigger('a', 'disk');
  await world.run(minute / 60);
  assert.equal((await log.event(String(seq))).state, 'in_flight');
  const page = await log.events({ state: 'waiting' }, newest(10));
  assert.deepEqual(
    page.rows.map(({ state }) => state),
    ['in_flight'],
  );
});

test('rule 11: incidents that may be open are listed, with what PagerDuty last confirmed', async (t) => {
  const { world, log } = await setting(t);
  await world.trigger('a', 'one');
  await world.trigger('a', 'two');
  await world.trigger('a', 'over');
  await world.drain();
  await world.ack('a', 'one');
  await world.resolve('a', 'over');
  await world.drain();
  const { rows, next } = await log.incidents({}, newest(10));
  assert.deepEqual(
    rows
      .map(({ dedupKey, state, lastAction, connectorName }) => [dedupKey, state, lastAction, connectorName])
      .sort(),
    [
      ['one', 'open', 'acknowledge', 'a'],
      ['two', 'open', 'trigger', 'a'],
    ],
  );
  assert.equal(next, null);
  assert.deepEqual(
    (await log.incidents({ dedupKey: 'two' }, newest(10))).rows.map(({ dedupKey }) => dedupKey),
    ['two'],
  );
});

test('rule 12: a dead letter shows PagerDuty’s own words, and the params to edit', async (t) => {
  const { world, log } = await setting(t);
  const body = JSON.stringify({
    status: 'invalid event',
    message: 'Event object is invalid',
    errors: ['x is odd'],
  });
  world.next({ kind: 'says', status: 400, body });
  const seq = await world.trigger('a', 'disk', { summary: 'Disk full' });
  await world.drain();
  const [row] = (await log.deadLetters({ reason: 'invalid_event' }, newest(10))).rows;
  assert.deepEqual(
    [row?.seq, row?.summary, row?.reason, row?.message, row?.errors],
    [seq, 'Disk full', 'invalid_event', 'Event object is invalid', ['x is odd']],
  );
  assert.deepEqual((await log.deadLetters({ reason: 'expired' }, newest(10))).rows, []);
  const letter = await log.deadLetter(String(seq));
  assert.deepEqual(letter.editable.params, {
    eventAction: 'trigger',
    dedupKey: 'disk',
    summary: 'Disk full',
    source: 'test',
    severity: 'error',
  });
  assert.deepEqual([letter.message, letter.attemptLog.length], ['Event object is invalid', 1]);
});

test('an id that is none, and an event that is no dead letter, are told in words', async (t) => {
  const { world, log } = await setting(t);
  const seq = await world.trigger('a', 'disk');
  await world.drain();
  for (const id of ['', '0', '07', '-1', '1e3', 'disk', '99999', '9'.repeat(40)]) {
    const said = { code: 'not_found', message: /^There is no (event|dead letter) "/ };
    await assert.rejects(log.event(id), said, id);
    await assert.rejects(log.deadLetter(id), said, id);
  }
  await assert.rejects(log.deadLetter(String(seq)), {
    code: 'not_found',
    message: `Event ${seq} is no dead letter: it was delivered.`,
  });
});
