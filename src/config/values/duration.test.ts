import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatDuration, readDuration } from './duration.ts';

const good: [text: string, milliseconds: number][] = [
  ['0ms', 0],
  ['250ms', 250],
  ['15s', 15_000],
  ['10m', 600_000],
  ['2h', 7_200_000],
  ['1d', 86_400_000],
  ['007s', 7000],
];
for (const [text, value] of good) {
  test(`"${text}" is ${value} milliseconds`, () => {
    assert.deepEqual(readDuration(text), { ok: true, value });
  });
}

const units = 'units are ms, s, m (minutes), h, d';
const bad: [text: string, rule: string | undefined][] = [
  ['90', 'it has no unit; write "90s" for seconds or "90ms" for milliseconds'],
  ['1M', `write "1m"; ${units}`],
  ['5 m', `write "5m"; ${units}`],
  [' 5m ', `write "5m"; ${units}`],
  ['10MS', `write "10ms"; ${units}`],
  ['-5m', 'a duration can not be negative'],
  ['1.5h', undefined],
  ['1w', undefined],
  ['1m30s', undefined],
  ['s', undefined],
  ['', undefined],
  ['1e3s', undefined],
  ['9007199254740992ms', undefined],
  ['9'.repeat(400).concat('d'), undefined],
  ['5constructor', undefined],
];
for (const [text, rule] of bad) {
  test(`"${text.slice(0, 20)}" is no duration`, () => {
    assert.deepEqual(readDuration(text), rule === undefined ? { ok: false } : { ok: false, rule });
  });
}

test('what is written is read again', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (value) => {
      assert.deepEqual(readDuration(formatDuration(value)), { ok: true, value });
    }),
  );
});

test('a duration is written in the largest unit that holds it whole', () => {
  assert.deepEqual([0, 90_000, 60_000, 1500, 172_800_000].map(formatDuration), [
    '0ms',
    '90s',
    '1m',
    '1500ms',
    '2d',
  ]);
});
