/** Something that is due at a time and knows its own place in the heap. */
export interface Due {
  /** Milliseconds. */
  dueAt: number;
  /** Its place; -1: it is in no heap. Only the heap sets it. */
  place: number;
}

/**
 * A binary heap of things by when they are due, the soonest first. Each knows its place, so that one in the middle is
 * moved or taken out in as many steps as one at the top.
 */
export class DueHeap<Item extends Due> {
  readonly #items: Item[] = [];

  get size(): number {
    return this.#items.length;
  }

  /** The one that is due first. */
  peek(): Item | undefined {
    return this.#items[0];
  }

  /** Puts it in, or moves it to where it belongs after its `dueAt` has changed. */
  put(item: Item): void {
    if (item.place === -1) {
      item.place = this.#items.length;
      this.#items.push(item);
    }
    this.#up(item);
    this.#down(item);
  }

  /** Harmless when it is not in. */
  remove(item: Item): void {
    const { place } = item;
    if (place === -1) return;
    item.place = -1;
    const last = this.#items.pop();
    if (last === undefined || last === item) return;
    this.#set(place, last);
    this.#up(last);
    this.#down(last);
  }

  #set(place: number, item: Item): void {
    this.#items[place] = item;
    item.place = place;
  }

  #up(item: Item): void {
    for (;;) {
      const { place } = item;
      const above = place === 0 ? undefined : this.#items[(place - 1) >> 1];
      if (above === undefined || above.dueAt <= item.dueAt) return;
      this.#set((place - 1) >> 1, item);
      this.#set(place, above);
    }
  }

  #down(item: Item): void {
    for (;;) {
      const { place } = item;
      const left = this.#items[place * 2 + 1];
      const right = this.#items[place * 2 + 2];
      const sooner = right !== undefined && left !== undefined && right.dueAt < left.dueAt ? right : left;
      if (sooner === undefined || sooner.dueAt >= item.dueAt) return;
      const below = sooner.place;
      this.#set(place, sooner);
      this.#set(below, item);
    }
  }
}
