/**
 * Tells when something has been idle for too long. What happens thousands of times a second only notes the time: the
 * timer is not set anew with each, as a socket's own is, but looks how long it really was when it runs out. It does not
 * keep the process alive.
 */
export class IdleTimer {
  readonly #onIdle: () => void;
  #isIdle = false;
  /** By `performance.now()`. */
  #until = 0;
  #timer: NodeJS.Timeout | undefined;
  #firesAt = 0;

  /** `onIdle` is called once for each `begin` that no `end` followed in time. */
  constructor(onIdle: () => void) {
    this.#onIdle = onIdle;
  }

  /** It is idle from now on, and may be so for so many milliseconds. */
  begin(milliseconds: number): void {
    this.#isIdle = true;
    this.#until = performance.now() + milliseconds;
    if (this.#timer === undefined || this.#firesAt > this.#until) this.#set(milliseconds);
  }

  /** Something happens. */
  end(): void {
    this.#isIdle = false;
  }

  /** Nothing will be told any more, until the next `begin`. */
  clear(): void {
    this.#isIdle = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #set(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#firesAt = performance.now() + milliseconds;
    this.#timer = setTimeout(this.#fire, milliseconds).unref();
  }

  readonly #fire = (): void => {
    this.#timer = undefined;
    if (!this.#isIdle) return;
    const left = this.#until - performance.now();
    // A timer may run out a fraction of a millisecond early.
    if (left >= 1) {
      this.#set(left);
      return;
    }
    this.#isIdle = false;
    this.#onIdle();
  };
}
