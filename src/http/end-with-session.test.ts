import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { endWithSession, lookEvery } from './end-with-session.ts';

/** One timer, which goes off when the test says so. */
function timer() {
  let what: (() => void) | undefined;
  return {
    after: (milliseconds: number, then: () => void) => {
      assert.equal(milliseconds, lookEvery);
      what = then;
      return () => {
        what = undefined;
      };
    },
    isSet: () => what !== undefined,
    goOff: async () => {
      const now = what;
      what = undefined;
      now?.();
      await setImmediate();
    },
  };
}

test('a stream lives as long as its session, and through a store that can not answer', async () => {
  const answers = [async () => true, () => Promise.reject(new Error('no store')), async () => false];
  const stream = new Readable({ read: () => {} });
  const { after, goOff, isSet } = timer();
  endWithSession(stream, () => answers.shift()?.() ?? assert.fail('asked after the end'), after);
  await goOff();
  assert.equal(stream.destroyed, false);
  await goOff();
  assert.equal(stream.destroyed, false);
  await goOff();
  assert.equal(stream.destroyed, true);
  assert.equal(isSet(), false);
});

test('nothing is asked for a stream that its reader has left', async () => {
  const stream = new Readable({ read: () => {} });
  const { after, isSet } = timer();
  endWithSession(stream, () => assert.fail('asked'), after);
  assert.equal(isSet(), true);
  stream.destroy();
  await setImmediate();
  assert.equal(isSet(), false);
});
