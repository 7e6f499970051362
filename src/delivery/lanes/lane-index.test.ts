import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type HashedLanes, LaneIndex } from './lane-index.ts';

type Words = readonly [number, number, number];

/** Lanes that are nothing but their hashes. */
class Lanes implements HashedLanes {
  readonly words = new Map<number, Words>();

  hasHash(slot: number, ...words: Words): boolean {
    return String(this.words.get(slot)) === String(words);
  }

  secondWord(slot: number): number {
    return this.words.get(slot)?.[1] ?? 0;
  }
}

/** An index and what must be found in it. */
class Checked {
  readonly #lanes = new Lanes();
  readonly index = new LaneIndex(this.#lanes);
  readonly #slots = new Map<string, number>();
  #nextSlot = 0;

  /** Adds the hash, or removes it when it is there. */
  toggle(words: Words): void {
    const slot = this.#slots.get(String(words));
    if (slot === undefined) {
      const added = this.#nextSlot++;
      this.#lanes.words.set(added, words);
      this.index.add(added, words[0], words[1]);
      this.#slots.set(String(words), added);
      return;
    }
    this.index.remove(slot, words[0], words[1]);
    this.#lanes.words.delete(slot);
    this.#slots.delete(String(words));
  }

  check(asked: Iterable<Words>): void {
    for (const words of asked) {
      assert.equal(this.index.find(...words), this.#slots.get(String(words)) ?? -1, `hash ${words}`);
    }
  }

  checkAll(): void {
    this.check(this.#lanes.words.values());
  }
}

const highest = 2 ** 32 - 1;
/** Few parts and few homes, some at the end of a part, so that entries crowd and wrap around. */
const crowded = fc.tuple(
  fc.constantFrom(0, 1, 255, 256),
  fc.constantFrom(0, 1, 2 ** 30, 2 ** 31, highest - 1, highest),
  fc.nat({ max: 3 }),
);

test('what was added is found and what was removed is not, however entries crowd', () => {
  fc.assert(
    fc.property(fc.array(crowded, { maxLength: 200, size: 'max' }), (hashes) => {
      const checked = new Checked();
      for (const words of hashes) {
        checked.toggle(words);
        checked.check(hashes);
      }
    }),
    { numRuns: 60 },
  );
});

test('a part that has grown and shrunk knows its entries', () => {
  const checked = new Checked();
  const hashes = Array.from({ length: 3000 }, (_, n): Words => [0, Math.imul(n, 0x9e3779b1) >>> 0, n]);
  const empty = checked.index.bytes;
  for (const words of hashes) checked.toggle(words);
  checked.checkAll();
  const full = checked.index.bytes - empty;
  assert.ok(full < 3000 * (4 / 0.7) && full > 3000 * 4, `${full} bytes for 3000 entries of 4`);
  for (const words of hashes.slice(10)) {
    checked.toggle(words);
    if (words[2] % 100 === 0) checked.checkAll();
  }
  checked.check(hashes);
  assert.ok(checked.index.bytes - empty < 200, `${checked.index.bytes - empty} bytes for 10 entries`);
});

test('a part grows until the farthest from home is near enough', () => {
  const checked = new Checked();
  // Close together: in a part of a common size all but the first would be more than 255 entries away.
  for (let n = 0; n < 1000; n++) checked.toggle([0, n * 2 ** 20, 0]);
  checked.checkAll();
});

test('hashes that are none are refused instead of growing forever', () => {
  const checked = new Checked();
  assert.throws(() => {
    for (let n = 0; n < 1000; n++) checked.toggle([0, 0, n]);
  }, /not random/);
});

test('removing a slot that is not there is a defect', () => {
  assert.throws(() => new Checked().index.remove(3, 5, 7), /slot 3 is not in the index/);
});
