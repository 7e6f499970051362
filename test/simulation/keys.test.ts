import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hour, minute, type SimulatedWorld, second, simulatedWorld } from '../support/simulated-world.ts';
import type { Fate } from '../support/simulation/simulated-network.ts';

const gateway = 'https://gateway.example/v2/enqueue';
const refusesA = ({ routingKey }: { readonly routingKey: string }) =>
  routingKey.startsWith('a') ? ({ kind: 'says', status: 401 } as const) : undefined;

const seenBy = (world: SimulatedWorld, letter: string) =>
  world.posts
    .filter(({ routingKey, status }) => routingKey.startsWith(letter) && status === 202)
    .map(({ action, dedupKey }) => `${action.slice(0, 1).toUpperCase()} ${dedupKey}`);

const keptKeys = async (world: SimulatedWorld) =>
  (await world.store.targets()).targets.map(({ key }) => (key === null ? 'erased' : 'kept'));

test('rule 19: a mistyped key loses nothing: what waits follows to the new one, ahead of what came since', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c', { letter: 'a' });
  world.script(refusesA);
  await world.trigger('c', 'one');
  await world.trigger('c', 'two');
  await world.ack('c', 'two');
  await world.change('c');
  await world.run(10 * minute);
  await world.edit('c', { letter: 'b' });
  await world.drain();
  assert.deepEqual(seenBy(world, 'b').sort(), ['A two', 'C undefined', 'T one', 'T two']);
  assert.equal(world.delivery.status().backlog.events, 0);
  assert.deepEqual(await keptKeys(world), ['erased', 'kept']);
});

test('rule 19: what follows goes ahead of what was accepted since, in each lane', async (t) => {
  const world = await simulatedWorld(t, { settings: { superseding: 'off' } });
  await world.connector('c', { letter: 'a' });
  await world.connector('early', { letter: 'b' });
  world.script((post) => refusesA(post) ?? { kind: 'says', status: 503, headers: { 'retry-after': '20' } });
  await world.trigger('c', 'k', { summary: 'first' });
  await world.run(minute);
  await world.trigger('early', 'k', { summary: 'second' });
  await world.run(second);
  world.network.scripts.length = 0;
  world.script(refusesA);
  await world.edit('c', { letter: 'b' });
  await world.drain();
  const summaries = world.posts.filter(({ status }) => status === 202).map(({ summary }) => summary);
  assert.deepEqual(summaries, ['first', 'second']);
});

test('rule 19: what waits for a key that works is finished there', async (t) => {
  const world = await simulatedWorld(t, { settings: { rateLimit: 10 } });
  await world.connector('c', { letter: 'a' });
  for (let n = 0; n < 20; n++) await world.trigger('c', `k-${n}`);
  await world.run(second);
  await world.edit('c', { letter: 'b' });
  await world.drain();
  assert.equal(seenBy(world, 'a').length, 20);
  assert.deepEqual(seenBy(world, 'b'), []);
  await world.resolve('c', 'k-0');
  await world.drain();
  assert.deepEqual(seenBy(world, 'a').slice(20), ['R k-0']);
});

test('rule 19: resolves of what may be open at the old key stay there', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c', { letter: 'a' });
  await world.trigger('c', 'open');
  await world.drain();
  const works = world.script(refusesA);
  await world.resolve('c', 'open');
  await world.trigger('c', 'new');
  await world.run(minute);
  await world.edit('c', { letter: 'b' });
  await world.run(minute);
  assert.deepEqual(seenBy(world, 'b'), ['T new']);
  assert.deepEqual(await keptKeys(world), ['kept', 'kept']);
  works();
  await world.drain();
  assert.deepEqual(seenBy(world, 'a'), ['T open', 'R open']);
  await world.run(minute);
  assert.deepEqual(await keptKeys(world), ['erased', 'kept']);
});

test('rule 19: what a gate of the old target holds back later follows then', async (t) => {
  const world = await simulatedWorld(t, { settings: { rateLimit: 10 } });
  await world.connector('c', { letter: 'a' });
  for (let n = 0; n < 20; n++) await world.trigger('c', `k-${n}`);
  await world.run(second);
  await world.edit('c', { letter: 'b' });
  world.script(refusesA);
  await world.run(5 * minute);
  assert.equal(seenBy(world, 'a').length + seenBy(world, 'b').length, 20);
  assert.ok(seenBy(world, 'b').length > 0);
});

test('rule 19: a key rotated while incidents are open closes what it opened, over a restart', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c', { letter: 'a' });
  for (const key of ['one', 'two', 'three']) await world.trigger('c', key);
  await world.drain();
  await world.edit('c', { letter: 'b' });
  await world.restart('killed');
  await world.resolve('c', 'one');
  await world.edit('c', { letter: 'c' });
  await world.resolve('c', 'two');
  await world.restart('stopped');
  await world.resolve('c', 'three');
  await world.drain();
  assert.equal(world.shown(), 'resolved resolved resolved');
  await world.run(minute);
  assert.deepEqual(await keptKeys(world), ['erased', 'erased', 'kept']);
});

test('rule 19: a new URL is a new target, too', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c', { url: gateway });
  await world.trigger('c', 'k');
  await world.drain();
  await world.edit('c', {});
  await world.trigger('c', 'l');
  await world.resolve('c', 'k');
  await world.drain();
  assert.deepEqual(world.posts.map(({ host, dedupKey }) => `${host} ${dedupKey}`).sort(), [
    'events.pagerduty.com l',
    'gateway.example k',
    'gateway.example k',
  ]);
});

