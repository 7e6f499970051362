import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inTurns } from './in-turns.ts';

test('others have their turn between any two steps, and the result is that of the last one', async () => {
  const seen: string[] = [];
  function* steps(): Generator<void, string> {
    seen.push('one');
    yield;
    seen.push('two');
    yield;
    return 'three';
  }
  const result = await inTurns(steps(), (what) => {
    seen.push('others');
    setImmediate(what);
  });
  assert.equal(result, 'three');
  assert.deepEqual(seen, ['one', 'others', 'two', 'others']);
});

test('what goes wrong in a step is what goes wrong', async () => {
  // biome-ignore lint/correctness/useYield: it fails before it could
  function* steps(): Generator<void, string> {
    throw new Error('no');
  }
  await assert.rejects(inTurns(steps(), setImmediate), /no/);
});
