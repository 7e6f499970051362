import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hour, minute, type SimulatedWorld, second, simulatedWorld } from '../support/simulated-world.ts';
import { triggerOf } from '../support/simulation/events-of.ts';

const gateway = 'https://gateway.example/v2/enqueue';
const throttled = { kind: 'says', status: 429 } as const;

const tell = (world: SimulatedWorld, connector: string, count: number, name = 'k') =>
  world.accept(Array.from({ length: count }, (_, n) => triggerOf(connector, `${name}-${n}`)));

/** The most calls with one key in any 60 s. */
function mostInAMinute(world: SimulatedWorld, letter = 'a'): number {
  const starts = world.posts.filter(({ routingKey }) => routingKey.startsWith(letter)).map(({ at }) => at);
  let most = 0;
  for (let from = 0, to = 0; to < starts.length; to++) {
    while ((starts[from] ?? 0) <= (starts[to] ?? 0) - minute) from++;
    most = Math.max(most, to - from + 1);
  }
  return most;
}

const count429 = (world: SimulatedWorld) => world.posts.filter(({ status }) => status === 429).length;

/** The most calls that were under way at one moment. */
function mostAtOnce(world: SimulatedWorld, host?: string): number {
  const changes = world.posts
    .filter((post) => host === undefined || post.host === host)
    .flatMap(({ at, endedAt = Number.POSITIVE_INFINITY }) => [
      { at, by: 1 },
      { at: endedAt, by: -1 },
    ])
    .sort((a, b) => a.at - b.at || a.by - b.by);
  let now = 0;
  return Math.max(...changes.map(({ by }) => (now += by)));
}

test('rule 8: on PagerDuty’s own hosts auto starts with 120 calls in any 60 s, and no 429 is met', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  await tell(world, 'c', 400);
  await world.drain();
  assert.equal(mostInAMinute(world), 108, 'the last tenth is kept for critical ones');
  assert.equal(count429(world), 0);
});

test('rule 8: the last tenth of a limit is for opening triggers of severity critical, which go at once', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  await tell(world, 'c', 300);
  await world.run(20 * second);
  assert.equal(world.posts.length, 108);
  const pages = Array.from({ length: 12 }, (_, n) => triggerOf('c', `page-${n}`, { severity: 'critical' }));
  await world.accept(pages);
  await world.run(second);
  assert.equal(world.posts.slice(108).filter(({ severity }) => severity === 'critical').length, 12);
  await world.trigger('c', 'one too many', { severity: 'critical' });
  await world.run(second);
  assert.equal(world.posts.length, 120);
  await world.drain();
  assert.equal(count429(world), 0);
});

test('rule 8: every call counts: retries, change events and _execute', async (t) => {
  const world = await simulatedWorld(t, { settings: { rateLimit: 10 } });
  await world.connector('c');
  world.next({ kind: 'says', status: 500 });
  await world.trigger('c', 'retried');
  await world.change('c');
  await world.change('c');
  const executed = world.execute('c', 'trigger', 'by hand');
  await world.run(5 * second);
  assert.equal((await executed).status, 'ok');
  assert.equal(world.posts.length, 5);
  await tell(world, 'c', 20);
  await world.run(30 * second);
  assert.equal(world.posts.length, 9, 'nine of ten; one is kept for a critical trigger');
});

test('rule 8: _execute passes a limit that is used up, and counts in it', async (t) => {
  const world = await simulatedWorld(t, { settings: { rateLimit: 10 } });
  await world.connector('c');
  await tell(world, 'c', 20);
  await world.run(5 * second);
  for (let n = 0; n < 3; n++) {
    const executed = world.execute('c', 'trigger', `by-hand-${n}`);
    await world.run(second);
    assert.equal((await executed).status, 'ok');
  }
  assert.equal(world.posts.length, 12);
  await world.run(54 * second);
  assert.equal(world.posts.length, 12 + 6, 'three of the nine that lanes may have are taken');
});

