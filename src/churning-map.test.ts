import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ChurningMap } from './churning-map.ts';

const keys = fc.oneof(fc.nat(40), fc.nat(2 ** 31), fc.integer({ min: 2 ** 39, max: 2 ** 39 + 40 }));
const steps = fc.array(fc.record({ key: keys, what: fc.constantFrom('set', 'set', 'delete') }), {
  maxLength: 300,
});

test('whatever is set and deleted, it holds what a Map would', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const [map, model] = [new ChurningMap<string>(), new Map<number, string>()];
      for (const [index, { key, what }] of all.entries()) {
        if (what === 'set') {
          map.set(key, `${index}`);
          model.set(key, `${index}`);
        } else assert.equal(map.delete(key), model.delete(key));
        assert.equal(map.size, model.size);
      }
      for (const { key } of all) {
        assert.equal(map.get(key), model.get(key));
        assert.equal(map.has(key), model.has(key));
      }
      assert.deepEqual([...map.keys()].toSorted(), [...model.keys()].toSorted());
      assert.deepEqual([...map.values()].toSorted(), [...model.values()].toSorted());
    }),
  );
});

test('it grows and shrinks with what it holds', () => {
  const map = new ChurningMap<number>();
  for (let key = 0; key < 10_000; key++) map.set(key, key);
  for (let key = 0; key < 10_000; key++) assert.equal(map.get(key), key);
  for (let key = 0; key < 9_990; key++) map.delete(key);
  assert.deepEqual(
    [...map.values()].toSorted((a, b) => a - b),
    [9990, 9991, 9992, 9993, 9994, 9995, 9996, 9997, 9998, 9999],
  );
});
