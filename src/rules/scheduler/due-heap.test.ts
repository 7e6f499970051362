import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Due, DueHeap } from './due-heap.ts';

const step = fc.oneof(
  fc.record({ what: fc.constant('put' as const), item: fc.nat(19), dueAt: fc.nat(50) }),
  fc.record({ what: fc.constant('remove' as const), item: fc.nat(19) }),
  fc.record({ what: fc.constant('take' as const) }),
);

test('whatever is put in, moved and taken out, the soonest is on top', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
      const heap = new DueHeap<Due>();
      const items: Due[] = Array.from({ length: 20 }, () => ({ dueAt: 0, place: -1 }));
      const inside = new Set<Due>();
      for (const each of steps) {
        const item = 'item' in each ? items[each.item] : heap.peek();
        if (item === undefined) continue;
        if (each.what === 'put') {
          item.dueAt = each.dueAt;
          heap.put(item);
          inside.add(item);
        } else {
          heap.remove(item);
          inside.delete(item);
        }
        assert.equal(heap.size, inside.size);
        const soonest = Math.min(...[...inside].map(({ dueAt }) => dueAt));
        assert.equal(heap.peek()?.dueAt ?? Number.POSITIVE_INFINITY, soonest);
      }
    }),
  );
});