test('rule 8: a number is a fixed limit, on any host, and it is never raised', async (t) => {
  const world = await simulatedWorld(t, { settings: { rateLimit: 30 }, limit: null });
  await world.connector('c', { url: gateway });
  await tell(world, 'c', 400);
  await world.drain();
  assert.equal(mostInAMinute(world), 27);
});

test('rule 8: off sends without a limit, and rests after a 429 all the same', async (t) => {
  const world = await simulatedWorld(t, { settings: { rateLimit: 'off' }, limit: null });
  await world.connector('c');
  const end = world.script(() => throttled);
  await tell(world, 'c', 5);
  await world.run(62 * second);
  const starts = [...new Set(world.posts.map(({ at }) => at))];
  const waits = starts.slice(1).map((at, n) => Math.round((at - (starts[n] ?? 0)) / second));
  assert.deepEqual(waits, [1, 2, 4, 8, 16], 'doubling while 429 follows 429');
  end();
  await tell(world, 'c', 500, 'more');
  await world.run(2 * minute);
  assert.equal(world.delivery.status().keys[0]?.limit, null);
  assert.equal(world.shown().split(' ').length, 505);
});

test('rule 8: two connectors with one key share one budget, and the lowest limit counts', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('one');
  await world.connector('two', { options: { rateLimit: 20 } });
  await tell(world, 'one', 50, 'one');
  await tell(world, 'two', 50, 'two');
  await world.run(10 * minute);
  assert.equal(mostInAMinute(world), 18);
  assert.equal(world.delivery.status().keys.length, 1);
});

test('rule 8: a connector that leaves a key takes its limit along', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('one');
  await world.connector('two', { options: { rateLimit: 20 } });
  await world.edit('two', { letter: 'b' });
  await tell(world, 'one', 100, 'one');
  await world.run(10 * second);
  assert.equal(world.posts.length, 100);
});

test('rule 8: without a limit at most 64 are in flight, past 120 calls 4, so a storm meets at most 4 needless 429s', async (t) => {
  const world = await simulatedWorld(t, { latency: 200 });
  await world.connector('c', { url: gateway });
  await tell(world, 'c', 500);
  await world.run(30 * second);
  assert.ok(mostAtOnce(world) <= 64);
  const needless = count429(world);
  assert.ok(needless >= 1 && needless <= 4, `${needless} of them`);
  assert.equal(world.delivery.status().keys[0]?.limit, 120, 'and the limit is learned');
  await world.drain(20 * minute);
  assert.equal(world.shown().split(' ').length, 500);
  const wasted = count429(world) / 500;
  assert.ok(wasted <= 0.05, `${count429(world)} refused calls for 500 events`);
});

test('rule 8: without a limit a fast host gets full speed: 4 in flight double after every 100 answers', async (t) => {
  const world = await simulatedWorld(t, { limit: null, latency: 200 });
  await world.connector('c', { url: gateway });
  await tell(world, 'c', 3000);
  const took = await world.drain(2 * minute);
  assert.ok(took < 30 * second, `${took} ms`);
  assert.equal(mostAtOnce(world), 64);
});

test('rule 8: five minutes of waiting without a 429 raise an auto limit by a quarter, and it survives a restart', async (t) => {
  const world = await simulatedWorld(t, { limit: 150 });
  await world.connector('c');
  await tell(world, 'c', 3000);
  const limit = () => world.delivery.status().keys[0]?.limit;
  await world.run(4 * minute);
  assert.equal(limit(), 120);
  await world.run(2 * minute);
  assert.equal(limit(), 150);
  await world.run(10 * second);
  await world.restart('killed');
  assert.equal(limit(), 150);
  assert.equal(count429(world), 0);
});

test('rule 8: after a raise that met a 429 the next comes an hour later', async (t) => {
  const world = await simulatedWorld(t, { limit: 130 });
  await world.connector('c');
  await tell(world, 'c', 800, 'early');
  await world.run(50 * minute);
  await tell(world, 'c', 2400, 'late');
  await world.run(20 * minute);
  const refused = world.posts.filter(({ status }) => status === 429).map(({ at }) => at / minute);
  const [first = 0] = refused;
  const next = refused.find((at) => at > first + 1) ?? 0;
  assert.ok(first > 5 && first < 6, `the first raise after ${first} minutes`);
  assert.ok(next > 65 && next < 67, `the next after ${next}`);
  assert.equal(world.delivery.status().keys[0]?.limit, 130, 'what PagerDuty allows is learned');
});

