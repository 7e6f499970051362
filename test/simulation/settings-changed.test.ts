import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hour, minute, second, simulatedWorld } from '../support/simulated-world.ts';

/* Settings that are read anew while events wait. */

test('rule 7: reading the settings anew probes at once', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  const up = world.script(() => ({ kind: 'no_connection' }));
  await world.trigger('c', 'k');
  await world.run(hour);
  const count = world.posts.length;
  await world.runUntil('another probe has failed', () => world.posts.length > count, minute);
  await world.run(second);
  up();
  await world.run(20 * second);
  assert.equal(world.shown('k'), '');
  await world.delivery.settingsChanged(['c']);
  await world.run(50);
  assert.equal(world.shown('k'), 'triggered');
});

test('rule 8: a limit that is set while the server runs holds from then on', async (t) => {
  const world = await simulatedWorld(t, { limit: null, settings: { rateLimit: 'off' } });
  await world.connector('c');
  Object.assign(world.settings, { rateLimit: 10 });
  await world.delivery.settingsChanged(['c']);
  for (let n = 0; n < 50; n++) await world.trigger('c', `${n}`, { severity: 'critical' });
  await world.run(59 * second);
  assert.equal(world.posts.length, 10);
  Object.assign(world.settings, { rateLimit: 'off' });
  await world.delivery.settingsChanged(['c']);
  await world.run(5 * second);
  assert.equal(world.posts.length, 50);
});

test('rule 19: what waits for a connector that has left the settings is finished, and then its key is erased', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  const keptKeys = async () => (await world.store.targets()).targets.filter(({ key }) => key !== null).length;
  const up = world.script(() => ({ kind: 'no_connection' }));
  const waits = await world.trigger('c', 'k');
  const resolve = await world.resolve('c', 'other');
  await world.run(minute);
  const left = await world.delivery.settingsChanged([]);
  assert.deepEqual(left.get('c'), { waiting: 2, open: 0 });
  await world.run(10 * minute);
  assert.equal(await keptKeys(), 1);
  up();
  await world.drain();
  assert.deepEqual(await world.fates(waits, resolve), ['delivered', 'delivered']);
  await world.run(minute);
  assert.equal(await keptKeys(), 1, 'what it opened may have to be closed');

  // The connector is back for a moment.
  await world.delivery.settingsChanged(['c']);
  await world.resolve('c', 'k');
  await world.drain();
  assert.equal(world.shown('k'), 'resolved');
  await world.delivery.settingsChanged([]);
  await world.run(10 * minute);
  assert.equal(await keptKeys(), 0);
  assert.deepEqual((await world.store.targets()).connectors, []);
});

test('rule 19: a connector that is back with another key closes at the old one what it had opened there', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c', { letter: 'a' });
  await world.trigger('c', 'k');
  await world.drain();
  await world.delivery.settingsChanged([]);
  await world.edit('c', { letter: 'b' });
  await world.resolve('c', 'k');
  await world.drain();
  assert.equal(world.seen('k'), 'TR');
  assert.equal(world.shown('k'), 'resolved');
});
