import type { Clock } from '../delivery/clock.ts';

/** It is looked so often whether time has passed by (milliseconds). */
const lookEvery = 5000;
/** Nobody was listening for so long: the machine slept, the process stood still, or the clock was put forward. */
const mostMissed = 30_000;

/** Since when somebody has been there to be called: a process that sleeps hears nothing, and no call counts as missed. */
export class Listening {
  readonly #clock: Clock;
  #since: number;
  #lookedAt: number;
  #cancel: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#since = clock.now();
    this.#lookedAt = this.#since;
  }

  start(): void {
    this.#since = this.#clock.now();
    this.#lookedAt = this.#since;
    this.#later();
  }

  stop(): void {
    this.#cancel?.();
  }

  /** Milliseconds since 1970. */
  since(): number {
    const now = this.#clock.now();
    // Put back, the clock has not been at the time noted yet.
    if (now - this.#lookedAt > mostMissed || now < this.#since) this.#since = now;
    this.#lookedAt = now;
    return this.#since;
  }

  #later(): void {
    this.#cancel = this.#clock.after(lookEvery, () => {
      this.since();
      this.#later();
    });
  }
}
