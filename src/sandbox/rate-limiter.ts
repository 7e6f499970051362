const windowMs = 60_000;

/** The times of the calls in one key's window, oldest first; those before `head` are over. */
interface Window {
  times: number[];
  head: number;
}

function latest(window: Window): number {
  return window.times.at(-1) ?? Number.NEGATIVE_INFINITY;
}

/** Leaves out what is older than a minute. A clock that was set back starts a new window. */
function slide(window: Window, now: number): void {
  if (latest(window) > now) {
    window.times = [];
    window.head = 0;
  }
  while (window.head < window.times.length && (window.times[window.head] ?? now) <= now - windowMs) {
    window.head += 1;
  }
  // Cut off in large pieces only, so that a call costs the same however high the limit is.
  if (window.head > 256 && window.head > window.times.length / 2) {
    window.times = window.times.slice(window.head);
    window.head = 0;
  }
}

/** Counts calls per routing key over a sliding window of 60 s. */
export class RateLimiter {
  /** Calls per key in any 60 s; null for no limit (then nothing is counted either). */
  limit: number | null;
  readonly #windows = new Map<string, Window>();
  readonly #maxKeys: number;

  constructor(limit: number | null, maxKeys: number) {
    this.limit = limit;
    this.#maxKeys = maxKeys;
  }

  get keys(): number {
    return this.#windows.size;
  }

  /** Takes one call of `key` out of its budget; `false` when there is none left, and then it does not count. */
  take(key: string, now: number): boolean {
    if (this.limit === null) return true;
    let window = this.#windows.get(key);
    if (window === undefined) {
      if (this.#windows.size >= this.#maxKeys) this.#makeRoom(now);
      window = { times: [], head: 0 };
      this.#windows.set(key, window);
    }
    slide(window, now);
    if (window.times.length - window.head >= this.limit) return false;
    window.times.push(now);
    return true;
  }

  clear(): void {
    this.#windows.clear();
  }

  /** Forgets keys that were quiet for a minute, then the oldest down to nine tenths, so that it is seldom needed. */
  #makeRoom(now: number): void {
    for (const [key, window] of this.#windows) {
      if (latest(window) <= now - windowMs) this.#windows.delete(key);
    }
    const target = Math.floor(this.#maxKeys * 0.9);
    for (const key of this.#windows.keys()) {
      if (this.#windows.size <= target) break;
      this.#windows.delete(key);
    }
  }
}
