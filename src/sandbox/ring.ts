/** The newest items of an endless row, numbered from 1; older ones are forgotten. */
export class Ring<T> {
  readonly #items: (T & { readonly id: number })[] = [];
  readonly #size: number;
  #total = 0;

  constructor(size: number) {
    this.#size = size;
  }

  /** How many were ever put in. */
  get total(): number {
    return this.#total;
  }

  get dropped(): number {
    return this.#total - this.#items.length;
  }

  /** Puts an item in and gives the number it got. */
  push(item: T): number {
    this.#total += 1;
    const kept = { ...item, id: this.#total };
    this.#items[(this.#total - 1) % this.#size] = kept;
    return this.#total;
  }

  /** At most `limit` items, newest first; with `before`, only those with a smaller number. */
  newest(limit: number, before = Number.POSITIVE_INFINITY): (T & { readonly id: number })[] {
    const found: (T & { readonly id: number })[] = [];
    for (let id = Math.min(this.#total, before - 1); id > this.dropped && found.length < limit; id -= 1) {
      const item = this.#items[(id - 1) % this.#size];
      if (item !== undefined) found.push(item);
    }
    return found;
  }

  clear(): void {
    this.#items.length = 0;
    this.#total = 0;
  }
}
