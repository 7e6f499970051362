import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BodyThread } from './body-thread.ts';

const none = { bodyContains: null, bodyMatches: null, bodyJson: [] };
const body = (text: string) => ({ bytes: Buffer.from(text), isCut: false });
const forEver = new AbortController().signal;

/** A look at the whole for each of its parts. */
const slow = [{ path: '$[?count($..*) > 1]', operator: 'missing' as const }];
const wide = `[${'[[]],'.repeat(150_000)}[]]`;

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
  const late = thread.judge(body(wide), { ...none, bodyJson: slow }, forEver);
  const next = thread.judge(body('fine'), { ...none, bodyContains: 'fine' }, forEver);
  assert.equal(await late, 'the body could not be examined within 150 ms');
  assert.equal(await next, undefined);
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
