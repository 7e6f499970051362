/** PagerDuty counts calls over this long (milliseconds). */
export const windowLength = 60_000;

/**
 * The calls of the last 60 s: when each started and whether it was refused. Exact, because PagerDuty's limit holds
 * for any 60 s and not for whole minutes. Memory is one number a call of the window.
 */
export class CallWindow {
  /** Start times plus one, oldest first; a refused call is marked by a minus sign, which 0 could not carry. */
  #calls: number[] = [];
  /** Where the window begins in `#calls`: dropping from the front of an array would move all of it. */
  #from = 0;
  #refused = 0;

  /** How many calls started in the 60 s before `now`, `now` itself included. */
  count(now: number): number {
    this.#forget(now);
    return this.#calls.length - this.#from;
  }

  /** How many of them were not refused. */
  countTaken(now: number): number {
    return this.count(now) - this.#refused;
  }

  add(now: number): void {
    this.#calls.push(now + 1);
  }

  /** Notes that a call that started at `startedAt` was refused with a 429. */
  refuse(startedAt: number): void {
    const place = this.#calls.indexOf(startedAt + 1, this.#from);
    if (place < 0) return;
    this.#calls[place] = -(startedAt + 1);
    this.#refused++;
  }

  /** When fewer than `limit` calls are in the window, if no other starts; `now` when that is so already. */
  freeAt(now: number, limit: number): number {
    const tooMany = this.count(now) - limit + 1;
    if (tooMany <= 0) return now;
    const last = this.#calls[this.#from + tooMany - 1] ?? now + 1;
    return Math.abs(last) - 1 + windowLength;
  }

  #forget(now: number): void {
    for (let call = this.#calls[this.#from]; call !== undefined; call = this.#calls[this.#from]) {
      if (Math.abs(call) - 1 > now - windowLength) break;
      if (call < 0) this.#refused--;
      this.#from++;
    }
    if (this.#from > 1024 && this.#from * 2 > this.#calls.length) {
      this.#calls = this.#calls.slice(this.#from);
      this.#from = 0;
    }
  }
}
