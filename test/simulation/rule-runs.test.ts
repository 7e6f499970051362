import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AcceptedEvent } from '../../src/delivery/delivery-service.ts';
import type { RunCommit } from '../../src/store/rule-store.ts';
import { type SimulatedWorld, simulatedWorld } from '../support/simulated-world.ts';
import { actionOf, triggerOf } from '../support/simulation/events-of.ts';

const refused = { code: 'unavailable' };

/** A run of the rule `rule` that remembers the events of its commit. */
const run = (accepted: readonly AcceptedEvent[]): RunCommit => ({
  ruleId: 'rule',
  ruleState: accepted.map(({ seq }) => seq).join(),
});

async function withRule(world: SimulatedWorld): Promise<void> {
  await world.connector('c');
  await world.delivery.acceptWith([], () => ({ ruleId: 'rule', rule: { id: 'rule', body: '{}' } }));
}

const stateOf = async (world: SimulatedWorld) => (await world.rules.loadState('rule')).ruleState;

test('rule 2: a run is kept with the numbers of its events, and they are delivered', async (t) => {
  const world = await simulatedWorld(t);
  await withRule(world);
  const events = [triggerOf('c', 'a'), triggerOf('c', 'b')];
  const accepted = await world.delivery.acceptWith(events, run);
  assert.deepEqual(
    accepted.map(({ dedupKey }) => dedupKey),
    ['a', 'b'],
  );
  assert.equal(await stateOf(world), accepted.map(({ seq }) => seq).join());
  await world.drain();
  assert.equal(world.shown(), 'triggered triggered');
});

test('rule 2: on a disk that is full neither the run nor its events are kept', async (t) => {
  const world = await simulatedWorld(t);
  await withRule(world);
  world.disk.refuses = () => true;
  await assert.rejects(world.delivery.acceptWith([triggerOf('c', 'a')], run), refused);
  await assert.rejects(world.delivery.acceptWith([], run), refused);
  world.disk.refuses = () => false;
  assert.equal(await stateOf(world), null);
  await world.drain();
  assert.equal(world.shown(), '');
});

test('rule 2: with too many pending events the whole run is refused, unless all of it are resolves', async (t) => {
  const world = await simulatedWorld(t, { settings: { mostPending: 1 } });
  await withRule(world);
  const events = [triggerOf('c', 'a'), triggerOf('c', 'b')];
  await assert.rejects(world.delivery.acceptWith(events, run), refused);
  assert.equal(await stateOf(world), null);
  const resolves = [actionOf('c', 'resolve', 'a'), actionOf('c', 'resolve', 'b')];
  assert.equal((await world.delivery.acceptWith(resolves, run)).length, 2);
  assert.notEqual(await stateOf(world), null);
});

test('rule 2: with a connector that is not there nothing is kept', async (t) => {
  const world = await simulatedWorld(t);
  await withRule(world);
  const events = [triggerOf('c', 'a'), triggerOf('nobody', 'b')];
  await assert.rejects(world.delivery.acceptWith(events, run), { code: 'not_found' });
  assert.equal(await stateOf(world), null);
  await world.drain();
  assert.equal(world.shown(), '');
});

test('rule 2: a kill after the commit loses neither the run nor its events', async (t) => {
  const world = await simulatedWorld(t);
  await withRule(world);
  await world.delivery.acceptWith([triggerOf('c', 'a')], run);
  await world.restart();
  assert.notEqual(await stateOf(world), null);
  await world.drain();
  assert.equal(world.shown(), 'triggered');
});
