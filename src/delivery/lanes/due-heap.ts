interface Entry {
  readonly id: number;
  readonly at: number;
}

/**
 * Things that wait for a time, known by whole numbers such as slots: few of them, each once. Of those with the same
 * time the lower number goes first.
 */
export class DueHeap {
  readonly #entries: Entry[] = [];
  readonly #positions = new Map<number, number>();

  get size(): number {
    return this.#entries.length;
  }

  has(id: number): boolean {
    return this.#positions.has(id);
  }

  /** Lets it wait until `at`, whatever it waited for before. */
  set(id: number, at: number): void {
    this.delete(id);
    this.#rise(this.#entries.length, { id, at });
  }

  /** Returns whether it was there. */
  delete(id: number): boolean {
    const position = this.#positions.get(id);
    if (position === undefined) return false;
    this.#positions.delete(id);
    const last = this.#entries.pop();
    if (last === undefined || last.id === id) return true;
    const parent = this.#entries[(position - 1) >> 1];
    if (parent !== undefined && isBefore(last, parent)) this.#rise(position, last);
    else this.#sink(position, last);
    return true;
  }

  /** When the first is due; `Infinity`: nothing waits. */
  nextAt(): number {
    return this.#entries[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  /** Takes out the first of those that are due; -1: none is. */
  popDue(now: number): number {
    const first = this.#entries[0];
    if (first === undefined || first.at > now) return -1;
    this.delete(first.id);
    return first.id;
  }

  /** Takes out all, and returns them in their order. */
  clear(): number[] {
    const ids = this.#entries.toSorted((a, b) => (isBefore(a, b) ? -1 : 1)).map(({ id }) => id);
    this.#entries.length = 0;
    this.#positions.clear();
    return ids;
  }

  /** All that wait, in no order. */
  slots(): Iterable<number> {
    return this.#positions.keys();
  }

  #put(position: number, entry: Entry): void {
    this.#entries[position] = entry;
    this.#positions.set(entry.id, position);
  }

  #rise(from: number, entry: Entry): void {
    let position = from;
    while (position > 0) {
      const parent = (position - 1) >> 1;
      const above = this.#entries[parent];
      if (above === undefined || !isBefore(entry, above)) break;
      this.#put(position, above);
      position = parent;
    }
    this.#put(position, entry);
  }

  #sink(from: number, entry: Entry): void {
    let position = from;
    for (;;) {
      const left = position * 2 + 1;
      const [below, right] = [this.#entries[left], this.#entries[left + 1]];
      if (below === undefined) break;
      const isRight = right !== undefined && isBefore(right, below);
      const child = isRight ? right : below;
      if (!isBefore(child, entry)) break;
      this.#put(position, child);
      position = isRight ? left + 1 : left;
    }
    this.#put(position, entry);
  }
}

const isBefore = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.id < b.id);
