import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  hour,
  minute,
  type SimulatedWorld,
  second,
  simulatedWorld,
  worldBegins,
} from '../support/simulated-world.ts';

const states = async (world: SimulatedWorld) =>
  (await world.store.incidents({}, null, 100)).rows
    .map(({ dedupKey, state }) => `${dedupKey} ${state}`)
    .sort();

test('rule 2: what follows from one attempt commits together: the attempt, the end of its event, what is known of the incident', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  const together: string[] = [];
  world.disk.refuses = ({ settled, open }) => {
    for (const { attempt, end } of settled) {
      together.push(`${attempt?.verdict}, ${end?.state ?? 'waits'}, ${open.map(({ change }) => change)}`);
    }
    return false;
  };
  world.next({ kind: 'answer_lost' });
  await world.trigger('c', 'k');
  await world.drain();
  await world.ack('c', 'k');
  await world.drain();
  await world.resolve('c', 'k');
  await world.drain();
  assert.deepEqual(together, [
    'retry, waits, maybe_open',
    'delivered, delivered, open',
    'delivered, delivered, acknowledged',
    'delivered, delivered, closed',
  ]);
});

test('rule 15: SIGTERM starts nothing new, gives what is in flight 5 s, and leaves the rest in its lanes', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  await world.trigger('c', 'warm-up');
  await world.drain();
  world.script(({ dedupKey }) => {
    if (dedupKey === 'quick') return { kind: 'answered', latency: 4 * second };
    return { kind: 'hangs', arrives: true };
  });
  const quick = await world.trigger('c', 'quick');
  const slow = await world.trigger('c', 'slow');
  await world.run(100);
  const rest = await world.ack('c', 'quick');
  const from = world.now;
  await world.stop();
  assert.ok(world.now - from <= 5100, `it took ${world.now - from} ms`);
  const posts = world.posts.length;
  world.network.scripts.length = 0;
  await world.start();
  assert.deepEqual(await world.fates(quick), ['delivered']);
  assert.deepEqual(await states(world), ['quick open', 'slow maybe_open', 'warm-up open']);
  await world.drain();
  assert.deepEqual(await world.fates(slow, rest), ['delivered', 'delivered']);
  assert.equal(world.posts.length, posts + 2);
});

test('rule 15: what is known of the last attempts is on disk before an end counts as clean, of old events too', async (t) => {
  const world = await simulatedWorld(t, { limit: null, settings: { maxAge: minute } });
  await world.connector('c');
  let isSlow = false;
  world.script(({ dedupKey }) => {
    if (dedupKey !== 'old') return undefined;
    return isSlow
      ? { kind: 'hangs', arrives: true }
      : { kind: 'says', status: 429, headers: { 'retry-after': '90' } };
  });
  await world.trigger('c', 'old');
  await world.run(second);
  isSlow = true;
  await world.run(91 * second);
  assert.equal(world.shown('old'), 'triggered');
  await world.stop();
  await world.start();
  assert.deepEqual(await states(world), ['old maybe_open']);
});

test('rule 15: after a clean stop a trigger that never left is not maybe open: nobody is paged for what is over', async (t) => {
  const world = await simulatedWorld(t, { settings: { paused: true } });
  await world.connector('c');
  await world.trigger('c', 'k');
  await world.restart('stopped');
  await world.resolve('c', 'k');
  assert.equal(world.delivery.status().backlog.events, 0);
  assert.equal(world.delivery.status().openIncidents, 0);
});

test('rule 15: an end that was not clean leaves every lane that holds a trigger at maybe open', async (t) => {
  const world = await simulatedWorld(t, { settings: { paused: true } });
  await world.connector('c');
  await world.trigger('c', 'k');
  await world.ack('c', 'l');
  await world.restart('killed');
  assert.equal(world.delivery.status().openIncidents, 1);
  await world.resolve('c', 'k');
  await world.restart('stopped');
  world.settings = { ...world.settings, paused: false };
  await world.restart('stopped');
  await world.drain();
  assert.equal(world.seen('k'), 'R');
  assert.deepEqual(await states(world), []);
});

test('rule 15: what an unclean end left is remembered over clean ones after it', async (t) => {
  const world = await simulatedWorld(t, { settings: { paused: true } });
  await world.connector('c');
  await world.trigger('c', 'k');
  await world.restart('killed');
  await world.restart('stopped');
  await world.restart('stopped');
  await world.resolve('c', 'k');
  assert.equal(world.delivery.status().backlog.events, 1, 'the resolve waits to be sent');
});

test('rule 18: _execute is refused with retry while its lane is not empty, and says what waits', async (t) => {
  const world = await simulatedWorld(t, { settings: { paused: true } });
  await world.connector('c');
  await world.trigger('c', 'k');
  const execution = await world.execute('c', 'resolve', 'k');
  assert.ok(execution.status === 'error' && execution.retry === true);
  assert.match(execution.serviceMessage ?? '', /the trigger 1 waits to be sent/);
  assert.equal(world.posts.length, 0);
});

