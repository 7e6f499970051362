import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RuleLocks } from './rule-locks.ts';

test('work for one rule goes one by one, in its order, though some of it fails; other rules do not wait', async () => {
  const locks = new RuleLocks();
  const told: string[] = [];
  const first = Promise.withResolvers<void>();
  const one = locks.exclusively('a', async () => {
    told.push('one begins');
    await first.promise;
    told.push('one ends');
    throw new Error('one failed');
  });
  const two = locks.exclusively('a', async () => {
    told.push('two');
    return 2;
  });
  await locks.exclusively('b', async () => void told.push('other'));
  assert.deepEqual(told, ['one begins', 'other']);
  first.resolve();
  await assert.rejects(one, /one failed/);
  assert.equal(await two, 2);
  assert.deepEqual(told, ['one begins', 'other', 'one ends', 'two']);
  assert.equal(await locks.exclusively('a', async () => 3), 3);
});
