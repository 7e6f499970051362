import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VerifiedPasswords } from './verified-passwords.ts';

function setUp() {
  const state = { now: 0, asked: 0 };
  const verified = new VerifiedPasswords(() => state.now);
  const check = (hash: string, password: string, right = true) =>
    verified.check(hash, password, async () => {
      state.asked++;
      return right;
    });
  return { state, check };
}

test('a right password is remembered for a minute, and not a millisecond longer', async () => {
  const { state, check } = setUp();
  assert.equal(await check('hash', 'password'), true);
  state.now = 59_999;
  assert.equal(await check('hash', 'password'), true);
  assert.equal(state.asked, 1);
  state.now = 60_000;
  await check('hash', 'password');
  assert.equal(state.asked, 2);
});

test('a wrong password is not remembered', async () => {
  const { state, check } = setUp();
  assert.equal(await check('hash', 'password', false), false);
  assert.equal(await check('hash', 'password', false), false);
  assert.equal(state.asked, 2);
});

test('the same question asked at the same moment is asked once', async () => {
  const { state, check } = setUp();
  assert.deepEqual(await Promise.all([check('hash', 'p'), check('hash', 'p')]), [true, true]);
  assert.equal(state.asked, 1);
});

test('another hash, another password, and the border between them moved are other questions', async () => {
  const { state, check } = setUp();
  await check('ab', 'c');
  await check('a', 'bc');
  await check('ab', 'd');
  await check('xy', 'c');
  assert.equal(state.asked, 4);
});
