/** A rate that may be exceeded for a while: `burst` at once, and one more each `every` milliseconds. */
interface Rate {
  readonly every: number;
  readonly burst: number;
}

/** Of one source: 10 calls a second, 60 at once. */
const ofSource: Rate = { every: 100, burst: 60 };
/** Of all sources of a rule: 100 calls a second; at once as many as 1,000 sources make that all start and end a job. */
const ofRule: Rate = { every: 10, burst: 2000 };
/** So many rates are kept before those are given up that are back at rest. */
const tidyAt = 10_000;

/**
 * Limits calls, by rule and by source. Of each rate it is kept until when it is used up: a call puts that off by
 * `every`, and is refused where it would be more than `burst` calls ahead.
 */
export class PingLimits {
  readonly #usedUntil = new Map<string, number>();
  readonly #now: () => number;

  /** `now`: milliseconds that never jump. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Counts a call. `undefined`: it may be taken; else the whole seconds after which another one may. */
  take(ruleId: string, source: string): number | undefined {
    const now = this.#now();
    const rates = [
      [JSON.stringify([ruleId]), ofRule],
      [JSON.stringify([ruleId, source]), ofSource],
    ] as const;
    const after = rates.map(([name, { every }]) => Math.max(this.#usedUntil.get(name) ?? now, now) + every);
    const waits = rates.map(([, { every, burst }], i) => (after[i] ?? now) - now - every * burst);
    const wait = Math.max(...waits);
    if (wait > 0) return Math.max(1, Math.ceil(wait / 1000));
    for (const [i, [name]] of rates.entries()) this.#usedUntil.set(name, after[i] ?? now);
    if (this.#usedUntil.size > tidyAt)
      for (const [name, until] of this.#usedUntil) if (until <= now) this.#usedUntil.delete(name);
    return undefined;
  }
}
