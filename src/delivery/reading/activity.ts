/** How long one step of the counters is; milliseconds. */
const stepLength = 15 * 60_000;
/** So many steps are kept: a day. */
const keptSteps = 96;

const places = { delivered: 0, failed: 1, superseded: 2, dead: 3 } as const;
const width = 4;
export type ActivityKind = keyof typeof places;
/** `failed`: attempts. The others: events. */
export type ActivityCounts = Readonly<Record<ActivityKind, number>>;

/** What happened in the last day, counted in steps of 15 minutes: 1.5 KB, however much it was. */
export class Activity {
  readonly #counts = new Uint32Array(keptSteps * width);
  /** The newest step that something was counted in, since 1970. */
  #newest = 0;

  count(kind: ActivityKind, now: number): void {
    this.#advance(Math.floor(now / stepLength));
    const place = (this.#newest % keptSteps) * width + places[kind];
    this.#counts[place] = (this.#counts[place] ?? 0) + 1;
  }

  /** Since `beginOfActivity(now)`. */
  sums(now: number): ActivityCounts {
    this.#advance(Math.floor(now / stepLength));
    return {
      delivered: this.#sum('delivered'),
      failed: this.#sum('failed'),
      superseded: this.#sum('superseded'),
      dead: this.#sum('dead'),
    };
  }

  #sum(kind: ActivityKind): number {
    let sum = 0;
    for (let place = places[kind]; place < this.#counts.length; place += width)
      sum += this.#counts[place] ?? 0;
    return sum;
  }

  /** Empties the steps that time has passed over. */
  #advance(step: number): void {
    if (step <= this.#newest) return;
    const passed = Math.min(keptSteps, step - this.#newest);
    for (let each = step - passed + 1; each <= step; each++) {
      const place = (each % keptSteps) * width;
      this.#counts.fill(0, place, place + width);
    }
    this.#newest = step;
  }
}

/** When the oldest step that is kept began; milliseconds since 1970. */
export function beginOfActivity(now: number): number {
  return (Math.floor(now / stepLength) - keptSteps + 1) * stepLength;
}
