/** Parts of the index, each of which grows for itself: none takes long, and they do not all grow at once. */
const partCount = 256;
const smallestPart = 16;
/** Filled to seven eighths a part grows by a quarter, a small one by half; a third full it shrinks. */
const fullAt = 0.875;
const growBy = 1.25;
/** With parts no longer than this the whole index has some megabyte, and growing seldom matters more than room. */
const smallPart = 1024;
const growSmallBy = 1.5;
const emptyAt = 0.35;
const shrinkTo = 0.7;
const farthest = 255;
/** With so much room an entry and still none near enough, what came were no hashes. */
const mostRoom = 64;
const overhead = 256 * 128;

/** What the index knows of lanes: three words of hash each, uniformly random ones. */
export interface HashedLanes {
  hasHash(slot: number, first: number, second: number, third: number): boolean;
  /** The second word: where the lane belongs in its part. */
  secondWord(slot: number): number;
}

/**
 * Finds slots by hash: open addressing, every entry as near to its home as to let others be near to theirs (Robin
 * Hood). An entry is a slot plus one and, in its lowest byte, how far from home it is; so that neither searching past
 * entries nor closing the gap of a removed one has to look at their lanes, which lie all over the memory.
 */
export class LaneIndex {
  readonly #lanes: HashedLanes;
  readonly #parts: Uint32Array<ArrayBuffer>[];
  readonly #counts = new Uint32Array(partCount);

  constructor(lanes: HashedLanes) {
    this.#lanes = lanes;
    this.#parts = Array.from({ length: partCount }, () => new Uint32Array(smallestPart));
  }

  get bytes(): number {
    return this.#parts.reduce((sum, part) => sum + part.byteLength, overhead);
  }

  /** The slot with this hash; -1: there is none. */
  find(first: number, second: number, third: number): number {
    const part = this.#part(first);
    let position = homeOf(second, part.length);
    for (let distance = 0; ; distance++) {
      const entry = part[position] ?? 0;
      // Whoever belongs here would have displaced an entry that is nearer to its home.
      if (entry === 0 || (entry & farthest) < distance) return -1;
      if ((entry & farthest) === distance) {
        const slot = (entry >>> 8) - 1;
        if (this.#lanes.hasHash(slot, first, second, third)) return slot;
      }
      if (++position === part.length) position = 0;
    }
  }

  /** Adds a slot whose hash is not there yet. */
  add(slot: number, first: number, second: number): void {
    const number = first & (partCount - 1);
    let part = this.#part(first);
    const count = (this.#counts[number] ?? 0) + 1;
    this.#counts[number] = count;
    if (count > part.length * fullAt) part = this.#resize(number, grown(part.length));
    let left = insert(part, slot, second);
    while (left !== -1) {
      part = this.#resize(number, grown(part.length));
      left = insert(part, left, this.#lanes.secondWord(left));
    }
  }

  /** Removes a slot that is there. */
  remove(slot: number, first: number, second: number): void {
    const number = first & (partCount - 1);
    const part = this.#part(first);
    let gap = homeOf(second, part.length);
    for (let distance = 0; (part[gap] ?? 0) >>> 8 !== slot + 1; distance++) {
      if (distance > farthest) throw new Error(`The lane in slot ${slot} is not in the index.`);
      if (++gap === part.length) gap = 0;
    }
    for (;;) {
      const next = gap + 1 === part.length ? 0 : gap + 1;
      const entry = part[next] ?? 0;
      if ((entry & farthest) === 0) break;
      part[gap] = entry - 1;
      gap = next;
    }
    part[gap] = 0;
    const count = (this.#counts[number] ?? 0) - 1;
    this.#counts[number] = count;
    if (part.length > smallestPart && count < part.length * emptyAt) {
      this.#resize(number, Math.max(smallestPart, Math.ceil(count / shrinkTo)));
    }
  }

  #part(first: number): Uint32Array<ArrayBuffer> {
    const part = this.#parts[first & (partCount - 1)];
    if (part === undefined) throw new Error('A part of the index is missing.');
    return part;
  }

  #resize(number: number, wanted: number): Uint32Array<ArrayBuffer> {
    const old = this.#part(number);
    const mostLength = mostRoom * ((this.#counts[number] ?? 0) + smallestPart);
    for (let length = wanted; ; length = grown(length)) {
      if (length > mostLength) throw new Error('Hashes of incidents are not random.');
      const part = new Uint32Array(length);
      if (this.#refill(part, old)) {
        this.#parts[number] = part;
        // Given back at once: with a million lanes, what garbage collections have not come to yet is as much again.
        old.buffer.transfer(0);
        return part;
      }
    }
  }

  #refill(part: Uint32Array, old: Uint32Array): boolean {
    for (const entry of old) {
      if (entry === 0) continue;
      const slot = (entry >>> 8) - 1;
      if (insert(part, slot, this.#lanes.secondWord(slot)) !== -1) return false;
    }
    return true;
  }
}

const grown = (length: number) => Math.ceil(length * (length < smallPart ? growSmallBy : growBy));

/** Rises with the word, so that a larger part is filled from its beginning to its end. */
function homeOf(word: number, length: number): number {
  return Math.floor((word / 2 ** 32) * length);
}

/** Returns the slot for which there was no place near enough, which may be another one; -1: all have theirs. */
function insert(part: Uint32Array, slot: number, word: number): number {
  let carried = slot + 1;
  let position = homeOf(word, part.length);
  for (let distance = 0; distance <= farthest; distance++) {
    const entry = part[position] ?? 0;
    if (entry === 0) {
      part[position] = carried * 256 + distance;
      return -1;
    }
    if ((entry & farthest) < distance) {
      part[position] = carried * 256 + distance;
      carried = entry >>> 8;
      distance = entry & farthest;
    }
    if (++position === part.length) position = 0;
  }
  return carried - 1;
}
