/** PagerDuty counts calls over this long (milliseconds). */
export const windowLength = 60_000;

/** With so many calls in the window, those that start within `nearby` milliseconds are counted as one group. */
const manyCalls = 2000;
const nearby = 10;

/** Calls that started together; one alone, as a rule. */
interface Group {
  /** When the first of them started, and the last: the group leaves the window with its last. */
  readonly first: number;
  last: number;
  calls: number;
  refused: number;
}

/**
 * The calls of the last 60 s: when each started and whether it was refused. Exact, because PagerDuty's limit holds
 * for any 60 s and not for whole minutes; beyond 2,000 calls to within 10 ms, to the safe side, so that memory stays
 * small however fast a host is.
 */
export class CallWindow {
  #groups: Group[] = [];
  /** Where the window begins in `#groups`: dropping from the front of an array would move all of it. */
  #from = 0;
  #calls = 0;
  #refused = 0;

  /** How many calls started in the 60 s before `now`, `now` itself included. */
  count(now: number): number {
    this.#forget(now);
    return this.#calls;
  }

  /** How many of them were not refused. */
  countTaken(now: number): number {
    return this.count(now) - this.#refused;
  }

  add(now: number): void {
    this.#calls++;
    const newest = this.#groups.at(-1);
    if (this.#calls > manyCalls && newest !== undefined && now - newest.first < nearby) {
      newest.last = now;
      newest.calls++;
    } else {
      this.#groups.push({ first: now, last: now, calls: 1, refused: 0 });
    }
  }

  /** Notes that a call that started at `startedAt` was refused with a 429. */
  refuse(startedAt: number): void {
    const group = this.#groups.find(
      ({ first, last, calls, refused }, index) =>
        index >= this.#from && first <= startedAt && startedAt <= last && refused < calls,
    );
    if (group === undefined) return;
    group.refused++;
    this.#refused++;
  }

  /** When fewer than `limit` calls are in the window, if no other starts; `now` when that is so already. */
  freeAt(now: number, limit: number): number {
    let tooMany = this.count(now) - limit + 1;
    if (tooMany <= 0) return now;
    for (let index = this.#from; index < this.#groups.length; index++) {
      const { last, calls } = this.#groups[index] ?? { last: now, calls: 0 };
      tooMany -= calls;
      if (tooMany <= 0) return last + windowLength;
    }
    return now + windowLength;
  }

  #forget(now: number): void {
    for (let group = this.#groups[this.#from]; group !== undefined; group = this.#groups[this.#from]) {
      if (group.last > now - windowLength) break;
      this.#calls -= group.calls;
      this.#refused -= group.refused;
      this.#from++;
    }
    if (this.#from > 1024 && this.#from * 2 > this.#groups.length) {
      this.#groups = this.#groups.slice(this.#from);
      this.#from = 0;
    }
  }
}
