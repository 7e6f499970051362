import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { hour, minute, type SimulatedWorld, second, simulatedWorld } from '../support/simulated-world.ts';
import { triggerOf } from '../support/simulation/events-of.ts';

const down = () => ({ kind: 'no_connection' }) as const;
const broken = () => ({ kind: 'says', status: 500 }) as const;
const keyRefused = () => ({ kind: 'says', status: 401 }) as const;

/** A world with a connector to a host that has no limit, past its slow start. */
async function warmWorld(t: TestContext): Promise<SimulatedWorld> {
  const world = await simulatedWorld(t, { limit: null, settings: { rateLimit: 'off' } });
  await world.connector('c');
  await world.accept(Array.from({ length: 20 }, (_, n) => triggerOf('c', `warm-${n}`)));
  await world.drain();
  return world;
}

const since = (world: SimulatedWorld, from: number) => world.posts.filter(({ at }) => at >= from);
const gates = (world: SimulatedWorld) =>
  world.delivery.status().gates.map(({ of, reason }) => `${of} ${reason}`);

test('rule 7: five failed attempts of one host in a row close its gate, no matter whose they are', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('one');
  await world.connector('two', { letter: 'b' });
  world.script(broken);
  for (const [n, connector] of ['one', 'two', 'one', 'two', 'one'].entries()) {
    assert.deepEqual(gates(world), []);
    await world.trigger(connector, `k-${n}`);
    await world.run(50);
  }
  assert.deepEqual(gates(world), ['host server_error']);
});

test('rule 7: behind a closed gate one request at a time probes, after 1 s, doubling to 30 s, however many were in flight when it closed', async (t) => {
  const world = await warmWorld(t);
  world.script(down);
  await world.accept(Array.from({ length: 60 }, (_, n) => triggerOf('c', `k-${n}`)));
  await world.runUntil('the gate is closed', () => gates(world).length === 1, second);
  await world.run(100);
  const from = world.now - 100;
  await world.run(5 * minute);
  const starts = since(world, from + 60).map(({ at }) => at - from);
  const waits = starts.map((at, n) => at - (starts[n - 1] ?? 0));
  // A probe takes 20 ms to fail, and the next wait begins there.
  for (const [n, wait] of [1000, 2020, 4020, 8020, 16_020, 30_020, 30_020].entries()) {
    assert.ok(Math.abs((waits[n] ?? 0) - wait) <= 60, `waits ${waits.join(' ')}`);
  }
});

test('rule 7: one request at a time probes, even when it hangs', async (t) => {
  const world = await warmWorld(t);
  const end = world.script(down);
  await world.accept(Array.from({ length: 10 }, (_, n) => triggerOf('c', `k-${n}`)));
  await world.run(200);
  end();
  world.script(() => ({ kind: 'hangs', arrives: false }));
  const from = world.now;
  await world.run(40 * second);
  const probes = since(world, from);
  for (const [n, probe] of probes.entries()) {
    assert.ok(n === 0 || probe.at >= (probes[n - 1]?.endedAt ?? Number.POSITIVE_INFINITY));
  }
  assert.ok(probes.length >= 2);
});

test('rule 7: each probe is another lane while there is another, so a poisonous event can not keep the gate shut', async (t) => {
  const world = await warmWorld(t);
  const up = world.script(down);
  await world.trigger('c', 'poison', { severity: 'critical' });
  await world.accept(Array.from({ length: 5 }, (_, n) => triggerOf('c', `k-${n}`, { severity: 'info' })));
  await world.run(10 * minute);
  up();
  world.script(({ dedupKey }) => (dedupKey === 'poison' ? broken() : undefined));
  await world.run(65 * second);
  for (let n = 0; n < 5; n++) assert.equal(world.shown(`k-${n}`), 'triggered');
});

test('rule 7: a key whose every event fails does not keep the gate shut for the other keys of its host', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('bad');
  await world.connector('good', { letter: 'b' });
  await world.trigger('good', 'k');
  await world.drain();
  const up = world.script(down);
  for (let n = 0; n < 4; n++) await world.trigger('bad', `bad-${n}`, { severity: 'critical' });
  // A resolve does not probe at once, as a new page does.
  await world.resolve('good', 'k');
  await world.run(30 * minute);
  const from = world.now;
  await world.run(10 * minute);
  const probes = since(world, from).map(({ dedupKey }) => dedupKey);
  for (const key of ['k', 'bad-0', 'bad-1', 'bad-2', 'bad-3']) {
    assert.ok(probes.filter((probed) => probed === key).length >= 2, `${key} among ${probes}`);
  }
  up();
  world.script(({ routingKey }) => (routingKey.startsWith('a') ? broken() : undefined));
  await world.run(3 * minute);
  assert.equal(world.shown('k'), 'resolved');
});

test('rule 7: an opening trigger that waited untried when the gate closed probes within seconds, too', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  world.script(down);
  for (let n = 0; n < 8; n++) await world.trigger('c', `k-${n}`);
  await world.run(4 * second);
  assert.equal(new Set(world.posts.map(({ dedupKey }) => dedupKey)).size, 8);
});

test('rule 7: an opening trigger not tried before probes at once, at most one a second', async (t) => {
  const world = await warmWorld(t);
  const up = world.script(down);
  await world.accept(Array.from({ length: 10 }, (_, n) => triggerOf('c', `k-${n}`)));
  await world.run(hour);
  const from = world.now;
  await world.accept(['x', 'y', 'z'].map((key) => triggerOf('c', key, { severity: 'warning' })));
  await world.run(4 * second);
  const fresh = since(world, from).filter(({ dedupKey }) => dedupKey?.length === 1);
  assert.equal(fresh.length, 3);
  assert.ok((fresh[0]?.at ?? 0) - from <= second, 'the first at once');
  for (let n = 1; n < 3; n++) assert.ok((fresh[n]?.at ?? 0) - (fresh[n - 1]?.at ?? 0) >= second);
  up();
  await world.run(2 * second);
  const next = world.now;
  await world.trigger('c', 'page', { severity: 'critical' });
  await world.run(30);
  assert.equal(since(world, next)[0]?.dedupKey, 'page');
  assert.deepEqual(gates(world), []);
});

