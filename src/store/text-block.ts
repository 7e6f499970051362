/** Texts as they cross from the thread that owns the database. */
export interface TextColumns {
  /** UTF-8, one text after the other. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where each ends; for one that is not there, minus one minus where it would. */
  readonly ends: Int32Array;
}

/** Puts texts into one block; `null` for none. */
export function toTextColumns(texts: readonly (string | null)[]): TextColumns {
  const ends = new Int32Array(texts.length);
  let end = 0;
  for (const [index, text] of texts.entries()) {
    end += Buffer.byteLength(text ?? '');
    ends[index] = text === null ? -1 - end : end;
  }
  const block = Buffer.from(new ArrayBuffer(end));
  let at = 0;
  for (const text of texts) if (text !== null) at += block.write(text, at);
  return { bytes: new Uint8Array(block.buffer), ends };
}

/** What of it need not be copied on its way to another thread; it is gone here afterwards. */
export function toTransfer(result: unknown): ArrayBuffer[] {
  return isTextColumns(result) ? [result.bytes.buffer] : [];
}

function isTextColumns(result: unknown): result is TextColumns {
  return (
    typeof result === 'object' &&
    result !== null &&
    'ends' in result &&
    'bytes' in result &&
    result.bytes instanceof Uint8Array &&
    result.bytes.buffer instanceof ArrayBuffer
  );
}

/**
 * Texts that were read together, in one piece of memory beside the JavaScript heap. Thousands of texts that each wait
 * there for a fraction of a second are what a garbage collector is worst at: it would copy each twice.
 */
export class TextBlock implements Iterable<string | null> {
  readonly #bytes: Buffer;
  readonly #ends: Int32Array;

  constructor({ bytes, ends }: TextColumns) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#ends = ends;
  }

  /** A block of these texts. */
  static of(...texts: readonly (string | null)[]): TextBlock {
    return new TextBlock(toTextColumns(texts));
  }

  /** How many texts. */
  get length(): number {
    return this.#ends.length;
  }

  get bytes(): number {
    return this.#bytes.length;
  }

  /** Where the text stands as UTF-8. Empty when there is none. */
  rangeAt(index: number): { readonly bytes: Buffer; readonly start: number; readonly end: number } {
    return { bytes: this.#bytes, start: this.#end(index - 1), end: this.#end(index) };
  }

  /** `null`: there is none. */
  at(index: number): string | null {
    const { start, end } = this.rangeAt(index);
    return (this.#ends[index] ?? -1) < 0 ? null : this.#bytes.toString('utf8', start, end);
  }

  /** The place of the first that is none; -1: all are there. */
  findEmpty(): number {
    return this.#ends.findIndex((end) => end < 0);
  }

  #end(index: number): number {
    const end = this.#ends[index] ?? 0;
    return end < 0 ? -1 - end : end;
  }

  /** Gives the memory back at once: large pieces beside the heap wait long for a collector. Nothing is there afterwards. */
  free(): void {
    const { buffer } = this.#bytes;
    if (buffer instanceof ArrayBuffer && !buffer.detached) buffer.transfer(0);
  }

  *[Symbol.iterator](): Generator<string | null> {
    for (let index = 0; index < this.length; index++) yield this.at(index);
  }
}
