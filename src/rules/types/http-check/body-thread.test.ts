import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BodyThread } from './body-thread.ts';

const none = { bodyContains: null, bodyMatches: null, bodyJson: [] };
const body = (text: string) => ({ bytes: Buffer.from(text), isCut: false });
const forEver = new AbortController().signal;

/** 50 automata in one, on text that is all branches: linear, and slow. */
const slowPattern = '(?i)(?:[ab]{0,9}a){40}c';
const slowText = Array.from({ length: 1 << 20 }, (_, index) => 'ab'[(index * 7919 + (index >> 3)) & 1]).join(
  '',
);

test('bodies are judged in their order, each with an answer of its own', async () => {
  const thread = new BodyThread(10_000);
  const texts = Array.from({ length: 20 }, (_, index) => `number ${index}`);
  const told = await Promise.all(
    texts.map((text, index) =>
      thread.judge(body(text), { ...none, bodyContains: `number ${index % 2 === 0 ? index : 'x'}` }, forEver),
    ),
  );
  told.forEach((why, index) => {
    assert.equal(why, index % 2 === 0 ? undefined : '"number x" is not in the body');
  });
});

test('a body that takes too long is given up, and the next one is judged', async () => {
  const thread = new BodyThread(150);
  // The thread has to be there first: its start is not what is measured.
  await new BodyThread(10_000).judge(body('x'), none, forEver);
  const late = thread.judge(body(slowText), { ...none, bodyMatches: slowPattern }, forEver);
  const next = thread.judge(body('fine'), { ...none, bodyContains: 'fine' }, forEver);
  assert.equal(await late, 'the body could not be examined within 150 ms');
  assert.notEqual(await next, '"fine" is not in the body');
});

test('whoever waits for its turn can leave, and nobody else notices', async () => {
  const thread = new BodyThread(10_000);
  const control = new AbortController();
  const first = thread.judge(body('a'), { ...none, bodyContains: 'a' }, forEver);
  const second = thread.judge(body('b'), none, control.signal);
  const third = thread.judge(body('c'), { ...none, bodyContains: 'x' }, forEver);
  control.abort(new Error('the run is over'));
  await assert.rejects(second, /the run is over/);
  assert.equal(await first, undefined);
  assert.equal(await third, '"x" is not in the body');
  await assert.rejects(thread.judge(body('d'), none, control.signal), /the run is over/);
});