test('rule 7: an opening trigger probes at once beside a probe that hangs', async (t) => {
  const world = await warmWorld(t);
  const end = world.script(down);
  await world.accept(Array.from({ length: 10 }, (_, n) => triggerOf('c', `k-${n}`)));
  await world.run(200);
  end();
  const answers = world.script(() => ({ kind: 'hangs', arrives: false }));
  await world.run(3 * second);
  answers();
  const from = world.now;
  await world.trigger('c', 'page');
  await world.run(50);
  assert.equal(since(world, from)[0]?.dedupKey, 'page');
  assert.equal(world.shown('page'), 'triggered');
});

test('rule 7: the first success opens the gate, every lane behind it is due at once, and calls in flight double from 1', async (t) => {
  const world = await warmWorld(t);
  const up = world.script(down);
  await world.accept(Array.from({ length: 40 }, (_, n) => triggerOf('c', `k-${n}`)));
  await world.run(10 * minute);
  up();
  const from = world.now;
  await world.drain(minute);
  const sent = since(world, from);
  const atOnce = new Map<number, number>();
  for (const { at } of sent) atOnce.set(at, (atOnce.get(at) ?? 0) + 1);
  // The probe alone; then 1; its success lets 2 go, and the successes of both together 8.
  assert.deepEqual([...atOnce.values()].slice(0, 4), [1, 1, 2, 8]);
  assert.ok((sent.at(-1)?.at ?? 0) - (sent[0]?.at ?? 0) < second, 'nobody backs off any more');
});

test('rule 7: a start of the process begins with one call, and gates are not remembered', async (t) => {
  const world = await warmWorld(t);
  world.script(down);
  await world.accept(Array.from({ length: 20 }, (_, n) => triggerOf('c', `k-${n}`)));
  await world.run(minute);
  assert.deepEqual(gates(world), ['host network']);
  await world.kill();
  world.network.scripts.length = 0;
  const from = world.now;
  await world.start();
  assert.deepEqual(gates(world), []);
  await world.drain();
  const starts = since(world, from).map(({ at }) => at - from);
  assert.deepEqual(starts.slice(0, 4), [0, 20, 20, 40]);
});

test('rule 7: one held closes the gate of its target alone, and costs no dead letter', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  await world.connector('neighbour', { letter: 'b' });
  world.script(({ routingKey }) => (routingKey.startsWith('a') ? keyRefused() : undefined));
  const [, ...events] = await Promise.all(['k', 'l', 'm'].map((key) => world.trigger('c', key)));
  await world.trigger('neighbour', 'n');
  await world.run(5 * minute);
  assert.deepEqual(gates(world), ['target auth']);
  assert.equal(world.shown('n'), 'triggered');
  assert.deepEqual(await world.fates(...events), ['waiting', 'waiting']);
  assert.equal(world.delivery.status().deadLetters, 0);
});

test('rule 7: an event held three times, each time with another delivered before its next try, is rejected', async (t) => {
  const world = await warmWorld(t);
  world.script(({ dedupKey }) => (dedupKey === 'poison' ? keyRefused() : undefined));
  const poison = await world.trigger('c', 'poison');
  for (let n = 0; n < 60; n++) {
    await world.run(second);
    await world.trigger('c', `k-${n}`);
  }
  assert.deepEqual(await world.fates(poison), ['dead auth']);
  assert.equal(world.posts.filter(({ dedupKey }) => dedupKey === 'poison').length, 3);
});

test('rule 7: only holds count for that, not other failures after one', async (t) => {
  const world = await warmWorld(t);
  let tries = 0;
  world.script(({ dedupKey }) => {
    if (dedupKey !== 'unlucky') return undefined;
    return ++tries <= 2 ? keyRefused() : tries <= 8 ? broken() : undefined;
  });
  const unlucky = await world.trigger('c', 'unlucky');
  for (let n = 0; n < 400; n++) {
    await world.run(second);
    await world.trigger('c', `k-${n}`);
  }
  assert.deepEqual(await world.fates(unlucky), ['delivered']);
});

test('rule 7: an event that is held however often while nothing else gets through is never rejected', async (t) => {
  const world = await warmWorld(t);
  world.script(keyRefused);
  const event = await world.trigger('c', 'k');
  await world.trigger('c', 'l');
  await world.run(hour);
  assert.deepEqual(await world.fates(event), ['waiting']);
});

test('rule 7: editing the connector probes at once', async (t) => {
  const world = await warmWorld(t);
  const up = world.script(keyRefused);
  await world.trigger('c', 'k');
  await world.run(hour);
  const count = world.posts.length;
  await world.runUntil('another probe has failed', () => world.posts.length > count, minute);
  await world.run(second);
  up();
  await world.run(20 * second);
  assert.equal(world.shown('k'), '');
  await world.edit('c', {});
  await world.run(50);
  assert.equal(world.shown('k'), 'triggered');
});

test('rule 7: a host that is not allowed is never called, and its events go when it is', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  world.isAllowed = () => false;
  await world.trigger('c', 'k');
  await world.run(minute);
  assert.equal(world.posts.length, 0);
  assert.deepEqual(gates(world), ['target not_allowed']);
  world.isAllowed = () => true;
  await world.drain();
  assert.equal(world.seen('k'), 'T');
});
