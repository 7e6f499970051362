import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainQueue } from './plain-queue.ts';
import { stormAccount } from './storm-account.ts';
import { stormStory } from './storm-story.ts';

test('a plain queue sends all in its order, never more than 120 in any minute, and ends right', () => {
  const told = stormStory(500, 1);
  const calls = plainQueue(told);
  assert.deepEqual(
    calls.map(({ dedupKey, action }) => `${action} ${dedupKey}`),
    told.map(({ dedupKey, action }) => `${action} ${dedupKey}`),
  );
  calls.forEach(({ at }, index) => {
    const earlier = calls[index - 120];
    if (earlier !== undefined) assert.ok(at - earlier.at >= 60_000, `call ${index} came too soon`);
  });
  const { wrong, overtaken, throttled } = stormAccount(told, calls);
  assert.equal(wrong, 0);
  assert.equal(throttled, 0);
  assert.ok(overtaken > 0, 'its critical ones wait behind the others');
});

test('a story is the same for the same seed, with the shares that were asked for', () => {
  const told = stormStory(1000, 3);
  assert.deepEqual(stormStory(1000, 3), told);
  const triggers = told.filter(({ action }) => action === 'trigger');
  assert.equal(triggers.length, 1000);
  assert.equal(triggers.filter(({ severity }) => severity === 'critical').length, 10);
  const resolving = told.length - triggers.length;
  assert.ok(resolving > 350 && resolving < 450, `${resolving} of 1000 resolve`);
  assert.ok(Math.max(...triggers.map(({ at }) => at)) < 60_000);
});
