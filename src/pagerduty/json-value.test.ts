import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isDeeperThan, isPlainJson, parseJsonObject, toJsonValue } from './json-value.ts';

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

test('plain is what a copy would not change', () => {
  const odd = fc.oneof(
    fc.constantFrom('\ud800', undefined, Number.NaN, nested(99), nested(101)),
    fc.anything(),
  );
  const value = fc.dictionary(
    fc.oneof(fc.string(), fc.constantFrom('__proto__', '\udc00')),
    fc.oneof(fc.jsonValue(), odd),
  );
  fc.assert(
    fc.property(value, (given) => {
      if (!isPlainJson(given)) return;
      assert.equal(JSON.stringify(toJsonValue(given)), JSON.stringify(given));
    }),
  );
});

const judged: [what: string, value: Record<string, unknown>, isPlain: boolean][] = [
  ['values of every kind', { a: [1, 'b', null, true, { c: {} }] }, true],
  ['100 levels', { a: nested(99) }, true],
  ['101 levels', { a: nested(100) }, false],
  ['a lone surrogate in a text', { a: ['\ud800'] }, false],
  ['a lone surrogate in a key', { '\ud800': 1 }, false],
  ['nothing where JSON has no word for it', { a: undefined }, false],
  ['a number that is none', { a: [Number.NaN] }, false],
  ['an object of a class', { a: new Date(0) }, false],
];

for (const [what, value, isPlain] of judged) {
  test(`${what}: ${isPlain ? 'plain' : 'not plain'}`, () => {
    assert.equal(isPlainJson(value), isPlain);
  });
}