test('rule 19: deleting while anything waits or is open is refused, and says how much of each', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  await world.trigger('c', 'open');
  await world.drain();
  world.script(() => ({ kind: 'no_connection' }));
  await world.trigger('c', 'waits');
  await world.run(second);
  const conflict = { code: 'conflict', message: /1 event waits to be sent, and 1 incident/ };
  await assert.rejects(world.remove('c'), conflict);
  await world.connectors.get('c');
});

test('rule 19: deleting by force ends what waits, still sends resolves, and resolves what is open', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  for (const key of ['one', 'two']) await world.trigger('c', key);
  await world.drain();
  const up = world.script(() => ({ kind: 'no_connection' }));
  const waiting = [await world.trigger('c', 'waits'), await world.ack('c', 'one'), await world.change('c')];
  await world.resolve('c', 'two');
  await world.run(minute);
  await world.remove('c', { force: true, incidents: 'resolve' });
  up();
  await world.drain();
  assert.deepEqual(await world.fates(...waiting), Array(3).fill('dead connector_deleted'));
  assert.equal(world.shown(), 'resolved resolved');
  await world.run(minute);
  assert.deepEqual(await keptKeys(world), ['erased']);
});

test('rule 19: deleting by force leaves incidents open when asked to, and those that another connector told of', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  await world.connector('other');
  await world.trigger('c', 'own');
  await world.trigger('c', 'shared');
  await world.drain();
  await world.trigger('other', 'shared');
  await world.drain();
  await world.remove('c', { force: true, incidents: 'resolve' });
  await world.drain();
  assert.equal(world.shown('own'), 'resolved');
  assert.equal(world.shown('shared'), 'triggered');
  await world.remove('other', { force: true, incidents: 'leave' });
  await world.run(hour);
  assert.equal(world.shown('shared'), 'triggered');
});

test('rule 19: connectors.deleteWithOpenIncidents resolve gives a plain delete', async (t) => {
  const world = await simulatedWorld(t, { settings: { deleteWithOpenIncidents: 'resolve' } });
  await world.connector('c');
  await world.trigger('c', 'k');
  await world.drain();
  await world.remove('c');
  await world.drain();
  assert.equal(world.shown('k'), 'resolved');
});

test('rule 19: a trigger on its way while its connector is deleted by force opens nothing for good', async (t) => {
  const world = await simulatedWorld(t, { latency: 2 * second });
  await world.connector('c');
  await world.trigger('c', 'arrives');
  await world.run(100);
  await world.remove('c', { force: true, incidents: 'resolve' });
  await world.drain();
  assert.equal(world.shown('arrives'), 'resolved');
});

const unhappy = [
  { what: 'was refused', fate: { kind: 'says', status: 429 }, arrived: 0, open: 0 },
  { what: 'was lost', fate: { kind: 'request_lost' }, arrived: 0, open: 1 },
  { what: 'arrived, its answer lost', fate: { kind: 'answer_lost' }, arrived: 1, open: 1 },
  { what: 'failed, and the disk was slow', fate: { kind: 'says', status: 500 }, arrived: 0, open: 1 },
] as const;
test('rule 19: what is on its way while its connector is deleted by force is not sent again', async (t) => {
  for (const { what, fate, arrived, open } of unhappy) {
    const world = await simulatedWorld(t);
    await world.connector('c');
    world.next({ ...fate, latency: second });
    const seq = await world.trigger('c', 'k');
    await world.run(10);
    if (what.includes('disk')) {
      world.disk.isStuck = true;
      await world.run(2 * second);
    }
    const removed = world.remove('c', { force: true, incidents: 'leave' });
    await world.run(100);
    world.disk.release();
    await removed;
    await world.drain();
    await world.run(10 * minute);
    assert.deepEqual(await world.fates(seq), ['dead connector_deleted'], `it ${what}`);
    assert.equal(world.posts.length, 1);
    assert.equal(world.seen('k').length, arrived + ('status' in fate ? 1 : 0));
    assert.equal((await world.event(seq)).attemptLog.length, 1);
    assert.equal(world.delivery.status().openIncidents, open);
    assert.equal((await world.store.incidents({}, null, 10)).rows.length, open);
  }
});

test('rule 19: an acknowledge or a change event on its way then is not sent again either, and a resolve is', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  for (const key of ['k', 'l']) await world.trigger('c', key);
  await world.drain();
  world.next(...Array<Fate>(3).fill({ kind: 'says', status: 500, latency: second }));
  const [ack, change] = [await world.ack('c', 'k'), await world.change('c')];
  const resolve = await world.resolve('c', 'l');
  await world.run(10);
  await world.remove('c', { force: true, incidents: 'leave' });
  await world.drain();
  const dead = 'dead connector_deleted';
  assert.deepEqual(await world.fates(ack, change, resolve), [dead, dead, 'delivered']);
});

test('rule 16: the routing key is no part of an event as kept', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  world.next({ kind: 'says', status: 500, body: `{"message":"no ${'a'.repeat(32)} here"}` });
  const seq = await world.trigger('c', 'k', { summary: `my key is ${'a'.repeat(32)}` });
  await world.drain();
  const kept = JSON.stringify(await world.event(seq));
  assert.ok(!kept.includes('a'.repeat(32)), kept);
  assert.equal(world.posts[0]?.routingKey, 'a'.repeat(32), 'what leaves carries it');
});
