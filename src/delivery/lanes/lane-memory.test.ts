import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LaneHeap } from './lane-heap.ts';
import { LaneTable } from './lane-table.ts';

const lanes = 1_000_000;
/** Looked at in between too, so that the index is met when it has just grown. */
const lookEvery = 10_000;

test('rule 17: a pending event in a lane of its own takes at most 64 bytes, with 1,000,000 of them', () => {
  const table = new LaneTable();
  const heap = new LaneHeap(table);
  const hash = new Uint8Array(12);
  const words = new Uint32Array(hash.buffer);
  let random = 1;
  let most = 0;
  for (let lane = 1; lane <= lanes; lane++) {
    for (let word = 0; word < 3; word++) {
      random = (random + 0x9e3779b9) >>> 0;
      words[word] = scramble(random);
    }
    const slot = table.add(hash, 1);
    table.push(slot, { id: lane, action: 'trigger', severity: 'error', tried: false, once: false });
    table.setPlace(slot, lane);
    heap.push(slot);
    if (lane > lanes * 0.8 && lane % lookEvery === 0)
      most = Math.max(most, (table.bytes + heap.bytes) / lane);
  }
  assert.equal(heap.size, lanes);
  assert.ok(most <= 64, `${most} bytes a lane`);
});

/** Well mixed bits from a counter: hashing 1,000,000 keys is not what is measured here. */
function scramble(value: number): number {
  const once = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return (twice ^ (twice >>> 16)) >>> 0;
}
