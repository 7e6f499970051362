import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '../refusal.ts';
import { Moods, type MoodWish } from './moods.ts';

test('a mood holds for every call until another is set', () => {
  const moods = new Moods(() => 0.99, 10);
  moods.set({ mood: '500' }, 0);
  assert.deepEqual(moods.draw('a', 1), { mood: '500', percent: 100, delay: 0, until: undefined });
  moods.set({ mood: 'ok' }, 2);
  assert.equal(moods.draw('a', 3).mood, 'ok');
});

const shares: [percent: number, random: number, mood: string, delay: number][] = [
  [0, 0, 'ok', 0],
  [30, 0.299, 'slow', 3000],
  [30, 0.3, 'ok', 0],
  [100, 0.999, 'slow', 3000],
];

for (const [percent, random, mood, delay] of shares) {
  test(`of ${percent} percent slow, a call that draws ${random} is ${mood}, ${delay} ms late`, () => {
    const moods = new Moods(() => random, 10);
    moods.set({ mood: 'slow', percent }, 0);
    const drawn = moods.draw('a', 0);
    assert.deepEqual([drawn.mood, drawn.delay], [mood, delay]);
  });
}

test('a mood ends at its time', () => {
  const moods = new Moods(() => 0, 10);
  moods.set({ mood: 'reset', until: 1000 }, 0);
  assert.equal(moods.draw('a', 999).mood, 'reset');
  assert.equal(moods.draw('a', 1000).mood, 'ok');
  assert.equal(moods.list(1000)[0]?.mood, 'ok');
});

test('a mood for one key leaves the others alone, and gives way to the general one when it ends', () => {
  const moods = new Moods(() => 0, 10);
  moods.set({ mood: '500' }, 0);
  moods.set({ mood: '429', key: 'a', until: 10 }, 0);
  moods.set({ mood: 'portal', key: 'b' }, 0);
  assert.deepEqual(
    [moods.draw('a', 1).mood, moods.draw('b', 1).mood, moods.draw('c', 1).mood],
    ['429', 'portal', '500'],
  );
  assert.equal(moods.draw('a', 10).mood, '500');
  moods.set({ mood: 'ok', key: 'b' }, 11);
  assert.equal(moods.draw('b', 11).mood, '500');
  assert.equal(moods.list(11).length, 1);
});

test('any mood may be late', () => {
  const moods = new Moods(() => 0, 10);
  moods.set({ mood: 'ok', delay: 250 }, 0);
  assert.equal(moods.draw('a', 0).delay, 250);
});

const refusals: [wish: MoodWish, message: RegExp][] = [
  [{ mood: 'slow', delay: 60_001 }, /delay is 60001; it must be between 0 and 60000/],
  [{ mood: 'slow', delay: -1 }, /delay is -1/],
  [{ mood: 'slow', percent: 101 }, /percent is 101; it must be between 0 and 100/],
  [{ mood: 'slow', percent: Number.NaN }, /percent is NaN/],
  [{ mood: 'slow', until: 1000 }, /until is 1970-01-01T00:00:01\.000Z, which is over/],
];

for (const [wish, message] of refusals) {
  test(`a mood is refused where ${message.source}`, () => {
    const moods = new Moods(() => 0, 10);
    assert.throws(
      () => moods.set(wish, 1000),
      (error) => error instanceof Refusal && message.test(error.message),
    );
    assert.equal(moods.draw('a', 1000).mood, 'ok');
  });
}

test('only so many keys can have a mood of their own', () => {
  const moods = new Moods(() => 0, 2);
  moods.set({ mood: '500', key: 'a' }, 0);
  moods.set({ mood: '500', key: 'b' }, 0);
  assert.throws(() => moods.set({ mood: '500', key: 'c' }, 0), Refusal);
  moods.set({ mood: '429', key: 'b' }, 0);
  assert.equal(moods.draw('b', 0).mood, '429');
});
