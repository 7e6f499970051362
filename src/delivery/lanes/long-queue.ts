/** Taking from the front of an array would move all of it; what is left behind is dropped in one go. */
const tidyFrom = 32;
/** About what a queue takes beside its codes: its objects, and its place in a map. */
const overhead = 160;

/**
 * Waiting events (as codes) of one lane with more of them than fit into its row: superseding is off for it. Pushing
 * and shifting cost the same however many wait, and so does putting back what was shifted.
 */
export class LongQueue {
  #codes: number[];
  #from = 0;

  constructor(codes: number[]) {
    this.#codes = codes;
  }

  get length(): number {
    return this.#codes.length - this.#from;
  }

  get bytes(): number {
    return overhead + 8 * this.#codes.length;
  }

  at(index: number): number | undefined {
    return this.#codes[this.#from + index];
  }

  push(code: number): void {
    this.#codes.push(code);
  }

  shift(): number | undefined {
    const code = this.#codes[this.#from];
    if (code === undefined) return undefined;
    this.#from++;
    if (this.#from >= tidyFrom && this.#from * 2 > this.#codes.length) {
      this.#codes = this.#codes.slice(this.#from);
      this.#from = 0;
    }
    return code;
  }

  unshift(code: number): void {
    if (this.#from === 0) {
      this.#codes.unshift(code);
      return;
    }
    this.#from--;
    this.#codes[this.#from] = code;
  }

  toArray(): number[] {
    return this.#codes.slice(this.#from);
  }
}
