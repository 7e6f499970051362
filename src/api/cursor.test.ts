import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cursorOf, cursorText } from './cursor.ts';

test('a cursor is read to the place that it was made of', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e15 - 1 }), (place) => {
      assert.equal(cursorText.parse(cursorOf(place)), place);
    }),
  );
  assert.equal(cursorOf(null), null);
});

test('what is no cursor is refused in words, whatever it is', () => {
  const cursor = cursorOf(42) ?? '';
  for (const text of [
    '',
    '42',
    'before 42',
    `${cursor}=`,
    `${cursor} `,
    cursor.slice(1),
    'YmVmb3JlIDA0Mg',
    'x'.repeat(5000),
  ]) {
    const result = cursorText.safeParse(text);
    assert.match(result.error?.issues[0]?.message ?? '', /^is no cursor; take next_cursor/, text);
  }
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.equal(cursorText.safeParse(text).success, false);
    }),
  );
});
