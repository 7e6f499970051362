/** Slots of a chunk: small enough that the last one, half empty, costs little. A power of two. */
const chunkBits = 14;
const slotsPerChunk = 2 ** chunkBits;
const slotMask = slotsPerChunk - 1;
/** The hash index has 24 bits for a slot, one of whose values means none. */
const mostSlots = 2 ** 24 - 1;
const overheadPerChunk = 1024;

/** 32-bit words of a row. */
const rowWords = 10;
/** Where in a row what is. The hash comes first, in three words. */
export const wordOf = {
  target: 3,
  /** The lower words of four numbers: of three waiting events, and the one by which the incident is known on disk. */
  seqs: 4,
  /** A byte each above those four, in their order. */
  highs: 8,
  flags: 9,
} as const;

/** Set among the flags while a row is somebody's; the other flags are the table's. */
const livingFlag = 2 ** 27;

/**
 * Memory of 16,384 slots. What is read together lies together, in a row; times and places in a heap, of which a heap
 * reads many and nothing else, have columns of their own.
 */
class LaneChunk {
  readonly #rows = new Uint32Array(slotsPerChunk * rowWords);
  readonly #places = new Float64Array(slotsPerChunk);
  /** Plus one; 0: in none. */
  readonly #heapPositions = new Uint32Array(slotsPerChunk);
  /** No row from here on is somebody's, or among those given back. */
  #used = 0;
  #living = 0;
  /** The first of the rows given back plus one; each holds the next in the word of its target. */
  #free = 0;

  /** Rows that are somebody's. */
  get living(): number {
    return this.#living;
  }

  get used(): number {
    return this.#used;
  }

  read(slot: number, word: number): number {
    return this.#rows[(slot & slotMask) * rowWords + word] ?? 0;
  }

  write(slot: number, word: number, value: number): void {
    this.#rows[(slot & slotMask) * rowWords + word] = value;
  }

  placeOf(slot: number): number {
    return this.#places[slot & slotMask] ?? 0;
  }

  setPlace(slot: number, place: number): void {
    this.#places[slot & slotMask] = place;
  }

  /** -1: in no heap. */
  heapPositionOf(slot: number): number {
    return (this.#heapPositions[slot & slotMask] ?? 0) - 1;
  }

  setHeapPosition(slot: number, position: number): void {
    this.#heapPositions[slot & slotMask] = position + 1;
  }

  isLiving(slot: number): boolean {
    return (this.read(slot, wordOf.flags) & livingFlag) !== 0;
  }

  /** Takes a row for somebody, cleared. There must be one. */
  take(): number {
    const slot = this.#free === 0 ? this.#used++ : this.#free - 1;
    if (this.#free !== 0) this.#free = this.read(slot, wordOf.target);
    for (let word = 0; word < rowWords; word++) this.write(slot, word, 0);
    this.write(slot, wordOf.flags, livingFlag);
    this.setPlace(slot, 0);
    this.setHeapPosition(slot, -1);
    this.#living++;
    return slot;
  }

  give(slot: number): void {
    this.write(slot, wordOf.flags, 0);
    this.write(slot, wordOf.target, this.#free);
    this.#free = (slot & slotMask) + 1;
    this.#living--;
    if (this.#living > 0) return;
    this.#used = 0;
    this.#free = 0;
  }

  get bytes(): number {
    return (
      this.#rows.byteLength + this.#places.byteLength + this.#heapPositions.byteLength + overheadPerChunk
    );
  }
}

/**
 * Slots and their memory, in chunks: growing copies nothing. The lowest chunk with room is filled first, so that after
 * a storm the others empty and are given back.
 */
export class LaneChunks {
  readonly #chunks: (LaneChunk | undefined)[] = [];
  /** One that has emptied is kept, for lanes that come and go at its border. */
  #spare: LaneChunk | undefined;
  /** No chunk before this one has room. */
  #firstWithRoom = 0;
  #size = 0;

  /** Slots in use. */
  get size(): number {
    return this.#size;
  }

  get bytes(): number {
    let bytes = this.#spare?.bytes ?? 0;
    for (const chunk of this.#chunks) bytes += chunk?.bytes ?? 0;
    return bytes;
  }

  /** The chunk a slot lies in. */
  of(slot: number): LaneChunk {
    const chunk = this.#chunks[slot >>> chunkBits];
    if (chunk === undefined) throw new Error(`There is no lane in slot ${slot}.`);
    return chunk;
  }

  isLiving(slot: number): boolean {
    const chunk = this.#chunks[slot >>> chunkBits];
    return chunk?.isLiving(slot) ?? false;
  }

  /** A slot whose memory is all zero, but for the flag that it lives. */
  take(): number {
    const chunk = this.#chunkWithRoom();
    this.#size++;
    return this.#firstWithRoom * slotsPerChunk + chunk.take();
  }

  /** Gives a slot back; it may be the next that is taken. */
  give(slot: number): void {
    const chunk = this.of(slot);
    chunk.give(slot);
    this.#size--;
    const place = slot >>> chunkBits;
    this.#firstWithRoom = Math.min(this.#firstWithRoom, place);
    if (chunk.living > 0) return;
    this.#chunks[place] = undefined;
    this.#spare ??= chunk;
  }

  /** Slots in use, rising; those taken meanwhile may be missing. */
  *slots(): Generator<number> {
    for (const [place, chunk] of this.#chunks.entries()) {
      if (chunk === undefined) continue;
      for (let index = 0; index < chunk.used; index++) {
        // Emptied meanwhile, it may be at work elsewhere.
        if (this.#chunks[place] !== chunk) break;
        if (chunk.isLiving(index)) yield place * slotsPerChunk + index;
      }
    }
  }

  #chunkWithRoom(): LaneChunk {
    for (;;) {
      const place = this.#firstWithRoom;
      const chunk = this.#chunks[place];
      if (chunk === undefined) return this.#open(place);
      if (chunk.living < slotsPerChunk) return chunk;
      this.#firstWithRoom++;
    }
  }

  #open(place: number): LaneChunk {
    if ((place + 1) * slotsPerChunk > mostSlots) {
      throw new Error(`There can not be more than ${place * slotsPerChunk} lanes.`);
    }
    const chunk = this.#spare ?? new LaneChunk();
    this.#spare = undefined;
    this.#chunks[place] = chunk;
    return chunk;
  }
}
