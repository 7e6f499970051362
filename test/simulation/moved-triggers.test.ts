import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import {
  keyOf,
  minute,
  type SimulatedWorld,
  second,
  simulatedWorld,
  type WorldOptions,
} from '../support/simulated-world.ts';

/*
 * A trigger whose answer was lost may have opened its incident at the old key. When its waiting event follows its
 * connector to a new one, both are to be closed some day, whatever happens to the process.
 */

/** Keys that PagerDuty refuses, by letter. */
function refusing(world: SimulatedWorld, letters: string): Set<string> {
  const refused = new Set(letters);
  world.script(({ routingKey }) =>
    refused.has(routingKey.slice(0, 1)) ? { kind: 'says', status: 401 } : undefined,
  );
  return refused;
}

/** What arrived at a key, such as `TR`. */
const arrivedAt = (world: SimulatedWorld, letter: string) =>
  world.posts
    .filter(
      (post) => post.routingKey === keyOf(letter) && post.arrivedAt !== undefined && post.status !== 401,
    )
    .map(({ action }) => action.slice(0, 1).toUpperCase())
    .join('');

/** The keys at which an incident is open at PagerDuty. */
const openAt = (world: SimulatedWorld) =>
  world.sandbox
    .incidents({ limit: 1000 })
    .filter(({ status }) => status !== 'resolved')
    .map(({ routingKey, dedupKey }) => `${routingKey.slice(0, 1)} ${dedupKey}`)
    .sort();

/** A trigger of `k` has arrived at key a and its answer was lost; now a is refused, and the trigger waits. */
async function lostAtA(t: TestContext, options: WorldOptions = {}) {
  const world = await simulatedWorld(t, options);
  await world.connector('c', { letter: 'a' });
  world.next({ kind: 'answer_lost' });
  const seq = await world.trigger('c', 'k');
  await world.run(500);
  const refused = refusing(world, 'a');
  await world.run(10 * second);
  assert.equal(arrivedAt(world, 'a'), 'T');
  return { world, refused, seq };
}

async function endsWithBothClosed(world: SimulatedWorld, refused: Set<string>): Promise<void> {
  const known = new Set(refused);
  refused.clear();
  await world.resolve('c', 'k');
  await world.drain();
  assert.deepEqual(openAt(world), [], `refused before: ${[...known]}`);
  const { rows } = await world.store.incidents({}, null, 10);
  assert.deepEqual(rows, []);
  assert.equal(world.delivery.status().openIncidents, 0);
}

const ends = ['killed', 'stopped'] as const;

function atBothEnds(name: string, story: (t: TestContext, how: (typeof ends)[number]) => Promise<void>) {
  test(name, async (t) => {
    for (const how of ends) await t.test(how, (each) => story(each, how));
  });
}

atBothEnds(
  'rule 19: a trigger that may have arrived at the old key is closed at both, over a restart',
  async (t, how) => {
    const { world, refused } = await lostAtA(t);
    await world.edit('c', { letter: 'b' });
    await world.drain();
    assert.deepEqual(openAt(world), ['a k', 'b k']);
    await world.restart(how);
    assert.equal(world.delivery.status().openIncidents, 2);
    await endsWithBothClosed(world, refused);
    assert.deepEqual([arrivedAt(world, 'a'), arrivedAt(world, 'b')], ['TR', 'TR']);
  },
);

atBothEnds(
  'rule 19: it is remembered at the old key before it is delivered at the new one, over a restart',
  async (t, how) => {
    const { world, refused } = await lostAtA(t);
    refused.add('b');
    await world.edit('c', { letter: 'b' });
    await world.run(5 * second);
    await world.restart(how);
    await world.run(5 * second);
    assert.deepEqual([arrivedAt(world, 'a'), arrivedAt(world, 'b')], ['T', '']);
    refused.delete('b');
    await world.drain();
    await world.restart(how);
    await endsWithBothClosed(world, refused);
    assert.deepEqual([arrivedAt(world, 'a'), arrivedAt(world, 'b')], ['TR', 'TR']);
  },
);

atBothEnds(
  'rule 19: a trigger whose answer is lost at key after key is closed at all of them',
  async (t, how) => {
    const { world, refused } = await lostAtA(t);
    world.next({ kind: 'answer_lost' });
    await world.edit('c', { letter: 'b' });
    await world.run(200);
    refused.add('b');
    await world.run(10 * second);
    await world.restart(how);
    await world.run(10 * second);
    assert.deepEqual([arrivedAt(world, 'a'), arrivedAt(world, 'b')], ['T', 'T']);
    await world.edit('c', { letter: 'd' });
    await world.drain();
    assert.deepEqual(openAt(world), ['a k', 'b k', 'd k']);
    await world.restart(how);
    assert.equal(world.delivery.status().openIncidents, 3);
    await endsWithBothClosed(world, refused);
  },
);

