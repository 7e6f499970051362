const smallest = 16;
/** Of the places, at most this part is taken. */
const fullAt = 0.5;
/** Far below, so that what comes and goes in waves does not resize it with each. */
const emptyAt = 0.03;
const none = -1;

/**
 * A map from whole numbers, 0 and up, to things that come and go by the thousand a second.
 *
 * A `Map` or `Set` that lives long is bad at that: it makes itself anew every so often, and what it was before links
 * to what it is now. Once a full garbage collection has moved one of those tables among the old objects, all later
 * ones, with everything that ever stood in them, stay alive until the next: each entry costs ten times as much, and
 * with a map of what is in flight every event was kept that way. This one changes its entries in place.
 */
export class ChurningMap<Value> {
  #keys = keysOf(smallest);
  /** Leaves as many upper bits of 32 as there are places. */
  #shift = shiftOf(smallest);
  #values: (Value | undefined)[] = new Array<undefined>(smallest).fill(undefined);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(key: number): Value | undefined {
    const place = this.#find(key);
    return this.#keys[place] === key ? this.#values[place] : undefined;
  }

  has(key: number): boolean {
    return this.#keys[this.#find(key)] === key;
  }

  set(key: number, value: Value): void {
    const place = this.#find(key);
    this.#values[place] = value;
    if (this.#keys[place] === key) return;
    this.#keys[place] = key;
    this.#size++;
    if (this.#size > this.#keys.length * fullAt) this.#resize(this.#keys.length * 2);
  }

  /** Returns whether it was there. */
  delete(key: number): boolean {
    let gap = this.#find(key);
    if (this.#keys[gap] !== key) return false;
    const mask = this.#keys.length - 1;
    // Those behind it that stand there only because their own places were taken move up.
    for (let place = (gap + 1) & mask; this.#keys[place] !== none; place = (place + 1) & mask) {
      const home = this.#home(this.#keys[place] ?? 0);
      if (((place - home) & mask) < ((place - gap) & mask)) continue;
      this.#keys[gap] = this.#keys[place] ?? none;
      this.#values[gap] = this.#values[place];
      gap = place;
    }
    this.#keys[gap] = none;
    this.#values[gap] = undefined;
    this.#size--;
    if (this.#keys.length > smallest && this.#size < this.#keys.length * emptyAt) {
      this.#resize(this.#keys.length / 2);
    }
    return true;
  }

  /** In no order. Nothing may be set or deleted meanwhile. */
  *keys(): Generator<number> {
    for (const key of this.#keys) if (key !== none) yield key;
  }

  /** In no order. Nothing may be set or deleted meanwhile. */
  *values(): Generator<Value> {
    for (const value of this.#values) if (value !== undefined) yield value;
  }

  /** Where the key stands, or would. */
  #find(key: number): number {
    const mask = this.#keys.length - 1;
    let place = this.#home(key);
    while (this.#keys[place] !== none && this.#keys[place] !== key) place = (place + 1) & mask;
    return place;
  }

  /**
   * Numbers come in rows: side by side they would fill long stretches, to the end of which each removal would have to
   * look. The odd factor (Knuth's, of the golden section) scatters them.
   */
  #home(key: number): number {
    return Math.imul(key, 0x9e3779b1) >>> this.#shift;
  }

  #resize(length: number): void {
    const [keys, values] = [this.#keys, this.#values];
    this.#keys = keysOf(length);
    this.#shift = shiftOf(length);
    this.#values = new Array<undefined>(length).fill(undefined);
    for (const [index, key] of keys.entries()) {
      if (key === none) continue;
      const place = this.#find(key);
      this.#keys[place] = key;
      this.#values[place] = values[index];
    }
  }
}

const shiftOf = (length: number): number => Math.clz32(length) + 1;

function keysOf(length: number): Float64Array {
  return new Float64Array(length).fill(none);
}
