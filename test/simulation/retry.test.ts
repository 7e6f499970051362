import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hour, minute, type SimulatedWorld, second, simulatedWorld } from '../support/simulated-world.ts';
import type { Fate } from '../support/simulation/simulated-network.ts';

/** A beat of another incident, so that the host is seen to be well and its gate stays open. */
async function keepAlive(world: SimulatedWorld, every: number, times: number): Promise<void> {
  for (let n = 0; n < times; n++) {
    await world.run(every);
    await world.trigger('c', `beat-${n}`);
  }
}

const startsOf = (world: SimulatedWorld, dedupKey: string) =>
  world.posts.filter((post) => post.dedupKey === dedupKey).map(({ at }) => at);

const endsOf = (world: SimulatedWorld, dedupKey: string) =>
  world.posts.filter((post) => post.dedupKey === dedupKey).map(({ endedAt = 0 }) => endedAt);

test('rule 6: the n-th wait of a lane is between half and all of min(60 s, 2^(n-1) s)', async (t) => {
  const world = await simulatedWorld(t, { limit: null, settings: { rateLimit: 'off' } });
  await world.connector('c');
  world.script(({ dedupKey }) => (dedupKey === 'k' ? { kind: 'says', status: 500 } : undefined));
  await world.trigger('c', 'k');
  await keepAlive(world, 500, 600);
  const [starts, ends] = [startsOf(world, 'k'), endsOf(world, 'k')];
  assert.ok(starts.length >= 9, `${starts.length} attempts`);
  for (let n = 1; n < starts.length; n++) {
    const waited = (starts[n] ?? 0) - (ends[n - 1] ?? 0);
    const most = Math.min(60, 2 ** (n - 1)) * second;
    // A verdict is on disk within some milliseconds, and only then the wait can end.
    assert.ok(waited >= most / 2 && waited <= most + 20, `wait ${n} took ${waited} ms`);
  }
});

test('rule 6: a newer event does not shorten the wait', async (t) => {
  const world = await simulatedWorld(t, { limit: null });
  await world.connector('c');
  world.next(...Array.from({ length: 4 }, () => ({ kind: 'says', status: 500 }) as const));
  await world.trigger('c', 'k');
  await world.runUntil(
    'four attempts have failed',
    () => endsOf(world, 'k').length === 4 && !!endsOf(world, 'k')[3],
    minute,
  );
  for (let n = 0; n < 30; n++) {
    await world.run(100);
    await world.trigger('c', 'k', { summary: `${n}` });
  }
  await world.run(900);
  assert.equal(
    startsOf(world, 'k').length,
    4,
    'nothing in the four seconds that the fourth wait takes at least',
  );
  await world.drain();
  assert.equal(startsOf(world, 'k').length, 5);
});

const asked: [name: string, headers: Record<string, string>, wait: number][] = [
  ['Retry-After in seconds', { 'retry-after': '40' }, 40 * second],
  [
    'Retry-After as a date, read against the answer’s own Date',
    { date: 'Tue, 01 Jan 2030 00:00:00 GMT', 'retry-after': 'Tue, 01 Jan 2030 00:00:45 GMT' },
    45 * second,
  ],
  ['ratelimit-reset', { 'ratelimit-reset': '50' }, 50 * second],
  ['Retry-After of a day, cut to 5 minutes', { 'retry-after': '86400' }, 5 * minute],
];
for (const [name, headers, wait] of asked) {
  test(`rule 6: a 429 with ${name} holds for its target alone`, async (t) => {
    const world = await simulatedWorld(t);
    await world.connector('c');
    await world.connector('neighbour', { letter: 'b' });
    world.next({ kind: 'says', status: 429, headers });
    await world.trigger('c', 'k');
    await world.run(second);
    await world.trigger('c', 'urgent', { severity: 'critical' });
    await world.trigger('neighbour', 'n');
    await world.drain();
    assert.deepEqual(startsOf(world, 'k').length, 2);
    const ended = endsOf(world, 'k')[0] ?? 0;
    assert.equal(startsOf(world, 'urgent')[0], ended + wait);
    assert.equal(startsOf(world, 'n')[0], second);
  });

  test(`rule 6: a 503 with ${name} holds for the whole host`, async (t) => {
    const world = await simulatedWorld(t);
    await world.connector('c');
    await world.connector('neighbour', { letter: 'b' });
    await world.connector('elsewhere', { url: 'https://gateway.example/v2/enqueue' });
    world.next({ kind: 'says', status: 503, headers });
    await world.trigger('c', 'k');
    await world.run(second);
    await world.trigger('neighbour', 'n');
    await world.trigger('elsewhere', 'e');
    await world.drain();
    const ended = endsOf(world, 'k')[0] ?? 0;
    assert.ok((startsOf(world, 'n')[0] ?? 0) >= ended + wait);
    assert.ok((startsOf(world, 'k')[1] ?? 0) >= ended + wait);
    assert.equal(startsOf(world, 'e')[0], second);
  });
}

test('rule 6: an event older than delivery.maxAge is given up when an attempt of its own fails', async (t) => {
  const world = await simulatedWorld(t, { limit: null, settings: { rateLimit: 'off', maxAge: 10 * minute } });
  await world.connector('c');
  world.script(({ dedupKey }) => (dedupKey === 'k' ? { kind: 'says', status: 500 } : undefined));
  const poisonous = await world.trigger('c', 'k');
  await keepAlive(world, 2 * second, 299);
  assert.deepEqual(await world.fates(poisonous), ['waiting']);
  await keepAlive(world, 2 * second, 60);
  assert.deepEqual(await world.fates(poisonous), ['dead expired']);
  const last = endsOf(world, 'k').at(-1) ?? 0;
  assert.ok(last > 10 * minute && last < 12 * minute, `given up after ${last} ms`);
});

