import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LaneHeap } from './lane-heap.ts';
import { LaneTable } from './lane-table.ts';

/** A lane with nothing waiting if `seq` is 0. */
function addLane(table: LaneTable, place: number, seq: number): number {
  const slot = table.add(undefined, 1);
  table.setPlace(slot, place);
  if (seq > 0) table.push(slot, { id: seq, action: 'change', severity: 'info', tried: false, once: false });
  return slot;
}

/** Slots in the order in which they go. */
function inOrder(table: LaneTable, slots: Iterable<number>): number[] {
  return [...slots].toSorted(
    (a, b) => table.place(a) - table.place(b) || table.headSeq(a) - table.headSeq(b) || a - b,
  );
}

/** Few places and numbers, so that many are alike. */
const aLane = fc.record({
  place: fc.oneof(fc.nat({ max: 4 }), fc.double({ noNaN: true, noDefaultInfinity: true })),
  seq: fc.nat({ max: 3 }),
});
const aMove = fc.oneof(
  { weight: 3, arbitrary: fc.nat().map((which) => ({ kind: 'toggle', which }) as const) },
  { weight: 1, arbitrary: fc.constant({ kind: 'pop' } as const) },
);

test('the lane that has waited longest is first, whichever come, go and are taken out of the middle', () => {
  fc.assert(
    fc.property(
      fc.array(aLane, { minLength: 1, maxLength: 100, size: 'max' }),
      fc.array(aMove, { maxLength: 300, size: 'max' }),
      (lanes, moves) => {
        const table = new LaneTable();
        const heap = new LaneHeap(table);
        const slots = lanes.map(({ place, seq }) => addLane(table, place, seq));
        const standing = new Set<number>();
        for (const move of moves) {
          const slot = move.kind === 'pop' ? heap.peek() : (slots[move.which % slots.length] ?? -1);
          if (slot === -1) continue;
          if (standing.delete(slot)) heap.remove(slot);
          else {
            heap.push(slot);
            standing.add(slot);
          }
          const [first = -1] = inOrder(table, standing);
          assert.equal(heap.peek(), first);
          assert.equal(heap.size, standing.size);
          assert.equal(table.heapPosition(slot) === -1, !standing.has(slot));
        }
        const order = inOrder(table, standing);
        for (const count of [0, 1, 7, order.length, order.length + 1]) {
          assert.deepEqual(heap.next(count), order.slice(0, count));
        }
        for (const slot of order) {
          assert.equal(heap.peek(), slot);
          heap.remove(slot);
        }
        assert.equal(heap.peek(), -1);
      },
    ),
  );
});

test('a heap gives back what it does not need any more', () => {
  const table = new LaneTable();
  const heap = new LaneHeap(table);
  const small = heap.bytes;
  for (let n = 0; n < 100_000; n++) heap.push(addLane(table, (n * 7919) % 100_003, n + 1));
  assert.ok(heap.bytes <= 100_000 * 4.5, `${heap.bytes} bytes for 100,000 lanes`);
  const order = heap.next(100_000);
  for (const slot of order) {
    assert.equal(heap.peek(), slot);
    heap.remove(slot);
  }
  assert.equal(heap.bytes, small);
});

test('a lane stands in one heap, once', () => {
  const table = new LaneTable();
  const [one, other] = [new LaneHeap(table), new LaneHeap(table)];
  const [lane, another] = [addLane(table, 1, 1), addLane(table, 1, 2)];
  one.push(lane);
  other.push(another);
  assert.throws(() => one.push(lane), /slot 0 stands in a heap already/);
  assert.throws(() => other.push(lane), /slot 0 stands in a heap already/);
  assert.throws(() => other.remove(lane), /slot 0 does not stand in this heap/);
  one.remove(lane);
  assert.throws(() => one.remove(lane), /slot 0 does not stand in this heap/);
  other.push(lane);
  assert.deepEqual(other.next(2), [lane, another]);
});
