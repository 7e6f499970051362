import assert from 'node:assert/strict';
import { test } from 'node:test';
import { minute, second, simulatedWorld } from '../support/simulated-world.ts';
import { triggerOf } from '../support/simulation/events-of.ts';

const refused = { code: 'unavailable' };
const hasNews = ({ accepted }: { readonly accepted: readonly unknown[] }) => accepted.length > 0;

test('rule 21: with a failing commit new events are refused, what is pending is still sent, and all goes on by itself', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  const pending = await Promise.all(['a', 'b', 'c'].map((key) => world.trigger('c', key)));
  world.disk.refuses = () => true;
  await assert.rejects(world.trigger('c', 'new'), refused);
  await world.run(minute);
  assert.equal(world.shown(), 'triggered triggered triggered');
  world.disk.refuses = () => false;
  const next = await world.trigger('c', 'next');
  await world.drain();
  assert.deepEqual(await world.fates(...pending, next), Array(4).fill('delivered'));
  assert.deepEqual([...new Set(world.posts.map(({ dedupKey }) => dedupKey))].length, world.posts.length);
  assert.equal(world.shown('new'), '');
});

test('rule 21: what is over may still be written where there is no room for what is new', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  world.disk.refuses = hasNews;
  await assert.rejects(world.trigger('c', 'new'), refused);
  world.disk.refuses = () => false;
  const trigger = await world.trigger('c', 'k');
  world.disk.refuses = hasNews;
  // Somebody always asks, so that a verdict never has a commit for itself.
  for (let n = 0; n < 100; n++) {
    await assert.rejects(world.trigger('c', 'new'), refused);
    await world.run(5);
  }
  assert.deepEqual(await world.fates(trigger), ['delivered']);
});

test('rule 21: a full disk while settling sends nothing twice and loses nothing', async (t) => {
  const world = await simulatedWorld(t, { settings: { superseding: 'off' } });
  await world.connector('c');
  await world.trigger('c', 'k');
  await world.ack('c', 'k');
  await world.resolve('c', 'k');
  world.disk.refuses = () => true;
  await world.run(10 * minute);
  assert.equal(world.seen('k'), 'T', 'the next waits until the verdict is on disk');
  world.disk.refuses = () => false;
  await world.drain();
  assert.equal(world.seen('k'), 'TAR');
});

test('rule 21: verdicts that can not be written wait in memory, 10,000 at most, then sending stops', async (t) => {
  const world = await simulatedWorld(t, { limit: null, settings: { rateLimit: 'off' } });
  await world.connector('c', { url: 'https://gateway.example/v2/enqueue' });
  const events = Array.from({ length: 11_000 }, (_, n) => triggerOf('c', `k-${n}`));
  await world.accept(events);
  world.disk.refuses = () => true;
  await world.run(2 * minute);
  const sent = world.posts.length;
  assert.ok(sent >= 10_000 && sent <= 10_064, `${sent} were sent`);
  await world.run(minute);
  assert.equal(world.posts.length, sent);
  world.disk.refuses = () => false;
  await world.drain();
  assert.equal(world.posts.length, 11_000, 'each of them once');
});

test('rule 21: with less than delivery.minFreeDisk free new events are refused, and taken again when there is room', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  await world.trigger('c', 'pending');
  world.disk.free = 100 * 1024 ** 2;
  await world.run(10 * second);
  await assert.rejects(world.trigger('c', 'new'), { ...refused, message: /100 MB left.*asks for 256 MB/ });
  assert.equal(world.shown('pending'), 'triggered');
  assert.match(world.delivery.status().refusing ?? '', /no restart is needed/);
  world.disk.free = 1024 ** 3;
  await world.run(10 * second);
  await world.trigger('c', 'new');
  await world.drain();
  assert.equal(world.shown('new'), 'triggered');
});

test('rule 21: a kill while the disk is full loses nothing that was accepted', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  await world.trigger('c', 'k');
  await world.resolve('c', 'other');
  world.disk.refuses = () => true;
  await world.run(minute);
  await world.kill();
  world.disk.refuses = () => false;
  await world.start();
  await world.resolve('c', 'k');
  await world.drain();
  assert.equal(world.seen('k'), 'TTR', 'sent again, as its answer was never written down, and closed');
  assert.equal(world.shown('k'), 'resolved');
  assert.equal(world.seen('other'), 'RR', 'sent again, as nobody knows that it was');
});

test('rule 1: a commit whose end is unknown is refused, and the event may be delivered all the same', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  world.disk.liesAbout = hasNews;
  await assert.rejects(world.trigger('c', 'k'), { ...refused, message: /may be delivered all the same/ });
  world.disk.liesAbout = () => false;
  await world.trigger('c', 'l');
  await world.drain();
  await world.restart('killed');
  await world.drain();
  assert.equal(world.shown('l'), 'triggered');
  assert.ok(['', 'triggered'].includes(world.shown('k')));
});

test('rule 21: verdicts whose commit is only said to have failed are written once', async (t) => {
  const world = await simulatedWorld(t);
  await world.connector('c');
  world.next({ kind: 'says', status: 500 });
  const trigger = await world.trigger('c', 'k');
  world.disk.liesAbout = ({ settled }) => settled.length > 0;
  await world.run(10 * second);
  world.disk.liesAbout = () => false;
  await world.drain();
  await world.resolve('c', 'k');
  await world.drain();
  const { attemptLog, attempts } = await world.event(trigger);
  assert.deepEqual(
    attemptLog.map(({ n, verdict }) => `${n} ${verdict}`),
    ['1 retry', '2 delivered'],
  );
  assert.equal(attempts, 2);
  assert.equal(world.seen('k'), 'TTR');
  assert.equal(world.delivery.status().openIncidents, 0);
  await world.restart('killed');
  assert.equal(world.delivery.status().openIncidents, 0);
});
