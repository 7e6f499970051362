import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { stateReader } from './state-reader.ts';

function reader() {
  let looks = 0;
  const schema = z.object({ count: z.number() }).refine(() => {
    looks++;
    return true;
  });
  return { ...stateReader(schema, () => ({ count: 0 })), looks: () => looks };
}

test('what is read from disk is looked through once, and what the type has made never', () => {
  const { read, made, looks } = reader();
  const kept: unknown = JSON.parse('{"count":3}');
  assert.deepEqual(read(kept), { count: 3 });
  assert.deepEqual(read(kept), { count: 3 });
  assert.equal(looks(), 1);
  const own = made({ count: 4 });
  assert.equal(read(own), own);
  assert.equal(looks(), 1);
});

test('nothing kept is the state before the first run, and another shape is refused', () => {
  const { read } = reader();
  assert.deepEqual(read(undefined), { count: 0 });
  assert.deepEqual(read(null), { count: 0 });
  for (const wrong of [{ count: 'three' }, 'three', 3, []]) assert.throws(() => read(wrong));
});
