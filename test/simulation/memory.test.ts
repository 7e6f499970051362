import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hour, minute, type SimulatedWorld, second, simulatedWorld } from '../support/simulated-world.ts';
import { actionOf, triggerOf } from '../support/simulation/events-of.ts';

const seenBy = (world: SimulatedWorld, letter: string) =>
  world.posts
    .filter(({ routingKey }) => routingKey.startsWith(letter))
    .map(({ action }) => action.slice(0, 1).toUpperCase())
    .join('');

const open = async (world: SimulatedWorld) => (await world.store.incidents({}, null, 100)).rows;

test('rule 11: what PagerDuty was told outlives a restart, so a resolve goes before what is not known open', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  await world.trigger('c', 'k');
  await world.drain();
  await world.ack('c', 'k');
  await world.drain();
  await world.restart('stopped');
  const [incident] = await open(world);
  assert.equal(incident?.state, 'open');
  assert.equal(incident?.lastAction, 'acknowledge');
  assert.equal(world.delivery.status().openIncidents, 1);
  const up = world.script(() => ({ kind: 'says', status: 429, headers: { 'retry-after': '30' } }));
  await world.trigger('c', 'refused');
  await world.run(100);
  up();
  const trigger = await world.trigger('c', 'k');
  await world.resolve('c', 'unknown');
  await world.resolve('c', 'k');
  await world.drain();
  assert.deepEqual(await world.fates(trigger), ['superseded over']);
  assert.equal(world.seen('k'), 'TAR');
  assert.ok(
    world.posts.findIndex((post) => post.action === 'resolve' && post.dedupKey === 'k') <
      world.posts.findIndex(({ dedupKey }) => dedupKey === 'unknown'),
  );
});

test('rule 11: it ends with a confirmed resolve', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  await world.trigger('c', 'k');
  await world.resolve('c', 'k');
  await world.drain();
  await world.restart('killed');
  assert.deepEqual(await open(world), []);
  assert.equal(world.delivery.status().openIncidents, 0);
});

test('rule 11: it ends delivery.logRetention after the last event of the incident', async (t) => {
  const world = await simulatedWorld(t, { settings: { logRetention: 24 * hour } });
  await world.connector('c');
  await world.trigger('c', 'k');
  await world.drain();
  await world.run(23 * hour);
  assert.equal(world.delivery.status().openIncidents, 1);
  await world.run(2 * hour);
  assert.equal(world.delivery.status().openIncidents, 0);
  assert.deepEqual(await open(world), []);
});

test('rule 11: no event is withheld because Tocsin thinks that PagerDuty knows it', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  for (let n = 0; n < 3; n++) {
    for (const tell of ['trigger', 'ack', 'resolve', 'resolve', 'ack'] as const) {
      await world[tell]('c', 'k');
      await world.drain();
    }
  }
  assert.equal(world.seen('k'), 'TARRATARRATARRA');
});

test('rule 11: old keys are closed with old keys: acknowledge and resolve go to every target where the incident may be open', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c', { letter: 'a' });
  await world.trigger('c', 'k');
  await world.drain();
  await world.edit('c', { letter: 'b' });
  await world.ack('c', 'k');
  await world.drain();
  assert.deepEqual([seenBy(world, 'a'), seenBy(world, 'b')], ['TA', '']);
  await world.trigger('c', 'k');
  await world.drain();
  await world.restart('killed');
  await world.resolve('c', 'k');
  await world.drain();
  assert.deepEqual([seenBy(world, 'a'), seenBy(world, 'b')], ['TAR', 'TR']);
  assert.equal(world.shown('k'), 'resolved resolved');
});

test('rule 11: a resolve of what is nowhere known goes to the present key', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c', { letter: 'a' });
  await world.edit('c', { letter: 'b' });
  await world.resolve('c', 'k');
  await world.drain();
  assert.deepEqual([seenBy(world, 'a'), seenBy(world, 'b')], ['', 'R']);
});

test('rule 11: a resolve of the same array as its trigger follows it to the new key, and to the old one too', async (t) => {
  const world = await simulatedWorld(t, { settings: { superseding: 'off' } });
  await world.connector('c', { letter: 'a' });
  await world.trigger('c', 'k');
  await world.drain();
  await world.edit('c', { letter: 'b' });
  await world.accept([triggerOf('c', 'k'), actionOf('c', 'resolve', 'k')]);
  await world.drain();
  assert.equal(world.shown('k'), 'resolved resolved');
});

test('rule 12: what waits can be cancelled: an event, an incident, a connector', async (t) => {
  const world = await simulatedWorld(t, { settings: { paused: true } });
  await world.connector('c');
  const one = await world.trigger('c', 'one');
  const two = await world.trigger('c', 'two');
  const change = await world.change('c');
  const three = await world.trigger('c', 'three');
  assert.equal(await world.delivery.cancel({ what: 'events', seqs: [one, 999] }), 1);
  assert.equal(await world.delivery.cancel({ what: 'incident', connectorId: 'c', dedupKey: 'two' }), 1);
  assert.equal(await world.delivery.cancel({ what: 'connector', connectorId: 'c' }), 2);
  await world.run(minute);
  assert.deepEqual(await world.fates(one, two, change, three), Array(4).fill('dead cancelled'));
  assert.equal(world.delivery.status().backlog.events, 0);
});

test('rule 12: resolves of incidents that may be open stay unless named', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  await world.trigger('c', 'open');
  await world.drain();
  const up = world.script(() => ({ kind: 'no_connection' }));
  const resolve = await world.resolve('c', 'open');
  const again = await world.trigger('c', 'open');
  await world.run(minute);
  assert.equal(await world.delivery.cancel({ what: 'connector', connectorId: 'c' }), 1);
  await world.run(minute);
  assert.deepEqual(await world.fates(resolve, again), ['waiting', 'dead cancelled']);
  up();
  await world.drain();
  assert.equal(world.shown('open'), 'resolved');
  await world.trigger('c', 'named');
  await world.drain();
  world.script(() => ({ kind: 'no_connection' }));
  const named = await world.resolve('c', 'named');
  await world.run(second);
  assert.equal(await world.delivery.cancel({ what: 'events', seqs: [named] }), 1);
});

test('rule 12: a trigger that was cancelled after its answer was lost leaves its incident maybe open', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  world.next({ kind: 'answer_lost' });
  const trigger = await world.trigger('c', 'k');
  await world.run(100);
  assert.equal(await world.delivery.cancel({ what: 'events', seqs: [trigger] }), 1);
  await world.run(second);
  await world.restart('killed');
  assert.deepEqual(
    (await open(world)).map(({ state }) => state),
    ['maybe_open'],
  );
  await world.trigger('c', 'k');
  await world.resolve('c', 'k');
  await world.drain();
  assert.equal(world.shown('k'), 'resolved');
});
