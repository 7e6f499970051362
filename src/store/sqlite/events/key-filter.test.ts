import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KeyFilter, keysOfFilter } from './key-filter.ts';

for (const [what, keyOf] of [
  ['numbers', (n: number) => String(n)],
  ['hosts and checks', (n: number) => `host-${n % 997}.example.com/check-${Math.floor(n / 997)}`],
  ['long and alike', (n: number) => `${'x'.repeat(200)}${n}`],
  ['random digits', (n: number) => Math.imul(n + 1, 0x9e3779b1).toString(16)],
] satisfies [string, (n: number) => string][]) {
  test(`a full filter of keys that are ${what} holds each of them, and hardly any other`, () => {
    const filter = new KeyFilter();
    for (let n = 0; n < keysOfFilter; n++) filter.add(keyOf(n));
    for (let n = 0; n < keysOfFilter; n++) assert.ok(filter.mayHold(keyOf(n)), keyOf(n));
    let wrong = 0;
    for (let n = keysOfFilter; n < keysOfFilter + 100_000; n++) if (filter.mayHold(keyOf(n))) wrong++;
    assert.ok(wrong < 300, `${wrong} of 100,000`);
  });
}

test('an empty filter holds nothing, and one that was kept holds what it held', () => {
  const filter = new KeyFilter();
  assert.equal(filter.mayHold(''), false);
  filter.add('');
  filter.add('🚨');
  const again = new KeyFilter(Uint8Array.from(filter.bits));
  assert.deepEqual(
    ['', '🚨', 'a'].map((key) => again.mayHold(key)),
    [true, true, false],
  );
});
