import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Severity } from '../../src/pagerduty/event.ts';
import { minute, type SimulatedWorld, second, simulatedWorld } from '../support/simulated-world.ts';
import { actionOf, triggerOf } from '../support/simulation/events-of.ts';

const tell = (world: SimulatedWorld, count: number, name: string, severity: Severity = 'info') =>
  world.accept(Array.from({ length: count }, (_, n) => triggerOf('c', `${name}-${n}`, { severity })));

/** Dedup keys in the order in which calls started. */
const order = (world: SimulatedWorld, from = 0) =>
  world.posts.filter(({ at }) => at >= from).map(({ dedupKey, action }) => dedupKey ?? action);

/** Nothing is sent for as long as PagerDuty asks, and then everything by its urgency. */
async function whileThrottled(world: SimulatedWorld, tellAll: () => Promise<void>): Promise<number> {
  const end = world.script(() => ({ kind: 'says', status: 429, headers: { 'retry-after': '60' } }));
  await world.trigger('c', 'refused', { severity: 'info' });
  await world.run(second);
  end();
  const from = world.now;
  await tellAll();
  await world.drain();
  return from;
}

test('rule 9: lanes go by urgency: critical, error, what may be open, warning and info, repeats, change events', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  await world.trigger('c', 'open', { severity: 'critical' });
  await world.trigger('c', 'repeated', { severity: 'critical' });
  await world.drain();
  const from = await whileThrottled(world, async () => {
    await world.change('c');
    await world.trigger('c', 'repeated', { severity: 'critical' });
    await world.resolve('c', 'never opened');
    await world.trigger('c', 'warning', { severity: 'warning' });
    await world.resolve('c', 'open');
    await world.trigger('c', 'error', { severity: 'error' });
    await world.trigger('c', 'critical', { severity: 'critical' });
  });
  assert.deepEqual(order(world, from), [
    'critical',
    'error',
    'open',
    'refused',
    'warning',
    'repeated',
    'never opened',
    'change',
  ]);
});

test('rule 9: what stands before a critical trigger is not held back by its own class', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  await world.trigger('c', 'again', { severity: 'info' });
  await world.drain();
  const from = await whileThrottled(world, async () => {
    await world.trigger('c', 'error', { severity: 'error' });
    await world.resolve('c', 'again');
    await world.trigger('c', 'again', { severity: 'critical' });
  });
  assert.equal(order(world, from)[0], 'again');
  assert.equal(world.seen('again'), 'TRT');
});

test('rule 9: within a class the lane goes first that has waited longest, and merging keeps its waiting time', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  const from = await whileThrottled(world, async () => {
    for (const key of ['first', 'second', 'third']) {
      await world.trigger('c', key, { severity: 'error' });
      await world.run(second);
    }
    await world.trigger('c', 'first', { severity: 'error', summary: 'newer' });
  });
  assert.deepEqual(order(world, from), ['first', 'second', 'third', 'refused']);
  assert.equal(world.posts.find(({ dedupKey }) => dedupKey === 'first')?.summary, 'newer');
});

test('rule 9: a lane keeps its waiting time over a restart, merged or not', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  world.script(() => ({ kind: 'hangs', arrives: false }));
  await world.trigger('c', 'warm-up', { severity: 'critical' });
  for (const key of ['first', 'second', 'first']) {
    await world.run(second);
    await world.trigger('c', key, { severity: 'error', summary: `${world.now}` });
  }
  await world.run(100);
  await world.kill();
  world.network.scripts.length = 0;
  const from = world.now;
  await world.start();
  await world.drain();
  assert.deepEqual(order(world, from), ['warm-up', 'first', 'second']);
});

test('rule 9: a lane just served starts anew, so flapping starves nobody', async (t) => {
  const world = await simulatedWorld(t, { settings: { rateLimit: 20, superseding: 'off' } });
  await world.connector('c');
  // From now on there is room for one call every three seconds.
  for (let n = 0; n < 18; n++) {
    await world.trigger('c', `warm-up-${n}`);
    await world.run(3 * second);
  }
  const flapping = Array.from({ length: 50 }, () => [
    triggerOf('c', 'flapping'),
    actionOf('c', 'resolve', 'flapping'),
  ]);
  await world.accept(flapping.flat());
  await world.run(10);
  await tell(world, 30, 'k', 'error');
  await world.run(2 * minute + second);
  const others = order(world).filter((key) => key.startsWith('k-')).length;
  assert.equal(others, 30);
});

test('rule 9: every tenth call goes to the lane that has waited longest, if that is more than 5 minutes', async (t) => {
  const world = await simulatedWorld(t, { settings: { rateLimit: 50 } });
  await world.connector('c');
  await tell(world, 100, 'patient', 'info');
  await tell(world, 1000, 'storm', 'critical');
  await world.run(4 * minute + 50 * second);
  assert.equal(order(world).filter((key) => key.startsWith('patient')).length, 1, 'only the very first call');
  const from = world.now;
  await world.run(10 * minute);
  const sent = order(world, from);
  const patient = sent.filter((key) => key.startsWith('patient')).length;
  assert.ok(Math.abs(patient - sent.length / 10) <= 2, `${patient} of ${sent.length}`);
});

test('rule 9: the lane that has waited longest goes though its body is not at hand', async (t) => {
  const world = await simulatedWorld(t, { settings: { paused: true } });
  await world.connector('c');
  await tell(world, 10, 'patient', 'info');
  await world.run(10 * minute);
  await tell(world, 300, 'storm', 'critical');
  await world.stop();
  world.settings = { ...world.settings, paused: false };
  await world.start();
  await world.drain(30 * minute);
  assert.equal(order(world)[9], 'patient-0');
  assert.equal(world.posts.length, 310);
});

test('rule 9: delivery.order fifo sends in the order of acceptance', async (t) => {
  const world = await simulatedWorld(t, { settings: { order: 'fifo' } });
  await world.connector('c');
  const from = await whileThrottled(world, async () => {
    await world.trigger('c', 'info', { severity: 'info' });
    await world.change('c');
    await world.trigger('c', 'critical', { severity: 'critical' });
    await world.trigger('c', 'error', { severity: 'error' });
  });
  assert.deepEqual(order(world, from), ['refused', 'info', 'change', 'critical', 'error']);
});