test('rule 18: while it runs the lane waits for it, and it is on disk before it leaves', async (t) => {
  const world = await simulatedWorld(t, { latency: 2 * second });
  await world.connector('c');
  world.disk.isStuck = true;
  const executed = world.execute('c', 'trigger', 'k');
  await world.run(minute);
  assert.equal(world.posts.length, 0);
  world.disk.release();
  await world.run(second);
  assert.equal(world.posts.length, 1);
  await world.resolve('c', 'k');
  const refused = await world.execute('c', 'acknowledge', 'k');
  assert.ok(refused.status === 'error' && refused.retry === true);
  assert.match(refused.serviceMessage ?? '', /the trigger \d+ is on its way, and the resolve \d+ waits/);
  assert.equal(world.posts.length, 1);
  await world.drain();
  assert.equal((await executed).status, 'ok');
  assert.equal(world.seen('k'), 'TR');
});

test('rule 18: it heeds neither gate nor pacing, counts in both, and is never retried', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  const up = world.script(() => ({ kind: 'no_connection' }));
  for (let n = 0; n < 5; n++) {
    const executed = world.execute('c', 'trigger', `k-${n}`);
    await world.run(second);
    assert.equal((await executed).status, 'error');
  }
  assert.deepEqual(
    world.delivery.status().gates.map(({ of }) => of),
    ['host'],
  );
  assert.equal(world.delivery.status().keys[0]?.callsLastMinute, 5);
  await world.run(hour);
  assert.equal(world.posts.length, 5);
  up();
  const executed = world.execute('c', 'trigger', 'through');
  await world.run(second);
  assert.equal((await executed).status, 'ok');
  assert.deepEqual(world.delivery.status().gates, [], 'its success opens the gate');
});

test('rule 18: an incident whose answer was lost is maybe open like any other', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  world.next({ kind: 'answer_lost' });
  const executed = world.execute('c', 'trigger', 'k');
  await world.run(second);
  assert.equal((await executed).status, 'error');
  assert.deepEqual(await states(world), ['k maybe_open']);
  await world.restart('stopped');
  const up = world.script(() => ({ kind: 'no_connection' }));
  await world.trigger('c', 'k');
  await world.resolve('c', 'k');
  await world.run(minute);
  up();
  await world.drain();
  assert.equal(world.shown('k'), 'resolved');
});

test('rule 18: it is not sent again after a crash, and its incident is maybe open', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  world.next({ kind: 'hangs', arrives: true });
  world.execute('c', 'trigger', 'k').catch(() => {});
  await world.run(second);
  await world.restart('killed');
  await world.run(hour);
  assert.equal(world.posts.length, 1);
  assert.deepEqual(await states(world), ['k maybe_open']);
  assert.deepEqual(await world.fates(1), ['failed']);
  await world.resolve('c', 'k');
  await world.drain();
  assert.equal(world.shown('k'), 'resolved');
  assert.deepEqual(await states(world), []);
});

const jumps: [name: string, jump: number][] = [
  ['rule 20: a wall clock that is set an hour ahead changes no decision', hour],
  ['rule 20: a wall clock that is set an hour back changes no decision', -hour],
];
for (const [name, jump] of jumps) {
  test(name, async (t) => {
    const story = async (jumps: boolean) => {
      const world = await simulatedWorld(t, { settings: { rateLimit: 20, maxAge: 2 * hour } });
      await world.connector('c');
      const up = world.script(() => ({ kind: 'no_connection' }));
      for (let n = 0; n < 30; n++) await world.trigger('c', `k-${n}`);
      await world.run(minute);
      if (jumps) world.wallClockIsAhead += jump;
      await world.run(minute);
      up();
      await world.run(minute);
      if (jumps) world.wallClockIsAhead += jump;
      await world.drain();
      return world.posts.map(({ at, dedupKey }) => `${at} ${dedupKey}`);
    };
    assert.deepEqual(await story(true), await story(false));
  });
}

test('rule 20: a start with an older wall clock never goes before the newest time on disk', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  await world.run(hour);
  const before = await world.trigger('c', 'k');
  await world.run(minute);
  const settled = (await world.event(before)).settledAt ?? 0;
  assert.ok(settled >= worldBegins + hour);
  await world.stop();
  world.wallClockIsAhead = -2 * hour;
  await world.start();
  const after = await world.trigger('c', 'l');
  assert.ok((await world.event(after)).acceptedAt >= settled);
  const up = world.script(() => ({ kind: 'no_connection' }));
  await world.trigger('c', 'm');
  await world.run(10 * minute);
  up();
  assert.ok((await world.drain()) <= 31 * second, 'waits are as long as ever');
});