test('rule 6: an event that has failed run.maxAttempts times by itself is given up', async (t) => {
  const world = await simulatedWorld(t, { settings: { maxAttempts: 3, minRetryWindow: 0 } });
  await world.connector('c');
  world.script(({ dedupKey }) => (dedupKey === 'k' ? { kind: 'says', status: 500 } : undefined));
  const given = await world.trigger('c', 'k');
  await keepAlive(world, second, 10);
  assert.deepEqual(await world.fates(given), ['dead expired']);
  assert.equal(startsOf(world, 'k').length, 3);
});

test('rule 6: run.maxAttempts gives nothing up before delivery.minRetryWindow', async (t) => {
  const settings = { maxAttempts: 1, minRetryWindow: 5 * minute, rateLimit: 'off' } as const;
  const world = await simulatedWorld(t, { limit: null, settings });
  await world.connector('c');
  world.script(({ dedupKey }) => (dedupKey === 'k' ? { kind: 'says', status: 500 } : undefined));
  const old = await world.trigger('c', 'k');
  await keepAlive(world, 2 * second, 145);
  assert.deepEqual(await world.fates(old), ['waiting']);
  // It takes the place of the older one in the lane, and is younger itself.
  const young = await world.trigger('c', 'k');
  await keepAlive(world, 2 * second, 60);
  assert.deepEqual(await world.fates(old, young), ['superseded newer', 'waiting']);
  await keepAlive(world, 2 * second, 120);
  assert.deepEqual(await world.fates(young), ['dead expired']);
});

const counting: [name: string, fate: Fate, isCounted: boolean][] = [
  ['a 500', { kind: 'says', status: 500 }, true],
  ['a time-out', { kind: 'hangs', arrives: false }, true],
  ['no connection', { kind: 'no_connection' }, false],
  ['a connection that was lost', { kind: 'answer_lost' }, false],
  ['a 429', { kind: 'says', status: 429 }, false],
];
for (const [name, fate, isCounted] of counting) {
  test(`rule 6: ${name} ${isCounted ? 'counts' : 'does not count'} for run.maxAttempts`, async (t) => {
    const settings = { maxAttempts: 2, minRetryWindow: 0, responseTimeout: second } as const;
    const world = await simulatedWorld(t, { limit: null, settings: { ...settings, rateLimit: 'off' } });
    await world.connector('c');
    world.script(({ dedupKey }) => (dedupKey === 'k' ? fate : undefined));
    const event = await world.trigger('c', 'k');
    await keepAlive(world, 500, 120);
    assert.ok(startsOf(world, 'k').length >= 2);
    assert.deepEqual(await world.fates(event), [isCounted ? 'dead expired' : 'waiting']);
  });
}

test('rule 6: run.maxAttempts never gives up a resolve', async (t) => {
  const world = await simulatedWorld(t, { settings: { maxAttempts: 1, minRetryWindow: 0 } });
  await world.connector('c');
  await world.trigger('c', 'k');
  await world.drain();
  const calm = world.script(({ action }) =>
    action === 'resolve' ? { kind: 'says', status: 500 } : undefined,
  );
  const resolve = await world.resolve('c', 'k');
  await keepAlive(world, second, 60);
  assert.deepEqual(await world.fates(resolve), ['waiting']);
  calm();
  await world.drain();
  assert.equal(world.shown('k'), 'resolved');
});

test('rule 6: failures of an event are counted over a restart', async (t) => {
  const world = await simulatedWorld(t, { settings: { maxAttempts: 3, minRetryWindow: 0 } });
  await world.connector('c');
  world.script(({ dedupKey }) => (dedupKey === 'k' ? { kind: 'says', status: 500 } : undefined));
  const given = await world.trigger('c', 'k');
  await world.runUntil(
    'it has failed twice',
    () => world.posts.filter(({ endedAt }) => endedAt).length === 2,
    minute,
  );
  await world.run(50);
  await world.restart('killed');
  await world.run(minute);
  assert.deepEqual(await world.fates(given), ['dead expired']);
  assert.equal(startsOf(world, 'k').length, 3);
});

test('rule 6: a 429 and a failed probe never give an event up', async (t) => {
  const world = await simulatedWorld(t, {
    settings: { maxAttempts: 6, minRetryWindow: 0, maxAge: 10 * minute },
  });
  await world.connector('c');
  const calm = world.script(() => ({ kind: 'says', status: 429 }));
  const event = await world.trigger('c', 'k');
  await world.run(5 * minute);
  calm();
  const up = world.script(() => ({ kind: 'no_connection' }));
  await world.run(2 * hour);
  const posts = world.posts.length;
  assert.ok(posts > 100, `${posts} attempts`);
  assert.deepEqual(await world.fates(event), ['waiting']);
  up();
  await world.drain();
  assert.deepEqual(await world.fates(event), ['delivered']);
});

test('rule 6: time spent stopped never gives an event up', async (t) => {
  const world = await simulatedWorld(t, { settings: { maxAge: hour } });
  await world.connector('c');
  const up = world.script(() => ({ kind: 'no_connection' }));
  const event = await world.trigger('c', 'k');
  await world.run(second);
  await world.stop();
  await world.run(5 * hour);
  await world.start();
  await world.run(minute);
  up();
  await world.drain();
  assert.deepEqual(await world.fates(event), ['delivered']);
});