test('rule 8: a limit that somebody has set is not what auto begins with later', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c', { options: { rateLimit: 7 } });
  await world.run(minute);
  await world.connectors.setOptions('c', {});
  assert.equal(world.delivery.status().keys[0]?.limit, 120);
  await world.restart('killed');
  assert.equal(world.delivery.status().keys[0]?.limit, 120);
});

test('rule 8: 64 calls are in flight per target and 512 in all, beyond which every target may still have one', async (t) => {
  const world = await simulatedWorld(t, { limit: null, latency: 10 });
  const letters = 'abcdefghijklmnopqrst';
  for (const letter of letters) {
    const url = `https://${letter}.example/v2/enqueue`;
    await world.connector(letter, { letter, url, options: { rateLimit: 1000 } });
    await tell(world, letter, 40, `${letter}-warm`);
  }
  await world.drain();
  world.script(() => ({ kind: 'answered', latency: 10 * second }));
  await world.accept(
    [...letters.slice(0, 12)].flatMap((letter) =>
      Array.from({ length: 100 }, (_, n) => triggerOf(letter, `${letter}-${n}`)),
    ),
  );
  await world.run(second);
  const underWay = () => world.posts.filter(({ endedAt }) => endedAt === undefined);
  assert.equal(underWay().length, 512);
  for (const letter of letters.slice(0, 12)) {
    const own = underWay().filter(({ host }) => host.startsWith(letter)).length;
    assert.ok(own >= 40 && own <= 64, `${own} of ${letter}: they take turns`);
  }
  for (const letter of letters.slice(12)) await tell(world, letter, 5, letter);
  await world.run(second);
  for (const letter of letters.slice(12)) {
    assert.equal(underWay().filter(({ host }) => host.startsWith(letter)).length, 1);
  }
});

test('rule 8: a key that is throttled takes nothing from another', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('busy');
  await world.connector('calm', { letter: 'b' });
  await tell(world, 'busy', 2000);
  await world.run(90 * second);
  const from = world.now;
  await world.trigger('calm', 'page', { severity: 'info' });
  await world.run(50);
  assert.equal(world.posts.find(({ dedupKey }) => dedupKey === 'page')?.at, from);
  await world.run(hour / 2);
  assert.equal(world.shown().split(' ').length, 2001);
});

test('rule 8: the server’s own sandbox begins with 120 after a restart too, when it is known only once it listens', async (t) => {
  const world = await simulatedWorld(t);
  const sandbox = 'http://127.0.0.1:5640/sandbox/v2/enqueue';
  let listens = true;
  world.startLimitOf = (url) => (listens && url.href === sandbox ? 120 : undefined);
  const limits = () => world.delivery.status().keys.map(({ connectors: [id], limit }) => [id, limit]);
  await world.connector('c', { url: sandbox });
  await world.connector('fixed', { url: sandbox, letter: 'b', options: { rateLimit: 30 } });
  await world.connector('else', { url: 'http://127.0.0.1:5641/v2/enqueue' });
  for (const id of ['c', 'fixed', 'else']) await world.trigger(id, 'k');
  const expected = [
    ['c', 120],
    ['fixed', 30],
    ['else', null],
  ];
  assert.deepEqual(limits(), expected);
  await world.stop();
  listens = false;
  await world.start({ sending: false });
  listens = true;
  await world.delivery.begin(['c', 'fixed', 'else']);
  assert.deepEqual(limits(), expected);
  for (let n = 0; n < 200; n++) await world.trigger('c', `k-${n}`, { severity: 'critical' });
  await world.run(30 * second);
  assert.equal(world.posts.filter(({ dedupKey }) => dedupKey?.startsWith('k-')).length, 120);
});
