import assert from 'node:assert/strict';
import { test } from 'node:test';
import { minute, second, simulatedWorld } from '../support/simulated-world.ts';
import { actionOf, triggerOf } from '../support/simulation/events-of.ts';

test('rule 4: at most one request is in flight in a lane, and lanes go in parallel', async (t) => {
  const world = await simulatedWorld(t, { latency: second });
  await world.connector('c');
  await world.trigger('c', 'warm-up');
  await world.drain();
  await world.trigger('c', 'one');
  await world.ack('c', 'one');
  await world.trigger('c', 'two');
  await world.run(100);
  assert.equal(world.posts.filter(({ endedAt }) => endedAt === undefined).length, 2);
  await world.drain();
  assert.equal(world.seen('one'), 'TA');
  const [first, next] = world.posts.filter(({ dedupKey }) => dedupKey === 'one');
  assert.ok((next?.at ?? 0) >= (first?.endedAt ?? Number.POSITIVE_INFINITY));
});

test('rule 4: the next of a lane starts only when the verdict before it is on disk', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  await world.trigger('c', 'k');
  await world.ack('c', 'k');
  world.disk.isStuck = true;
  await world.run(minute);
  assert.equal(world.seen('k'), 'T');
  world.disk.release();
  await world.drain();
  assert.equal(world.seen('k'), 'TA');
});

test('rule 4: a resolve never overtakes its trigger, however often that is sent', async (t) => {
  const world = await simulatedWorld(t, { settings: { superseding: 'off' } });
  await world.connector('c');
  world.next({ kind: 'says', status: 500 }, { kind: 'answer_lost' }, { kind: 'says', status: 429 });
  await world.trigger('c', 'k');
  await world.resolve('c', 'k');
  await world.drain();
  assert.equal(world.seen('k'), 'TTTTR');
  assert.equal(world.shown('k'), 'resolved');
});

test('rule 4: two connectors with one key share a lane, so the order in which they tell holds', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('one');
  await world.connector('two');
  const up = world.script(() => ({ kind: 'no_connection' }));
  await world.trigger('one', 'k');
  await world.run(10);
  await world.ack('two', 'k');
  await world.run(minute);
  up();
  await world.drain();
  assert.equal(world.seen('k'), 'TA');
  await world.resolve('two', 'k');
  await world.drain();
  assert.equal(world.shown('k'), 'resolved');
});

test('rule 4: order holds over a kill and a restart', async (t) => {
  const world = await simulatedWorld(t, { settings: { superseding: 'off' } });
  await world.connector('c');
  const up = world.script(() => ({ kind: 'no_connection' }));
  for (const tell of ['trigger', 'ack', 'resolve', 'trigger'] as const) {
    await world[tell]('c', 'k');
    await world.restart('killed');
  }
  up();
  await world.drain();
  assert.equal(world.seen('k'), 'TART');
  assert.equal(world.shown('k'), 'resolved triggered');
});

test('rule 4: an acknowledge behind a trigger that a newer one has replaced stays behind it over a restart', async (t) => {
  const world = await simulatedWorld(t, { settings: { paused: true } });
  await world.connector('c');
  await world.trigger('c', 'k');
  await world.ack('c', 'k');
  await world.trigger('c', 'k', { summary: 'newer' });
  await world.run(second);
  await world.stop();
  world.settings = { ...world.settings, paused: false };
  await world.start();
  await world.drain();
  assert.equal(world.seen('k'), 'TA');
  assert.equal(world.shown('k'), 'acknowledged');
});

for (const end of ['none', 'stopped', 'killed'] as const) {
  test(`rule 4: a resolve, a new trigger and its acknowledge go in this order: end of the process: ${end}`, async (t) => {
    const world = await simulatedWorld(t);
    await world.connector('c');
    await world.trigger('c', 'k');
    await world.drain();
    const up = world.script(() => ({ kind: 'no_connection' }));
    await world.resolve('c', 'k');
    await world.trigger('c', 'k');
    const acknowledge = await world.ack('c', 'k');
    await world.trigger('c', 'k', { summary: 'newer' });
    await world.run(second);
    if (end !== 'none') await world.restart(end);
    up();
    await world.drain();
    assert.equal(world.seen('k'), 'TRTA');
    assert.equal(world.shown('k'), 'resolved acknowledged');
    assert.deepEqual(await world.fates(acknowledge), ['delivered']);
  });
}

test('rule 4: lanes keep their order over a restart when more wait than are read at a time', async (t) => {
  const world = await simulatedWorld(t, { settings: { paused: true }, limit: null });
  await world.connector('c', { url: 'https://gateway.example/v2/enqueue' });
  const keys = Array.from({ length: 10_001 }, (_, n) => `k-${n}`);
  await world.accept(keys.flatMap((key) => [triggerOf('c', key), actionOf('c', 'acknowledge', key)]));
  await world.accept(keys.map((key) => triggerOf('c', key)));
  await world.run(second);
  await world.stop();
  world.settings = { ...world.settings, paused: false };
  await world.start();
  await world.drain();
  assert.equal(world.posts.length, 2 * keys.length);
  for (const key of [...keys.slice(0, 3), ...keys.slice(-3)]) assert.equal(world.seen(key), 'TA', key);
});

