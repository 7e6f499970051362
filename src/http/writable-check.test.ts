import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StoreError } from '../store/store-error.ts';
import { createWritableCheck } from './writable-check.ts';

function setUp() {
  const said: string[] = [];
  const write = (_fields: object, message: string) => said.push(message);
  const state = { now: 0, problem: undefined as Error | undefined, asked: 0 };
  const check = createWritableCheck({
    monotonic: () => state.now,
    log: { debug: write, info: write, warn: write, error: write },
    checkWritable: async () => {
      state.asked++;
      if (state.problem !== undefined) throw state.problem;
    },
  });
  return { check, state, said };
}

test('a store that takes writes has no problem', async () => {
  const { check, said } = setUp();
  assert.equal(await check(), undefined);
  assert.deepEqual(said, []);
});

test('however often it is asked, the store is asked once a second', async () => {
  const { check, state } = setUp();
  await Promise.all([check(), check(), check()]);
  state.now = 999;
  await check();
  assert.equal(state.asked, 1);
  state.now = 1000;
  await check();
  assert.equal(state.asked, 2);
});

test('strangers are told what is wrong, the log which file it is, and once', async () => {
  const { check, state, said } = setUp();
  state.problem = new StoreError('full', '/data/tocsin.db: there is no room left on its disk');
  const told = await check();
  assert.match(told ?? '', /disk of the data folder is full/);
  assert.doesNotMatch(told ?? '', /tocsin\.db/);
  state.now = 1000;
  await check();
  state.problem = undefined;
  state.now = 2000;
  assert.equal(await check(), undefined);
  assert.deepEqual(said, [
    'the store takes no writes: /data/tocsin.db: there is no room left on its disk',
    'the store takes writes again',
  ]);
});

test('what is no error of the store is told without its words', async () => {
  const { check, state } = setUp();
  state.problem = new Error('secret details');
  assert.equal(await check(), 'The store takes no writes; the log says why.');
});
