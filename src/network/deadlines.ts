/** Something that is given up when its time has come. */
export interface Timed {
  /** Milliseconds, from `startedAt`. */
  readonly deadline: number;
  /** By `performance.now()`. */
  readonly startedAt: number;
  /** Called once, unless it was removed before. */
  expire(): void;
  /** Its neighbours in the list of those that wait; the list's own. */
  earlier: Timed | undefined;
  later: Timed | undefined;
}

/**
 * Deadlines of things that mostly end long before. Those of the same length end in the order in which they began, so
 * one timer is enough for all of them, and it is set anew only when it has run out.
 */
export class Deadlines {
  /** Of settings and of rules. A list that nobody waits in is let go of. */
  readonly #byLength = new Map<number, DeadlineList>();

  add(timed: Timed): void {
    let list = this.#byLength.get(timed.deadline);
    if (list === undefined) {
      list = new DeadlineList();
      this.#byLength.set(timed.deadline, list);
    }
    list.add(timed);
  }

  /** Also of one that has expired. */
  remove(timed: Timed): void {
    const list = this.#byLength.get(timed.deadline);
    list?.remove(timed);
    if (list?.isEmpty === true) this.#byLength.delete(timed.deadline);
  }
}

/** A list by links, since each is removed from the middle, and a long-lived `Set` would keep them (`ChurningMap`). */
class DeadlineList {
  #first: Timed | undefined;
  #last: Timed | undefined;
  #timer: NodeJS.Timeout | undefined;

  get isEmpty(): boolean {
    return this.#first === undefined;
  }

  add(timed: Timed): void {
    timed.earlier = this.#last;
    if (this.#last === undefined) this.#first = timed;
    else this.#last.later = timed;
    this.#last = timed;
    this.#timer ??= this.#after(timed.deadline);
  }

  remove(timed: Timed): void {
    const { earlier, later } = timed;
    if (earlier === undefined && this.#first !== timed) return;
    if (earlier === undefined) this.#first = later;
    else earlier.later = later;
    if (later === undefined) this.#last = earlier;
    else later.earlier = earlier;
    timed.earlier = undefined;
    timed.later = undefined;
    if (this.#first !== undefined) return;
    // It would keep the process alive.
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #after(milliseconds: number): NodeJS.Timeout {
    return setTimeout(() => this.#expire(), milliseconds);
  }

  #expire(): void {
    this.#timer = undefined;
    const now = performance.now();
    for (let first = this.#first; first !== undefined; first = this.#first) {
      const left = first.startedAt + first.deadline - now;
      // A timer may run out a fraction of a millisecond early.
      if (left >= 1) {
        this.#timer ??= this.#after(left);
        return;
      }
      this.remove(first);
      first.expire();
    }
  }
}
