import type { LaneTable } from './lane-table.ts';

/** Children of a node: a flatter heap than a binary one, and its children lie side by side. */
const arity = 4;
const smallest = 16;
/** Growing by an eighth moves 32 bytes for each lane pushed, and wastes half a byte a lane at most. */
const growBy = 1.125;
const emptyAt = 0.25;

/**
 * Lanes by the time since when they have waited, the longest first; of equal ones the lower number of their first
 * event, else the lower slot. A lane stands in one heap at most; while it does, neither its place nor its first event
 * may change.
 */
export class LaneHeap {
  readonly #table: LaneTable;
  #slots: Uint32Array<ArrayBuffer> = new Uint32Array(smallest);
  #size = 0;

  constructor(table: LaneTable) {
    this.#table = table;
  }

  get size(): number {
    return this.#size;
  }

  /** Bytes that it takes, besides its lanes. */
  get bytes(): number {
    return this.#slots.byteLength;
  }

  /** The lane that goes first; -1: there is none. */
  peek(): number {
    return this.#size === 0 ? -1 : this.#at(0);
  }

  push(slot: number): void {
    if (this.#table.heapPosition(slot) !== -1)
      throw new Error(`The lane in slot ${slot} stands in a heap already.`);
    if (this.#size === this.#slots.length) this.#resize(Math.ceil(this.#size * growBy));
    this.#rise(this.#size++, slot);
  }

  remove(slot: number): void {
    const position = this.#table.heapPosition(slot);
    if (position === -1 || position >= this.#size || this.#at(position) !== slot) {
      throw new Error(`The lane in slot ${slot} does not stand in this heap.`);
    }
    this.#table.setHeapPosition(slot, -1);
    const last = this.#at(--this.#size);
    if (last !== slot) this.#putInto(position, last);
    if (this.#slots.length > smallest && this.#size < this.#slots.length * emptyAt) {
      this.#resize(Math.max(smallest, this.#size * 2));
    }
  }

  /** The next `count` lanes in their order, without taking them out. */
  next(count: number): number[] {
    const slots: number[] = [];
    const wanted = Math.min(count, this.#size);
    if (wanted === 0) return slots;
    // Nodes whose parents are taken: the next one is among them.
    const edge = [0];
    for (;;) {
      const position = this.#takeFirst(edge);
      slots.push(this.#at(position));
      if (slots.length === wanted) return slots;
      const firstChild = position * arity + 1;
      for (let child = firstChild; child < firstChild + arity && child < this.#size; child++) {
        this.#addTo(edge, child);
      }
    }
  }

  /** Whether lane `a` goes before lane `b`. */
  #isBefore(a: number, b: number): boolean {
    const difference = this.#table.place(a) - this.#table.place(b);
    if (difference !== 0) return difference < 0;
    const seqs = this.#table.headSeq(a) - this.#table.headSeq(b);
    return seqs === 0 ? a < b : seqs < 0;
  }

  #at(position: number): number {
    return this.#slots[position] ?? -1;
  }

  #put(position: number, slot: number): void {
    this.#slots[position] = slot;
    this.#table.setHeapPosition(slot, position);
  }

  /** Fills a gap in the middle. */
  #putInto(position: number, slot: number): void {
    const parent = parentOf(position);
    if (position > 0 && this.#isBefore(slot, this.#at(parent))) this.#rise(position, slot);
    else this.#sink(position, slot);
  }

  #rise(from: number, slot: number): void {
    let position = from;
    while (position > 0) {
      const parent = parentOf(position);
      const above = this.#at(parent);
      if (!this.#isBefore(slot, above)) break;
      this.#put(position, above);
      position = parent;
    }
    this.#put(position, slot);
  }

  #sink(from: number, slot: number): void {
    let position = from;
    for (;;) {
      const child = this.#firstChild(position);
      if (child === -1) break;
      const below = this.#at(child);
      if (!this.#isBefore(below, slot)) break;
      this.#put(position, below);
      position = child;
    }
    this.#put(position, slot);
  }

  /** Where the child stands that goes before its siblings; -1: there are no children. */
  #firstChild(position: number): number {
    const begin = position * arity + 1;
    if (begin >= this.#size) return -1;
    const end = Math.min(begin + arity, this.#size);
    let first = begin;
    for (let child = begin + 1; child < end; child++) {
      if (this.#isBefore(this.#at(child), this.#at(first))) first = child;
    }
    return first;
  }

  #resize(length: number): void {
    // In place where the system can, and the old memory is given back at once in any case.
    this.#slots = new Uint32Array(this.#slots.buffer.transfer(length * Uint32Array.BYTES_PER_ELEMENT));
  }

  /** `edge` is a binary heap of positions. */
  #addTo(edge: number[], added: number): void {
    const slot = this.#at(added);
    let place = edge.length;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = edge[parent] ?? 0;
      if (!this.#isBefore(slot, this.#at(above))) break;
      edge[place] = above;
      place = parent;
    }
    edge[place] = added;
  }

  #takeFirst(edge: number[]): number {
    const first = edge[0] ?? 0;
    const moved = edge.pop() ?? 0;
    if (edge.length === 0) return first;
    const slot = this.#at(moved);
    let place = 0;
    for (let child = 1; child < edge.length; child = place * 2 + 1) {
      const right = edge[child + 1];
      if (right !== undefined && this.#isBefore(this.#at(right), this.#at(edge[child] ?? 0))) child++;
      const below = edge[child] ?? 0;
      if (!this.#isBefore(this.#at(below), slot)) break;
      edge[place] = below;
      place = child;
    }
    edge[place] = moved;
    return first;
  }
}

const parentOf = (position: number): number => Math.floor((position - 1) / arity);