test('rule 1: what was accepted survives a kill at once, and an array is kept in its order', async (t) => {
  const world = await simulatedWorld(t, { settings: { superseding: 'off' } });
  await world.connector('c');
  world.script(() => ({ kind: 'hangs', arrives: false }));
  await world.accept([
    triggerOf('c', 'k'),
    actionOf('c', 'acknowledge', 'k'),
    actionOf('c', 'resolve', 'k'),
    triggerOf('c', 'other'),
  ]);
  await world.kill();
  world.network.scripts.length = 0;
  await world.start();
  await world.drain();
  assert.equal(world.seen('k'), 'TAR');
  assert.equal(world.seen('other'), 'T');
});

test('rule 1: after a restart all goes out, though lanes move on while their bodies are read', async (t) => {
  const world = await simulatedWorld(t, { settings: { superseding: 'off', paused: true }, limit: null });
  await world.connector('c', { url: 'https://gateway.example/v2/enqueue' });
  const keys = Array.from({ length: 12 }, (_, n) => `k-${n}`);
  for (const key of keys) {
    const steps = Array.from({ length: 8 }, () => [triggerOf('c', key), actionOf('c', 'resolve', key)]);
    await world.accept(steps.flat());
  }
  await world.stop();
  world.settings = { ...world.settings, paused: false };
  await world.start();
  await world.drain(minute);
  for (const key of keys) assert.equal(world.seen(key), 'TR'.repeat(8));
});

test('rule 1: at the most pending events new ones are refused, resolves excepted', async (t) => {
  const world = await simulatedWorld(t, { settings: { mostPending: 3, paused: true } });
  await world.connector('c');
  for (const key of ['a', 'b', 'c']) await world.trigger('c', key);
  await assert.rejects(world.trigger('c', 'd'), { code: 'unavailable', message: /3 events wait/ });
  await assert.rejects(world.accept([actionOf('c', 'resolve', 'x'), triggerOf('c', 'y')]), {
    code: 'unavailable',
  });
  await world.resolve('c', 'a');
  assert.equal(world.delivery.status().backlog.events, 2);
  await world.trigger('c', 'd');
});

test('rule 1: of an array for which there is no room the resolves are taken, in one commit, and each other event is refused', async (t) => {
  const world = await simulatedWorld(t, { settings: { mostPending: 3, paused: true } });
  await world.connector('c');
  for (const key of ['a', 'b']) await world.trigger('c', key);
  const array = [
    triggerOf('c', 'last'),
    triggerOf('c', 'late'),
    actionOf('c', 'resolve', 'a'),
    actionOf('c', 'acknowledge', 'b'),
    actionOf('c', 'resolve', 'b'),
  ];
  const { commits } = world.disk;
  const results = await world.delivery.acceptEach(array);
  assert.equal(world.disk.commits, commits + 1);
  assert.deepEqual(
    results.map((each) => ('seq' in each ? each.dedupKey : each.code)),
    ['last', 'unavailable', 'a', 'unavailable', 'b'],
  );
  const words = /allows 3\. This event was not accepted\. Only resolves/;
  for (const each of results) if (!('seq' in each)) assert.match(each.message, words);
  await world.run(second);
  assert.equal(world.delivery.status().backlog.events, 1, 'nobody is paged for what is over');
  for (const key of ['d', 'e']) await world.trigger('c', key);
  const none = world.delivery.acceptEach([triggerOf('c', 'f'), triggerOf('c', 'g')]);
  await assert.rejects(none, { code: 'unavailable', message: /Nothing was accepted/ });
});

test('rule 5: a verdict of one event says nothing of the next: an invalid one is dead, the others go', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  const body = JSON.stringify({
    status: 'invalid event',
    message: 'Event object is invalid',
    errors: ['bad'],
  });
  world.script(({ dedupKey }) => (dedupKey === 'bad' ? { kind: 'says', status: 400, body } : undefined));
  const bad = await world.trigger('c', 'bad');
  const good = await world.trigger('c', 'good');
  await world.drain();
  assert.deepEqual(await world.fates(bad, good), ['dead invalid_event', 'delivered']);
  const [attempt] = (await world.event(bad)).attemptLog;
  assert.deepEqual([attempt?.status, attempt?.reason, attempt?.errors], [400, 'invalid_event', ['bad']]);
});

test('rule 5: what waits behind a rejected trigger is sent as if that trigger had never been', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  world.next({ kind: 'says', status: 413, latency: 500 });
  const trigger = await world.trigger('c', 'k');
  await world.run(10);
  const resolve = await world.resolve('c', 'k');
  await world.drain();
  assert.deepEqual(await world.fates(trigger, resolve), ['dead too_large', 'delivered']);
  assert.equal(world.seen('k'), 'TR');
});
