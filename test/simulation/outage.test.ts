import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hour, minute, type SimulatedWorld, second, simulatedWorld } from '../support/simulated-world.ts';
import { actionOf, triggerOf } from '../support/simulation/events-of.ts';

const down = () => ({ kind: 'no_connection' }) as const;
const many = (count: number) => Array.from({ length: count }, (_, n) => n);
const open = (world: SimulatedWorld) => world.sandbox.counts.triggered;

/** Calls while PagerDuty was down, and how far they were apart at the end. */
const callsSince = (world: SimulatedWorld, from: number) => world.posts.filter(({ at }) => at >= from);

test('rule 7: an outage of 10 minutes costs some 20 probes and no page, and what is over pages nobody', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  await world.accept(many(50).map((n) => triggerOf('c', `open-${n}`)));
  await world.drain();
  await world.run(minute);
  const up = world.script(down);
  const from = world.now;
  for (let n = 0; n < 10; n++) {
    await world.accept([
      triggerOf('c', `short-${n}`),
      triggerOf('c', `long-${n}`),
      actionOf('c', 'resolve', `open-${n}`),
    ]);
    await world.run(50 * second);
    await world.accept([actionOf('c', 'resolve', `short-${n}`)]);
    await world.run(10 * second);
  }
  const calls = callsSince(world, from).length;
  assert.ok(calls <= 60, `${calls} calls in ten minutes`);
  up();
  const took = await world.drain();
  assert.ok(took <= 31 * second, `the last was delivered ${took} ms after the end`);
  assert.equal(open(world), 40 + 10);
  assert.equal(
    world.posts.filter(({ dedupKey, status }) => status === 202 && dedupKey?.startsWith('short')).length,
    0,
  );
});

test('rule 6: an outage of 24 hours, with a restart in it, loses nothing', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  await world.trigger('c', 'before');
  await world.drain();
  const up = world.script(() => ({ kind: 'hangs', arrives: false }));
  const from = world.now;
  await world.accept(many(40).map((n) => triggerOf('c', `k-${n}`, { severity: 'critical' })));
  await world.run(12 * hour);
  await world.restart('killed');
  await world.resolve('c', 'before');
  await world.accept(many(40).map((n) => triggerOf('c', `l-${n}`, { severity: 'warning' })));
  await world.run(12 * hour);
  const calls = callsSince(world, from).length;
  assert.ok(calls < (24 * hour) / (30 * second), `${calls} calls`);
  up();
  await world.run(2 * minute);
  assert.equal(open(world), 80);
  assert.equal(world.shown('before'), 'resolved');
  assert.equal(world.delivery.status().deadLetters, 0);
});

test('rule 6: an outage of 80 hours turns nothing into dead letters, though events are kept for 72', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  const up = world.script(() => ({ kind: 'says', status: 503, headers: { 'retry-after': '300' } }));
  const events = await world.accept(many(20).map((n) => triggerOf('c', `k-${n}`)));
  await world.run(80 * hour);
  up();
  let isUnsteady = 0;
  world.script(() => (++isUnsteady % 3 === 0 ? { kind: 'says', status: 503 } : undefined));
  await world.drain();
  assert.deepEqual(await world.fates(...events.map(({ seq }) => seq)), Array(20).fill('delivered'));
});

test('rule 8: a storm of 3,000 incidents on one key: critical ones first, hardly a call in vain, all as it is', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  const severityOf = (n: number) => (n % 100 === 0 ? 'critical' : n % 3 === 0 ? 'error' : 'warning');
  for (let second = 0; second < 60; second++) {
    const told = many(50).map((n) => second * 50 + n);
    await world.accept(told.map((n) => triggerOf('c', `k-${n}`, { severity: severityOf(n) })));
    await world.run(1000);
  }
  const over = many(3000).filter((n) => n % 5 < 2 && n % 100 !== 0);
  await world.accept(over.map((n) => actionOf('c', 'resolve', `k-${n}`)));
  await world.drain(2 * hour);
  const critical = world.posts.filter(({ severity }) => severity === 'critical');
  assert.equal(critical.length, 30);
  assert.ok((critical.at(-1)?.at ?? 0) < 2 * minute, 'the last critical one went within two minutes');
  const refused = world.posts.filter(({ status }) => status === 429).length;
  assert.ok(refused <= world.posts.length * 0.05, `${refused} of ${world.posts.length} calls were refused`);
  assert.equal(open(world), 3000 - over.length);
  assert.equal(world.delivery.status().openIncidents, 3000 - over.length);
});

test('rule 8: a storm that another sender shares the key with is learned from its 429s, and loses nothing', async (t) => {
  const world = await simulatedWorld(t, { limit: 60 });
  await world.connector('c');
  await world.accept(many(1000).map((n) => triggerOf('c', `k-${n}`)));
  await world.drain(2 * hour);
  assert.equal(open(world), 1000);
  const limit = world.delivery.status().keys[0]?.limit ?? 0;
  assert.ok(limit >= 120, 'never learned below what PagerDuty documents');
});

test('rule 4: two connectors with one key, through loss and a kill, show what was told last', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('one');
  await world.connector('two');
  let n = 0;
  world.script(() =>
    ++n % 4 === 0 ? { kind: 'answer_lost' } : n % 7 === 0 ? { kind: 'says', status: 500 } : undefined,
  );
  for (const key of ['x', 'y', 'z']) {
    await world.trigger('one', key);
    await world.run(300);
    await world.ack('two', key);
    await world.run(300);
  }
  await world.restart('killed');
  await world.resolve('two', 'x');
  await world.resolve('one', 'y');
  await world.trigger('two', 'y');
  await world.drain();
  assert.match(world.shown('x'), /^resolved( resolved)*$/);
  assert.match(world.shown('y'), /resolved triggered$/);
  assert.equal(world.shown('z'), 'acknowledged');
});

test('rule 7: a key that PagerDuty refuses costs one red line, not a thousand dead letters', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  const body = JSON.stringify({
    status: 'invalid event',
    message: 'Event object is invalid',
    errors: ['Invalid routing key'],
  });
  const admitted = world.script(() => ({ kind: 'says', status: 400, body }));
  await world.accept(many(1000).map((n) => triggerOf('c', `k-${n}`)));
  await world.run(hour);
  assert.equal(world.delivery.status().deadLetters, 0);
  const gates = world.delivery.status().gates;
  assert.deepEqual(
    gates.map(({ of, reason }) => `${of} ${reason}`),
    ['target auth'],
  );
  admitted();
  await world.drain();
  assert.equal(open(world), 1000);
});