atBothEnds(
  'rule 19: a trigger that comes back to a key at which it may have arrived is one incident there',
  async (t, how) => {
    const { world, refused } = await lostAtA(t);
    refused.add('b');
    await world.edit('c', { letter: 'b' });
    await world.run(5 * second);
    refused.delete('a');
    await world.edit('c', { letter: 'a' });
    await world.drain();
    await world.restart(how);
    assert.equal(world.delivery.status().openIncidents, 1);
    await endsWithBothClosed(world, refused);
    assert.deepEqual([arrivedAt(world, 'a'), arrivedAt(world, 'b')], ['TTR', '']);
  },
);

atBothEnds(
  'rule 19: an acknowledge behind such a trigger goes along, and a resolve goes to both',
  async (t, how) => {
    const { world, refused } = await lostAtA(t);
    await world.ack('c', 'k');
    await world.edit('c', { letter: 'b' });
    await world.drain();
    assert.deepEqual([arrivedAt(world, 'a'), arrivedAt(world, 'b')], ['T', 'TA']);
    assert.equal(world.sandbox.incidents({ dedupKey: 'k', limit: 1 })[0]?.status, 'acknowledged');
    await world.restart(how);
    await endsWithBothClosed(world, refused);
  },
);

atBothEnds(
  'rule 19: what an unclean end left maybe open stays so where its trigger is taken away untried',
  async (t, how) => {
    const world = await simulatedWorld(t, { latency: 400 });
    await world.connector('c', { letter: 'a' });
    await world.trigger('c', 'k', { severity: 'info' });
    await world.run(250);
    for (const other of ['one', 'two', 'three']) await world.trigger('c', other, { severity: 'critical' });
    const refused = refusing(world, 'a');
    await world.restart('killed');
    await world.run(900);
    await world.edit('c', { letter: 'b' });
    assert.deepEqual(
      world.posts.filter(({ dedupKey }) => dedupKey === 'k').map(({ routingKey }) => routingKey.slice(0, 1)),
      ['a'],
    );
    await world.drain();
    for (const key of ['one', 'two', 'three']) await world.resolve('c', key);
    refused.clear();
    await world.drain();
    assert.deepEqual(openAt(world), ['a k', 'b k']);
    await world.restart(how);
    await endsWithBothClosed(world, refused);
  },
);

test('rule 19: such an incident is found at both keys by its dedup key, and has no number that an event gets', async (t) => {
  const { world, seq } = await lostAtA(t);
  await world.edit('c', { letter: 'b' });
  await world.drain();
  for (const how of [undefined, ...ends]) {
    if (how !== undefined) await world.restart(how);
    const { rows } = await world.store.incidents({ dedupKey: 'k' }, null, 10);
    assert.deepEqual(
      rows.map(({ state }) => state),
      ['maybe_open', 'open'],
    );
    const numbers = rows.map((row) => row.seq);
    assert.equal(numbers[1], seq);
    const next = await world.trigger('c', `other ${how}`);
    assert.ok(!numbers.includes(next), `${next} is none of ${numbers}`);
  }
});

test('rule 19: a resolve that comes while its trigger is taken to the new key reaches both', async (t) => {
  const { world, refused } = await lostAtA(t);
  world.disk.areMovesStuck = true;
  const edited = world.edit('c', { letter: 'b' });
  await world.run(100);
  world.disk.isStuck = true;
  const resolved = world.resolve('c', 'k');
  await world.run(100);
  world.disk.release();
  await Promise.all([edited, resolved]);
  await world.run(10 * second);
  refused.clear();
  await world.drain();
  assert.deepEqual([arrivedAt(world, 'a'), arrivedAt(world, 'b'), openAt(world)], ['TR', '', []]);
});

test('rule 19: a resolve that is on its way to disk when its trigger would be taken away keeps it there', async (t) => {
  const { world, refused } = await lostAtA(t);
  world.disk.isStuck = true;
  const resolved = world.resolve('c', 'k');
  await world.run(100);
  const edited = world.edit('c', { letter: 'b' });
  await world.run(100);
  world.disk.release();
  await Promise.all([edited, resolved]);
  await world.run(10 * second);
  refused.clear();
  await world.drain();
  assert.deepEqual([arrivedAt(world, 'a'), arrivedAt(world, 'b'), openAt(world)], ['TR', '', []]);
});

test('rule 19: while an event is taken to the new key it is sent nowhere', async (t) => {
  const { world, refused } = await lostAtA(t, { settings: { superseding: 'off' } });
  await world.connector('other', { letter: 'a' });
  await world.run(100);
  world.disk.areMovesStuck = true;
  const edited = world.edit('c', { letter: 'b' });
  await world.run(100);
  refused.clear();
  const { length } = world.posts;
  await world.trigger('other', 'opens the gate');
  await world.run(minute);
  await world.trigger('other', 'k', { summary: 'another' });
  await world.run(minute);
  assert.equal(world.posts.length, length + 1);
  world.disk.release();
  await edited;
  await world.drain();
  const keys = world.posts.slice(-2).map(({ routingKey, summary }) => `${routingKey.slice(0, 1)} ${summary}`);
  assert.deepEqual(keys.sort(), ['a another', 'b k']);
});

