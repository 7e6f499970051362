import { ChurningMap } from '../../churning-map.ts';
import type { ByteRange } from '../../network/posted-body.ts';
import type { TextBlock } from '../../store/text-block.ts';

/** A body that was accepted just now, or one of a block. */
type Kept = string | BlockPart;

/** One text of a block that was read. The block is kept as long as one of its texts is. */
class BlockPart {
  readonly block: KeptBlock;
  readonly index: number;

  constructor(block: KeptBlock, index: number) {
    this.block = block;
    this.index = index;
  }
}

interface KeptBlock {
  readonly texts: TextBlock;
  /** How many of its texts are still kept. */
  kept: number;
}

/** Bodies at hand that are still to be sent: freshly accepted ones, and those read ahead from disk (rule 17). */
export class BodyCache {
  readonly #bodies = new ChurningMap<Kept>();
  /** The numbers in the order in which they came; those that are gone, or came again, stand there for a while. */
  #order: number[] = [];
  /** Where the oldest stands. */
  #from = 0;
  readonly #mostUnits: number;
  #units = 0;

  /** `mostUnits`: characters in all, or bytes of blocks; a body is mostly one byte a character. */
  constructor(mostUnits: number) {
    this.#mostUnits = mostUnits;
  }

  get size(): number {
    return this.#bodies.size;
  }

  /** More than half of the room is taken: reading further ahead would only push out what goes next. */
  get isFull(): boolean {
    return this.#units > this.#mostUnits / 2;
  }

  /** A text that was accepted, the bytes of one that was read until it is deleted; `undefined`: it is not at hand. */
  get(seq: number): string | ByteRange | undefined {
    const kept = this.#bodies.get(seq);
    return kept instanceof BlockPart ? kept.block.texts.rangeAt(kept.index) : kept;
  }

  has(seq: number): boolean {
    return this.#bodies.has(seq);
  }

  /** Keeps a body that was just accepted, while there is room: it may go at once, and is on disk otherwise. */
  offer(seq: number, body: string): void {
    if (this.#units + body.length > this.#mostUnits) return;
    this.delete(seq);
    this.#units += body.length;
    this.#set(seq, body);
  }

  /** Keeps bodies that were read because they go next, all of them there; the oldest of the others make room. */
  put(seqs: readonly number[], texts: TextBlock): void {
    const block = { texts, kept: texts.length };
    this.#units += texts.bytes;
    for (let index = 0; index < texts.length; index++) {
      const seq = seqs[index];
      if (seq === undefined) throw new Error('A block holds more texts than were asked for.');
      this.delete(seq);
      this.#set(seq, new BlockPart(block, index));
    }
    const others = this.#order.length - texts.length;
    while (this.#units > this.#mostUnits && this.#from < others) {
      const oldest = this.#order[this.#from++] ?? 0;
      // One that was here before stands there still.
      if (!this.#isOf(block, oldest)) this.delete(oldest);
    }
  }

  #isOf(block: KeptBlock, seq: number): boolean {
    const kept = this.#bodies.get(seq);
    return kept instanceof BlockPart && kept.block === block;
  }

  delete(seq: number): void {
    const kept = this.#bodies.get(seq);
    if (kept === undefined) return;
    this.#bodies.delete(seq);
    if (!(kept instanceof BlockPart)) this.#units -= kept.length;
    else if (--kept.block.kept === 0) {
      this.#units -= kept.block.texts.bytes;
      kept.block.texts.free();
    }
  }

  #set(seq: number, body: Kept): void {
    this.#bodies.set(seq, body);
    this.#order.push(seq);
    if (this.#order.length > 2 * this.#bodies.size + 1000) this.#tidy();
  }

  /** Leaves out those that are gone. */
  #tidy(): void {
    this.#order = this.#order.slice(this.#from).filter((seq) => this.#bodies.has(seq));
    this.#from = 0;
  }
}
