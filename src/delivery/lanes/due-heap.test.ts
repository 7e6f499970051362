import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DueHeap } from './due-heap.ts';

const anId = fc.nat({ max: 30 });
const aTime = fc.oneof(fc.nat({ max: 20 }), fc.constant(Number.POSITIVE_INFINITY));
const aMove = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('set'), id: anId, at: aTime }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete'), id: anId, at: fc.constant(0) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('pop'), id: fc.constant(0), at: fc.nat({ max: 20 }) }),
  },
);

function inOrder(due: ReadonlyMap<number, number>): number[] {
  return [...due].toSorted(([a, atA], [b, atB]) => (atA === atB ? a - b : atA - atB)).map(([id]) => id);
}

test('what is due first comes first, however often it is set, deleted or set anew', () => {
  fc.assert(
    fc.property(fc.array(aMove, { maxLength: 120, size: 'max' }), (moves) => {
      const heap = new DueHeap();
      const due = new Map<number, number>();
      for (const { kind, id, at } of moves) {
        if (kind === 'set') {
          heap.set(id, at);
          due.set(id, at);
        } else if (kind === 'delete') {
          assert.equal(heap.delete(id), due.delete(id));
        } else {
          const [first = -1] = inOrder(due);
          const isDue = (due.get(first) ?? Number.POSITIVE_INFINITY) <= at;
          assert.equal(heap.popDue(at), isDue ? first : -1);
          if (isDue) due.delete(first);
        }
        assert.equal(heap.size, due.size);
        assert.equal(heap.has(id), due.has(id));
        assert.equal(heap.nextAt(), Math.min(Number.POSITIVE_INFINITY, ...due.values()));
        assert.deepEqual(new Set(heap.slots()), new Set(due.keys()));
      }
      assert.deepEqual(heap.clear(), inOrder(due));
      assert.deepEqual(
        [heap.size, heap.nextAt(), heap.popDue(1000), [...heap.slots()]],
        [0, Infinity, -1, []],
      );
    }),
  );
});