test('rule 19: an event that can not be taken to the new key stays, and its incident is remembered as it was', async (t) => {
  const { world, refused } = await lostAtA(t);
  world.disk.refusesMoves = true;
  await assert.rejects(world.edit('c', { letter: 'b' }), /full/);
  await world.resolve('c', 'k');
  await world.run(10 * second);
  refused.clear();
  await world.drain();
  assert.deepEqual([arrivedAt(world, 'a'), arrivedAt(world, 'b')], ['TR', '']);
  assert.deepEqual((await world.store.incidents({}, null, 10)).rows, []);
  await world.restart('killed');
  assert.equal(world.delivery.status().openIncidents, 0);
});

test('rule 19: in a plain queue what stands before a resolve that stays does not leave without it', async (t) => {
  const { world, refused } = await lostAtA(t, { settings: { superseding: 'off' } });
  await world.resolve('c', 'k');
  await world.trigger('c', 'k', { summary: 'again' });
  await world.edit('c', { letter: 'b' });
  await world.run(10 * second);
  assert.deepEqual([arrivedAt(world, 'a'), arrivedAt(world, 'b')], ['T', 'T']);
  refused.clear();
  await world.drain();
  assert.deepEqual([arrivedAt(world, 'a'), openAt(world)], ['TTR', ['b k']]);
  await endsWithBothClosed(world, refused);
});

test('rule 19: a trigger that has taken an older one’s place is followed by what stood behind it', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c', { letter: 'a' });
  const refused = refusing(world, 'ab');
  await world.trigger('c', 'x');
  await world.run(10 * second);
  await world.trigger('c', 'k', { summary: 'first' });
  await world.ack('c', 'k');
  await world.trigger('c', 'k', { summary: 'second' });
  refused.delete('b');
  await world.edit('c', { letter: 'b' });
  await world.drain();
  const told = world.posts.filter(({ dedupKey, status }) => dedupKey === 'k' && status === 202);
  assert.equal(told.map(({ action }) => action.slice(0, 1)).join(''), 'ta');
  assert.equal(world.sandbox.incidents({ dedupKey: 'k', limit: 1 })[0]?.status, 'acknowledged');
});

test('rule 19: attempts of an event go on to be counted where it goes', async (t) => {
  for (const restarts of ['never', 'before it goes', 'after it went'] as const) {
    const world = await simulatedWorld(t, { settings: { maxAttempts: 4, minRetryWindow: 0 } });
    await world.connector('c', { letter: 'a' });
    const fails = { kind: 'says', status: 500 } as const;
    world.next(fails, fails, { kind: 'says', status: 401 });
    const seq = await world.trigger('c', 'k');
    await world.runUntil('three are made', () => world.posts.length === 3, minute);
    await world.run(second / 2);
    const restart = () => world.restart('killed');
    refusing(world, 'a');
    if (restarts === 'before it goes') await restart();
    world.script(({ routingKey }) => (routingKey === keyOf('b') ? fails : undefined));
    await world.run(second / 2);
    const before = world.posts.length;
    await world.edit('c', { letter: 'b' });
    await world.run(second / 4);
    assert.equal(world.posts.length, before + 1);
    if (restarts === 'after it went') await restart();
    await world.drain();
    const { attempts, attemptLog } = await world.event(seq);
    assert.deepEqual(await world.fates(seq), ['dead expired']);
    assert.deepEqual(
      attemptLog.map(({ n }) => n),
      Array.from({ length: attempts }, (_, n) => n + 1),
    );
    assert.equal(attempts, world.posts.length);
    assert.equal(attemptLog.filter(({ reason }) => reason === 'server_error').length, 4);
  }
});

test('rule 19: what was tried at the new key goes on to be counted behind what comes from the old one', async (t) => {
  const world = await simulatedWorld(t, { settings: { superseding: 'off' } });
  await world.connector('c', { letter: 'a' });
  await world.connector('later', { letter: 'b', options: { rateLimit: 2 } });
  refusing(world, 'a');
  const old = await world.trigger('c', 'k');
  await world.run(second);
  const atB = () => world.posts.filter(({ routingKey }) => routingKey === keyOf('b'));
  world.script(({ routingKey }) => {
    return routingKey === keyOf('b') && atB().length <= 2 ? { kind: 'says', status: 500 } : undefined;
  });
  const tried = await world.trigger('later', 'k', { summary: 'tried' });
  await world.runUntil('it was tried twice', () => atB().at(1)?.endedAt !== undefined, minute);
  await world.run(100);
  await world.edit('c', { letter: 'b' });
  await world.drain();
  assert.deepEqual(await world.fates(old, tried), ['delivered', 'delivered']);
  assert.deepEqual(
    atB().map(({ summary }) => summary),
    ['tried', 'tried', 'k', 'tried'],
  );
  const { attempts, attemptLog } = await world.event(tried);
  assert.deepEqual([attempts, ...attemptLog.map(({ n }) => n)], [3, 1, 2, 3]);
});
