import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyOf, minute, type SimulatedWorld, second, simulatedWorld } from '../support/simulated-world.ts';

/** Of each target whether its key is on disk, and which connectors use it or have used it. */
async function kept(world: SimulatedWorld): Promise<string[]> {
  const { targets, connectors } = await world.store.targets();
  return targets.map(({ id, key }) => {
    const users = connectors.filter(({ targetId }) => targetId === id);
    const told = users.map(({ connectorId, current }) => `${current ? 'now' : 'once'} ${connectorId}`);
    return [key === null ? 'erased' : 'kept', ...told].join(' ');
  });
}

const letters = ['b', 'd', 'e', 'f', '1', '2', '3'];

test('rule 19: a target that nothing is left to do at is forgotten, its key erased, and what is left to do keeps one', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c', { letter: 'a' });
  await world.trigger('c', 'stays open');
  await world.drain();
  for (const letter of letters) {
    await world.edit('c', { letter });
    await world.trigger('c', letter);
    await world.drain();
    await world.resolve('c', letter);
    await world.drain();
  }
  await world.run(2 * minute);
  const forgotten = Array(letters.length - 1).fill('erased');
  assert.deepEqual(await kept(world), ['kept once c', ...forgotten, 'kept now c']);
  for (const how of ['killed', 'stopped'] as const) {
    await world.restart(how);
    await world.run(2 * minute);
    assert.deepEqual(await kept(world), ['kept once c', ...forgotten, 'kept now c']);
  }
  await world.resolve('c', 'stays open');
  await world.drain();
  await world.run(2 * minute);
  assert.deepEqual(await kept(world), ['erased', ...forgotten, 'kept now c']);
  assert.deepEqual(world.posts.at(-1)?.routingKey, keyOf('a'));
  assert.deepEqual(world.problems, []);
});

test('rule 19: a mistyped key that was put right is seen no more', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c', { letter: 'a' });
  world.script(({ routingKey }) => (routingKey === keyOf('a') ? { kind: 'says', status: 401 } : undefined));
  await world.trigger('c', 'k');
  await world.run(5 * second);
  assert.equal(world.delivery.status().gates.length, 1);
  await world.edit('c', { letter: 'b' });
  await world.run(2 * minute);
  assert.deepEqual(world.delivery.status().gates, []);
  assert.deepEqual(await kept(world), ['erased', 'kept now c']);
});

test('rule 19: a key that comes back after it was forgotten is the same target, and works', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c', { letter: 'a' });
  const { targetId } = await world.delivery.connector('c');
  await world.edit('c', { letter: 'b' });
  await world.run(2 * minute);
  assert.deepEqual(await kept(world), ['erased', 'kept now c']);
  await world.edit('c', { letter: 'a' });
  assert.equal((await world.delivery.connector('c')).targetId, targetId);
  await world.trigger('c', 'k');
  await world.restart('killed');
  await world.drain();
  assert.equal(world.posts.at(-1)?.routingKey, keyOf('a'));
  await world.run(2 * minute);
  assert.deepEqual(await kept(world), ['kept now c', 'erased']);
});

test('rule 8: a key that is given up and comes back within the minute has the calls that are left', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c', { letter: 'a' });
  for (let n = 0; n < 100; n++) await world.change('c');
  await world.run(10 * second);
  await world.edit('c', { letter: 'b' });
  await world.run(20 * second);
  await world.edit('c', { letter: 'a' });
  for (let n = 0; n < 100; n++) await world.change('c');
  await world.run(20 * second);
  assert.equal(world.posts.length, 108);
  assert.ok(world.posts.every(({ status }) => status === 202));
});
