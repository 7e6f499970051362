import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spellDuration } from './spell-duration.ts';

for (const [seconds, text] of [
  [0, '0s'],
  [-5, '0s'],
  [0.6, '1s'],
  [59, '59s'],
  [60, '1m'],
  [750, '12m 30s'],
  [3600, '1h'],
  [3605, '1h'],
  [3900, '1h 5m'],
  [90_061, '1d 1h'],
  [864_000, '10d'],
] as const) {
  test(`${seconds} seconds are said as ${text}`, () => {
    assert.equal(spellDuration(seconds * 1000), text);
  });
}
