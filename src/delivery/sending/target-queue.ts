import { DueHeap } from '../lanes/due-heap.ts';
import { LaneHeap } from '../lanes/lane-heap.ts';
import type { LaneTable } from '../lanes/lane-table.ts';
import type { UrgencyClass } from '../lanes/urgency.ts';

/** Every tenth call goes to the lane that has waited longest, if that is longer than this (rule 9). */
const longWait = 5 * 60_000;
const everyTenth = 10;
/** Of each class, when a gate closes; they probe one a second, and by then it is open or knows new ones. */
const mostNoted = 200;
/** Classes whose lanes hold an opening trigger. */
const openingClasses = [1, 2, 4] as const;

/** `urgency`: rule 9. `fifo`: in the order of acceptance. */
export type DeliveryOrder = 'urgency' | 'fifo';

/**
 * The lanes of one target that have something to send, and which of them goes next (rules 7 and 9). A lane that may
 * go stands in the heap of its class; one that has failed is parked: it backs off for a time of its own or, behind a
 * closed gate, lets all the others probe first.
 */
export class TargetQueue {
  readonly #table: LaneTable;
  readonly #order: DeliveryOrder;
  readonly #heaps: (LaneHeap | undefined)[] = [];
  readonly #backingOff = new DueHeap();
  readonly #aside = new Set<number>();
  /** Lanes whose opening trigger came while the gate was closed, by class; some may have gone meanwhile. */
  readonly #fresh = new Map<UrgencyClass, Set<number>>();
  #calls = 0;

  constructor(table: LaneTable, order: DeliveryOrder) {
    this.#table = table;
    this.#order = order;
  }

  /** How many lanes may go, parked ones not counted. */
  get queued(): number {
    return this.#heaps.reduce((sum, heap) => sum + (heap?.size ?? 0), 0);
  }

  get parked(): number {
    return this.#backingOff.size + this.#aside.size;
  }

  isParked(slot: number): boolean {
    return this.#backingOff.has(slot) || this.#aside.has(slot);
  }

  add(slot: number, urgency: UrgencyClass): void {
    this.#table.setUrgency(slot, urgency);
    this.#heap(urgency).push(slot);
  }

