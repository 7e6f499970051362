import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { hour, minute, type SimulatedWorld, second, simulatedWorld } from '../support/simulated-world.ts';

/*
 * The table "told by the callers, with what happens → calls that PagerDuty sees" of the delivery contract, row by row.
 */

const throttled = { kind: 'says', status: 429 } as const;
const down = () => ({ kind: 'no_connection' }) as const;

async function worldWithConnector(t: TestContext): Promise<SimulatedWorld> {
  const world = await simulatedWorld(t);
  await world.connector('c');
  return world;
}

test('rule 10: of T; refused with 429; T, R, PagerDuty sees the refused one, no other', async (t) => {
  const world = await worldWithConnector(t);
  world.next(throttled);
  const first = await world.trigger('c', 'k');
  await world.run(100);
  const second = await world.trigger('c', 'k');
  const resolve = await world.resolve('c', 'k');
  await world.run(hour);
  assert.equal(world.seen('k'), 'T');
  assert.equal(world.shown(), '');
  assert.deepEqual(await world.fates(first, second, resolve), [
    'superseded newer',
    'superseded over',
    'superseded over',
  ]);
  assert.equal((await world.event(first)).by, second);
});

test('rule 10: of T; delivered; T, R while throttled, PagerDuty sees T, R', async (t) => {
  const world = await worldWithConnector(t);
  await world.trigger('c', 'k');
  await world.drain();
  const end = world.script(() => ({ ...throttled, headers: { 'retry-after': '60' } }));
  await world.trigger('c', 'other');
  await world.run(100);
  const repeat = await world.trigger('c', 'k');
  await world.resolve('c', 'k');
  await world.run(10 * second);
  end();
  await world.drain();
  assert.equal(world.seen('k'), 'TR');
  assert.equal(world.shown('k'), 'resolved');
  assert.deepEqual(await world.fates(repeat), ['superseded over']);
});

test('rule 10: of T; answer lost; R, PagerDuty sees T, R', async (t) => {
  const world = await worldWithConnector(t);
  world.next({ kind: 'answer_lost' });
  await world.trigger('c', 'k');
  await world.run(100);
  await world.resolve('c', 'k');
  await world.drain();
  assert.equal(world.seen('k'), 'TR');
  assert.equal(world.shown('k'), 'resolved');
});

test('rule 10: of T; delivered; R, T while down; acknowledged meanwhile, PagerDuty sees T, R, T, and the second pages', async (t) => {
  const world = await worldWithConnector(t);
  await world.trigger('c', 'k');
  await world.drain();
  const up = world.script(down);
  await world.resolve('c', 'k');
  await world.trigger('c', 'k');
  await world.run(10 * minute);
  const [incident] = world.sandbox.incidents({ limit: 1 });
  world.sandbox.byHand(incident?.id ?? 0, 'acknowledge');
  up();
  await world.drain();
  assert.equal(world.seen('k'), 'TRT');
  assert.equal(world.shown('k'), 'resolved triggered');
});

test('rule 15: of T accepted, request leaves, kill -9; restart while down; R, PagerDuty sees T, R', async (t) => {
  const world = await worldWithConnector(t);
  world.next({ kind: 'hangs', arrives: true });
  const trigger = await world.trigger('c', 'k');
  await world.run(100);
  await world.kill();
  const up = world.script(down);
  await world.start();
  await world.run(minute);
  await world.resolve('c', 'k');
  await world.run(minute);
  up();
  await world.drain();
  assert.equal(world.seen('k'), 'TR');
  assert.equal(world.shown('k'), 'resolved');
  assert.deepEqual(await world.fates(trigger), ['superseded over']);
});

test('rule 10: of T info waits, throttled; T critical, PagerDuty sees one T, critical, in class 1, with the waiting time of the first', async (t) => {
  const world = await worldWithConnector(t);
  const end = world.script(() => throttled);
  await world.trigger('c', 'warm-up');
  await world.run(100);
  const first = await world.trigger('c', 'k', { severity: 'info' });
  await world.run(300);
  await world.trigger('c', 'other', { severity: 'critical' });
  await world.run(300);
  const merged = await world.trigger('c', 'k', { severity: 'critical' });
  end();
  await world.drain();
  const sent = world.posts.filter(({ arrivedAt }) => arrivedAt !== undefined);
  assert.deepEqual(
    sent.map(({ dedupKey, severity }) => `${dedupKey} ${severity}`),
    ['k critical', 'other critical', 'warm-up error'],
  );
  assert.deepEqual(await world.fates(first, merged), ['superseded newer', 'delivered']);
  assert.equal((await world.event(merged)).merged, 1);
});

test('rule 10: with superseding off every event is sent as it came', async (t) => {
  const world = await simulatedWorld(t, { settings: { superseding: 'off' } });
  await world.connector('c');
  const up = world.script(down);
  for (let n = 0; n < 3; n++) {
    await world.trigger('c', 'k');
    await world.ack('c', 'k');
    await world.resolve('c', 'k');
  }
  await world.run(minute);
  up();
  await world.drain();
  assert.equal(world.seen('k'), 'TARTARTAR');
});

test('rule 10: a connector turns superseding off for its target alone', async (t) => {
  const world = await worldWithConnector(t);
  await world.connector('plain', { letter: 'b', options: { superseding: 'off' } });
  const up = world.script(down);
  for (const connector of ['c', 'plain']) {
    await world.trigger(connector, connector);
    await world.trigger(connector, connector);
    await world.resolve(connector, connector);
  }
  up();
  await world.drain();
  assert.equal(world.seen('plain'), 'TTR');
  assert.equal(world.seen('c'), '');
});

test('rule 10: a trigger behind a waiting resolve never swallows it, and an acknowledge of nothing is moot', async (t) => {
  const world = await worldWithConnector(t);
  await world.trigger('c', 'k');
  await world.drain();
  const up = world.script(down);
  await world.resolve('c', 'k');
  await world.run(100);
  const moot = await world.ack('c', 'k');
  await world.trigger('c', 'k');
  await world.ack('c', 'k');
  up();
  await world.drain();
  assert.equal(world.seen('k'), 'TRTA');
  assert.equal(world.shown('k'), 'resolved acknowledged');
  assert.deepEqual(await world.fates(moot), ['superseded moot']);
});

test('rule 3: an event keeps its dedup key through every attempt, so a lost answer opens no second incident', async (t) => {
  const world = await worldWithConnector(t);
  world.next({ kind: 'answer_lost' }, { kind: 'hangs', arrives: true }, { kind: 'answer_lost' });
  const event = { event_action: 'trigger', dedup_key: '0123456789abcdef0123456789abcdef' } as const;
  const payload = { summary: 'Disk full', source: 'db-1', severity: 'critical' } as const;
  const [accepted] = await world.accept([
    { connectorId: 'c', source: 'enqueue', notes: [], kind: 'alert', event: { ...event, payload } },
  ]);
  assert.equal(accepted?.dedupKey, event.dedup_key);
  await world.drain();
  assert.deepEqual(new Set(world.posts.map(({ dedupKey }) => dedupKey)), new Set([event.dedup_key]));
  assert.equal(world.seen(), 'TTTT');
  assert.equal(world.shown(), 'triggered');
});
