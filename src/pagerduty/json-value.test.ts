import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isDeeperThan, parseJsonObject, toJsonValue } from './json-value.ts';

const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));

test('depth counts objects and arrays', () => {
  assert.equal(isDeeperThan(1, { a: 1 }), false);
  assert.equal(isDeeperThan(1, { a: [] }), true);
  assert.equal(isDeeperThan(0, 'text'), false);
  assert.equal(isDeeperThan(100, nested(100)), false);
  assert.equal(isDeeperThan(100, nested(101)), true);
  assert.equal(isDeeperThan(100, nested(1_000_000)), true);
});

test('a copy of well-formed JSON is that JSON', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const value: unknown = JSON.parse(text);
      assert.equal(JSON.stringify(toJsonValue(value)), JSON.stringify(value));
    }),
  );
});

test('what JSON has no word for is left out of objects and null elsewhere', () => {
  assert.deepEqual(toJsonValue({ a: undefined, b: [undefined, Number.NaN, 5n, Symbol('s')] }), {
    b: [null, null, null, null],
  });
});

test('a copy ends in a note at level 100', () => {
  const copy = JSON.stringify(toJsonValue(nested(100_000)));
  assert.equal(copy.lastIndexOf('['), 101);
  assert.match(copy, /nested more than 100 levels deep/);
  assert.equal(JSON.stringify(toJsonValue(nested(100))), JSON.stringify(nested(100)));
});

test('only the text of an object is read as an object', () => {
  assert.deepEqual(parseJsonObject('{"a":1}'), { a: 1 });
  for (const text of ['[]', 'null', '1', '', '{']) assert.equal(parseJsonObject(text), undefined);
});