  /** Takes a lane out, wherever it stands. */
  remove(slot: number): void {
    const urgency = this.#table.urgency(slot);
    if (urgency !== 0) {
      this.#heap(urgency).remove(slot);
      this.#table.setUrgency(slot, 0);
    }
    if (this.#backingOff.size > 0) this.#backingOff.delete(slot);
    if (this.#aside.size > 0) this.#aside.delete(slot);
    // Its slot may soon be another target's.
    for (const noted of this.#fresh.values()) noted.delete(slot);
  }

  backOff(slot: number, until: number): void {
    this.#backingOff.set(slot, until);
  }

  /** Parks a lane that has probed in vain. */
  setAside(slot: number): void {
    this.#aside.add(slot);
  }

  /** When the next lane has backed off long enough; `Infinity` when none does. */
  get dueAt(): number {
    return this.#backingOff.nextAt();
  }

  /** Takes out a lane that has backed off long enough; -1: there is none. */
  popDue(now: number): number {
    return this.#backingOff.popDue(now);
  }

  /** Takes out every parked lane: the gate has opened. */
  unpark(): number[] {
    const slots = [...this.#backingOff.clear(), ...this.#aside];
    this.#aside.clear();
    return slots;
  }

  /** Takes out those that have probed, for another round; those that back off only when there is nothing else. */
  anotherRound(): number[] {
    if (this.#aside.size === 0) return this.#backingOff.clear();
    const slots = [...this.#aside];
    this.#aside.clear();
    return slots;
  }

  /** Notes that a lane holds an opening trigger that came to a closed gate and was never tried. */
  noteFresh(slot: number, urgency: UrgencyClass): void {
    const slots = this.#fresh.get(urgency) ?? new Set();
    this.#fresh.set(urgency, slots.add(slot));
  }

  /** Notes those that wait already when the gate closes: lanes that were tried may stand before them. */
  noteUntried(): void {
    for (const urgency of openingClasses) {
      for (const slot of this.#heaps[urgency]?.next(mostNoted) ?? []) {
        if (this.#isFresh(slot, urgency)) this.noteFresh(slot, urgency);
      }
    }
  }

  /** The most urgent lane with an opening trigger that was never tried; -1: there is none. */
  fresh(): number {
    for (const urgency of openingClasses) {
      const top = this.#heaps[urgency]?.peek() ?? -1;
      if (top !== -1 && this.#isFresh(top, urgency)) return top;
      const noted = this.#fresh.get(urgency);
      for (const slot of noted ?? []) {
        if (this.#isFresh(slot, urgency)) return slot;
        noted?.delete(slot);
      }
    }
    return -1;
  }

  forgetFresh(): void {
    this.#fresh.clear();
  }

  /** The lane that goes next; -1: none may. */
  next(now: number): number {
    if (this.#order === 'fifo') return this.#longestWaiting();
    const overdue = this.#overdue(now);
    return overdue === -1 ? this.mostUrgent() : overdue;
  }

  /** The most urgent lane, whoever has waited longest. */
  mostUrgent(): number {
    for (const heap of this.#heaps) {
      const slot = heap?.peek() ?? -1;
      if (slot !== -1) return slot;
    }
    return -1;
  }

  /**
   * The lane that goes next on what is reserved for class 1; -1: no lane of class 1 waits. Every tenth call is another
   * lane's here too: a long storm of critical ones uses nothing but the reserve, and would starve the rest.
   */
  critical(now: number): number {
    const critical = this.#heaps[1]?.peek() ?? -1;
    const overdue = critical === -1 || this.#order === 'fifo' ? -1 : this.#overdue(now);
    return overdue === -1 ? critical : overdue;
  }

  /** Counts a call, for every tenth of them. */
  countCall(): void {
    this.#calls++;
  }

  /** The next lanes, about in the order in which they will go, without taking them out. */
  upcoming(count: number): number[] {
    const slots: number[] = [];
    for (const heap of this.#heaps) {
      if (heap === undefined || slots.length >= count) continue;
      slots.push(...heap.next(count - slots.length));
    }
    return slots;
  }

  /** Since when the lane has waited that has waited longest, parked ones included; `Infinity` when none waits. */
  oldestPlace(): number {
    let oldest = this.oldestDuePlace();
    for (const slot of this.#aside) oldest = Math.min(oldest, this.#table.place(slot));
    for (const slot of this.#backingOff.slots()) oldest = Math.min(oldest, this.#table.place(slot));
    return oldest;
  }

  /** The same without those that are parked. */
  oldestDuePlace(): number {
    const longest = this.#longestWaiting();
    return longest === -1 ? Number.POSITIVE_INFINITY : this.#table.place(longest);
  }

  #isFresh(slot: number, urgency: UrgencyClass): boolean {
    if (this.#table.urgency(slot) !== urgency) return false;
    const head = this.#table.head(slot);
    return head !== undefined && head.action === 'trigger' && !head.tried;
  }

  /** The lane whose turn this is because it has waited longest; -1: it is not the tenth call, or nobody waited long. */
  #overdue(now: number): number {
    if (this.#calls % everyTenth !== everyTenth - 1) return -1;
    const longest = this.#longestWaiting();
    return longest !== -1 && now - this.#table.place(longest) > longWait ? longest : -1;
  }

  #longestWaiting(): number {
    let longest = -1;
    for (const heap of this.#heaps) {
      const slot = heap?.peek() ?? -1;
      if (slot !== -1 && (longest === -1 || this.#isOlder(slot, longest))) longest = slot;
    }
    return longest;
  }

  /** Events of one array have the same time; then it is their order that counts. */
  #isOlder(slot: number, other: number): boolean {
    const difference = this.#table.place(slot) - this.#table.place(other);
    return difference < 0 || (difference === 0 && this.#table.headSeq(slot) < this.#table.headSeq(other));
  }

  #heap(urgency: UrgencyClass): LaneHeap {
    const heap = this.#heaps[urgency] ?? new LaneHeap(this.#table);
    this.#heaps[urgency] = heap;
    return heap;
  }
}
