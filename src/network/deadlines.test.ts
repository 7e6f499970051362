import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Deadlines, type Timed } from './deadlines.ts';

interface Watched extends Timed {
  /** Milliseconds; -1: it has not expired. */
  readonly after: () => number;
}

function watched(deadline: number, onExpire = () => {}): Watched {
  const startedAt = performance.now();
  let after = -1;
  return {
    deadline,
    startedAt,
    earlier: undefined,
    later: undefined,
    after: () => after,
    expire: () => {
      assert.equal(after, -1, 'it expires once');
      after = performance.now() - startedAt;
      onExpire();
    },
  };
}

test('each expires when its time has come, and not before, whatever began before or after it', async () => {
  const deadlines = new Deadlines();
  const first = watched(60);
  deadlines.add(first);
  await sleep(30);
  const second = watched(60);
  const shorter = watched(10);
  deadlines.add(second);
  deadlines.add(shorter);
  await sleep(150);
  for (const each of [first, second, shorter]) {
    assert.ok(each.after() >= each.deadline - 1, `${each.deadline} ms expired after ${each.after()}`);
  }
});

test('many lengths are as good as one, and leave nothing behind', async () => {
  const deadlines = new Deadlines();
  const all = Array.from({ length: 50 }, (_, n) => watched(20 + n / 10));
  for (const each of all) deadlines.add(each);
  for (const each of all.slice(0, 25)) deadlines.remove(each);
  const again = watched(20);
  deadlines.add(again);
  await sleep(80);
  assert.deepEqual(
    all.map(({ after }) => after() >= 19),
    all.map((_, n) => n >= 25),
  );
  assert.ok(again.after() >= 19);
});

test('what was removed never expires, and those behind it do', async () => {
  const deadlines = new Deadlines();
  const [first, second] = [watched(20), watched(20)];
  deadlines.add(first);
  deadlines.add(second);
  deadlines.remove(first);
  await sleep(60);
  assert.equal(first.after(), -1);
  assert.ok(second.after() >= 19);
});

test('one that expires may remove itself and add another, as a call does that is followed by the next', async () => {
  const deadlines = new Deadlines();
  const next: Watched[] = [];
  const first = watched(20, () => {
    deadlines.remove(first);
    const second = watched(20);
    next.push(second);
    deadlines.add(second);
  });
  deadlines.add(first);
  await sleep(80);
  assert.ok((next[0]?.after() ?? -1) >= 19);
});

test('without anything to wait for no timer keeps the process alive', () => {
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const before = timers();
  const deadlines = new Deadlines();
  const calls = [watched(60_000), watched(60_000), watched(30_000)];
  for (const each of calls) deadlines.add(each);
  assert.equal(timers() - before, 2, 'one for each length');
  for (const each of calls) deadlines.remove(each);
  assert.equal(timers() - before, 0);
});
