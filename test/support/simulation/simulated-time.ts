interface Timer {
  readonly at: number;
  readonly order: number;
  readonly what: () => void;
}

/** Turns of the event loop with nothing under way, after which nothing more comes of what was done. */
const idleTurns = 4;

/**
 * Time that moves only when it is told to, and only when nothing real is under way: what the store is asked is waited
 * for before the next timer fires. Milliseconds since 1970, as the world outside of our process has it.
 */
export class SimulatedTime {
  #now: number;
  #order = 0;
  /** The next one last. */
  readonly #timers: Timer[] = [];
  #underWay = 0;
  #landed: PromiseWithResolvers<void> | undefined;

  constructor(now: number) {
    this.#now = now;
  }

  get now(): number {
    return this.#now;
  }

  /** Calls `what` once, `milliseconds` from now. Returns a function that takes it back. */
  after(milliseconds: number, what: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, milliseconds), order: ++this.#order, what };
    this.#timers.splice(this.#placeOf(timer), 0, timer);
    return () => {
      const place = this.#placeOf(timer);
      if (this.#timers[place] === timer) this.#timers.splice(place, 1);
    };
  }

  /** Time stands still until this has settled. */
  async duringReal<T>(work: () => Promise<T>): Promise<T> {
    this.#underWay++;
    this.#landed ??= Promise.withResolvers();
    try {
      return await work();
    } finally {
      this.#underWay--;
      if (this.#underWay === 0) {
        this.#landed?.resolve();
        this.#landed = undefined;
      }
    }
  }

  /** Lets `milliseconds` pass. */
  async run(milliseconds: number): Promise<void> {
    await this.#runUntil(this.#now + milliseconds, () => false);
  }

  /** Lets time pass until `isSo`, `limit` milliseconds at most; returns how long it took. */
  async runUntil(what: string, isSo: () => boolean, limit: number): Promise<number> {
    const from = this.#now;
    if (await this.#runUntil(from + limit, isSo)) return this.#now - from;
    throw new Error(`${limit / 1000} simulated seconds passed in vain until ${what}`);
  }

  /** Resolves when nothing happens any more unless time passes. */
  async quiet(): Promise<void> {
    for (let idle = 0; idle < idleTurns; idle++) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      if (this.#landed === undefined) continue;
      await this.#landed.promise;
      idle = -1;
    }
  }

  async #runUntil(end: number, isSo: () => boolean): Promise<boolean> {
    await this.quiet();
    for (;;) {
      if (isSo()) return true;
      const at = this.#timers.at(-1)?.at ?? Number.POSITIVE_INFINITY;
      if (at > end) break;
      this.#now = Math.max(this.#now, at);
      while (this.#timers.at(-1)?.at === at) this.#timers.pop()?.what();
      await this.quiet();
    }
    this.#now = end;
    return isSo();
  }

  /** Where a timer stands or would stand: the sooner, the nearer to the end. */
  #placeOf({ at, order }: Timer): number {
    let low = 0;
    let high = this.#timers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.#timers[middle];
      const isLater = other !== undefined && (other.at > at || (other.at === at && other.order > order));
      if (isLater) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
