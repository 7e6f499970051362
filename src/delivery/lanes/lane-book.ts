import { ChurningMap } from '../../churning-map.ts';
import type { EventEnd, OpenChange, Settlement } from '../../store/delivery-store.ts';
import type { Journal } from '../journal.ts';
import type { Target } from '../pacing/target.ts';
import { inOrder } from './in-order.ts';
import { type AttemptEnd, mayBeOpen } from './incident-state.ts';
import { arrive, backToFront, type LaneAction, type LaneChange, type Superseded } from './lane.ts';
import type { LaneTable, LaneTableEvent } from './lane-table.ts';
import { openAfter, openOfGone } from './open-changes.ts';
import { type UrgencyClass, urgencyOfLane, type WaitingEvent } from './urgency.ts';

/** An event that is on disk and goes into its lane. */
export interface ArrivingEvent extends LaneTableEvent {
  readonly target: Target;
  /** `undefined` for a change event, which has a lane of its own. */
  readonly hash: Uint8Array | undefined;
  /** Since when it waits; milliseconds. */
  readonly waitingSince: number;
}

/** An event on its way. */
export interface Flight {
  readonly slot: number;
  readonly target: Target;
  readonly event: LaneTableEvent;
  /** Since when its lane has waited. */
  readonly waitingSince: number;
}

/** An attempt as it ended, for the disk. */
export interface EndedAttempt {
  readonly settlement: Settlement;
  readonly end: AttemptEnd;
}

/** Waiting events of one lane that are looked at for its class; with superseding no more than three wait. */
const looked = 1000;

type AlertEvent = LaneTableEvent & { readonly action: LaneAction };

const isAlert = <Event extends LaneTableEvent>(event: Event): event is Event & AlertEvent =>
  event.action !== 'change';

export interface LaneBookDependencies {
  readonly table: LaneTable;
  readonly journal: Pick<Journal, 'write'>;
  readonly now: () => number;
  /** Told of events that have ended, or wait again after an attempt (`undefined`). */
  readonly onEnd: (seq: number, end: EventEnd | undefined, target: Target) => void;
  /** A lane is out of memory; its slot may become another's. */
  readonly onLaneGone: (slot: number) => void;
}

/**
 * What waits and what is known of incidents, in memory, with everything that happens to it written down. It knows the
 * tables of the contract ("The lane"); when something is sent is the courier's business.
 */
export class LaneBook {
  readonly #deps: LaneBookDependencies;
  readonly #table: LaneTable;
  /** What is in flight in a lane, by slot. */
  readonly #flights = new ChurningMap<Flight>();
  /** Lanes from which nothing goes, because what waits there is about to go to another one. */
  readonly #held = new Set<number>();
  /** Events in flight that are not tried again, and how they end when their attempt fails; by number. */
  readonly #lastTries = new Map<number, EventEnd>();
  #pending = 0;
  #lanes = 0;

  constructor(dependencies: LaneBookDependencies) {
    this.#deps = dependencies;
    this.#table = dependencies.table;
  }

  /** Events that wait or are in flight. */
  get pending(): number {
    return this.#pending;
  }

  /** Lanes in which something waits or is in flight. */
  get lanes(): number {
    return this.#lanes;
  }

  flights(): Iterable<Flight> {
    return this.#flights.values();
  }

  flightOf(slot: number): Flight | undefined {
    return this.#flights.get(slot);
  }

  /** What an incident that may be open is remembered by, read from disk at start. */
  restore(target: Target, hash: Uint8Array, state: 'open' | 'maybe_open', openSeq: number): void {
    const slot = this.#table.add(hash, target.id);
    this.#table.setState(slot, state, openSeq);
    target.open++;
  }

  /** At start: this trigger may have left before the process ended, so its incident may be open (rule 15). */
  mayHaveLeft(target: Target, hash: Uint8Array): number {
    const found = this.#table.find(hash);
    const slot = found === -1 ? this.#table.add(hash, target.id) : found;
    if (this.#table.state(slot) === 'not_known_open') {
      this.#table.setState(slot, 'maybe_open', 0);
      target.open++;
    }
    return slot;
  }

  /** Lets a lane that `mayHaveLeft` be remembered by this row, unless it has one. Returns whether it shall be made. */
  rememberBy(slot: number, seq: number): boolean {
    if (this.#table.openSeq(slot) !== 0) return false;
    this.#table.setState(slot, this.#table.state(slot), seq);
    return true;
  }

  /** Lets an event into its lane (rule 10). Returns the lane's slot, or -1 when nothing is left of it. */
  arrive(event: ArrivingEvent): number {
    const { target, hash, waitingSince } = event;
    const found = hash === undefined ? -1 : this.#table.find(hash);
    const slot = found === -1 ? this.#table.add(hash, target.id) : found;
    const isIdle = this.#isIdle(slot);
    this.#pending++;
    target.pending++;
    if (isIdle) this.#lanes++;
    const count = this.#table.waitingCount(slot);
    if (count === 0) this.#table.setPlace(slot, waitingSince);
    if (count === 0 || !target.superseding || !isAlert(event)) this.#table.push(slot, event);
    else this.#apply(slot, target, arrive(this.#alerts(slot), event, this.mayBeOpen(slot)));
    return this.requeue(slot, target) ? slot : -1;
  }

  /**
   * Lets events in, in the order in which they waited in one lane elsewhere, that were accepted before some that wait in
   * theirs here: they go ahead of those (rule 19).
   */
  arriveAhead(events: readonly ArrivingEvent[]): void {
    const [first] = events;
    const slot = first?.hash === undefined ? -1 : this.#table.find(first.hash);
    if (first === undefined || slot === -1 || this.#table.waitingCount(slot) === 0) {
      for (const event of events) this.arrive(event);
      return;
    }
    const { target, waitingSince } = first;
    this.#pending += events.length;
    target.pending += events.length;
    let lane: readonly AlertEvent[] = [];
    const superseded: Superseded<AlertEvent>[] = [];
    for (const each of inOrder(this.#alerts(slot), events.filter(isAlert))) {
      const change = target.superseding
        ? arrive(lane, each, this.mayBeOpen(slot))
        : { waiting: [...lane, each], superseded: [] };
      lane = change.waiting;
      superseded.push(...change.superseded);
    }
    target.queue.remove(slot);
    this.#table.setPlace(slot, Math.min(this.#table.place(slot), waitingSince));
    this.#apply(slot, target, { waiting: lane, superseded });
    this.requeue(slot, target);
  }

  /** Whether the lane's incident may be open: open, maybe open, or with a trigger in flight. */
  mayBeOpen(slot: number): boolean {
    return mayBeOpen(this.#table.state(slot), this.#actionInFlight(slot));
  }

  /** Takes the first event of a lane to send it. */
  take(slot: number, target: Target): Flight {
    const waitingSince = this.#table.place(slot);
    target.queue.remove(slot);
    const event = this.#table.shift(slot);
    if (event === undefined) throw new Error('A lane was taken in which nothing waits.');
    return this.#fly({ slot, target, event, waitingSince });
  }

  /** Puts an event on its way that never waits: nothing may wait or be in flight in its lane. */
  takeOff(event: LaneTableEvent, target: Target, hash: Uint8Array): Flight {
    const found = this.#table.find(hash);
    const slot = found === -1 ? this.#table.add(hash, target.id) : found;
    this.#pending++;
    target.pending++;
    this.#lanes++;
    return this.#fly({ slot, target, event, waitingSince: this.#deps.now() });
  }

  /** It never left, and is not on disk either. */
  callOff(flight: Flight): void {
    this.#land(flight);
    this.#left(flight.target);
    this.requeue(flight.slot, flight.target);
  }

  /**
   * Writes down how an attempt ended. An event without an `end` goes back to the front of its lane, others are gone.
   * `done` is called once that is on disk and the lane may go on; `soon`: somebody waits for it.
   */
  ended(
    flight: Flight,
    { settlement, end }: EndedAttempt,
    done: (isQueued: boolean) => void,
    soon = false,
  ): void {
    const { slot, target, event } = flight;
    const written = this.#orLastTry(settlement);
    const open = isAlert(event) ? openAfter(this.#table, flight, event.action, end, settlement.at) : [];
    const landed = () => {
      this.#land(flight);
      if (written.end === undefined) this.#backToFront(slot, target, event);
      else this.#left(target);
      // A lane that was just served starts anew, so that flapping starves nobody.
      if (written.end?.state === 'delivered') this.#table.setPlace(slot, this.#deps.now());
      this.#deps.onEnd(event.id, written.end, target);
      if (this.#lastTries.size > 0) this.#endLastTry(slot, target, event.id);
      done(this.requeue(slot, target));
    };
    this.#deps.journal.write({ settled: [written], open, done: landed }, soon);
  }

  #orLastTry(settlement: Settlement): Settlement {
    if (settlement.end !== undefined || this.#lastTries.size === 0) return settlement;
    const { trouble: _trouble, ...rest } = settlement;
    const end = this.#lastTries.get(settlement.seq);
    return end === undefined ? settlement : { ...rest, end };
  }

  /** It was to be the last try, and was known to be so only while the verdict was on its way to disk. */
  #endLastTry(slot: number, target: Target, seq: number): void {
    const end = this.#lastTries.get(seq);
    if (end === undefined) return;
    this.#lastTries.delete(seq);
    this.withdraw(slot, target, new Set([seq]), end);
  }

  /** Those of these events that are in flight end so when their attempt fails, and are not tried again. */
  endAfterFlight(ids: ReadonlySet<number>, end: EventEnd): void {
    for (const { event } of this.#flights.values()) if (ids.has(event.id)) this.#lastTries.set(event.id, end);
  }

  /** Takes waiting events out of a lane for good; those that are not there are ignored. Returns those that were. */
  withdraw(slot: number, target: Target, ids: ReadonlySet<number>, end: EventEnd): number[] {
    const waiting = this.#table.waiting(slot);
    const gone = waiting.filter(({ id }) => ids.has(id));
    if (gone.length === 0) return [];
    target.queue.remove(slot);
    this.#table.setWaiting(
      slot,
      waiting.filter(({ id }) => !ids.has(id)),
    );
    this.#countOut(slot);
    const at = this.#deps.now();
    const open = gone.flatMap((event) => openOfGone(this.#table, slot, event, at));
    this.#deps.journal.write({ settled: gone.map(({ id }) => ({ seq: id, at, end })), open });
    for (const { id } of gone) {
      this.#left(target);
      this.#deps.onEnd(id, end, target);
    }
    this.requeue(slot, target);
    return gone.map(({ id }) => id);
  }

  /** From now on nothing is sent from this lane, in which nothing is in flight, until `moveAway`. */
  hold(slot: number, target: Target): void {
    target.queue.remove(slot);
    this.#held.add(slot);
  }

  isHeld(slot: number): boolean {
    return this.#held.has(slot);
  }

  /**
   * Lets waiting events go from a lane without a word, because they go on in another; returns those that were there.
   * What is left there goes on.
   */
  moveAway(slot: number, target: Target, ids: ReadonlySet<number>): LaneTableEvent[] {
    this.#held.delete(slot);
    const waiting = this.#table.waiting(slot);
    const gone = waiting.filter(({ id }) => ids.has(id));
    target.queue.remove(slot);
    this.#table.setWaiting(
      slot,
      waiting.filter(({ id }) => !ids.has(id)),
    );
    for (const _ of gone) this.#left(target);
    if (gone.length > 0) this.#countOut(slot);
    this.requeue(slot, target);
    return gone;
  }

  /** The incident is forgotten: nothing was heard of it for so long. */
  forget(hash: Uint8Array, target: Target, openSeq: number): void {
    const slot = this.#table.find(hash);
    // Something newer may have been told while the old row went.
    if (slot === -1 || this.#table.openSeq(slot) !== openSeq) return;
    if (this.#table.state(slot) === 'not_known_open') return;
    this.#table.setState(slot, 'not_known_open', 0);
    target.open--;
    this.requeue(slot, target);
  }

  /**
   * Puts a lane where it belongs: into the heap of its class, nowhere while something of it is in flight or parked,
   * out of memory when there is nothing to it. Returns whether it may go.
   */
  requeue(slot: number, target: Target): boolean {
    if (this.#flights.has(slot) || (this.#held.size > 0 && this.#held.has(slot))) return false;
    if (this.#table.waitingCount(slot) === 0) {
      target.queue.remove(slot);
      if (this.#table.state(slot) !== 'not_known_open') return false;
      this.#table.remove(slot);
      this.#deps.onLaneGone(slot);
      return false;
    }
    if (target.queue.isParked(slot)) return false;
    const urgency = this.urgencyOf(slot);
    if (this.#table.urgency(slot) === urgency) return true;
    target.queue.remove(slot);
    target.queue.add(slot, urgency);
    return true;
  }

  /** The class of a lane (rule 9). Of a plain queue that is very long only the first thousand are looked at. */
  urgencyOf(slot: number): UrgencyClass {
    const count = Math.min(this.#table.waitingCount(slot), looked);
    let waiting: WaitingEvent[] = [];
    for (let index = 0; index < count; index++) {
      const action = this.#table.actionAt(slot, index);
      if (action === 'change') return 6;
      const event = { action, severity: this.#table.severityAt(slot, index) };
      // Mostly one waits, and pushing makes room for many.
      if (index === 0) waiting = [event];
      else waiting.push(event);
    }
    return urgencyOfLane(waiting, this.#table.state(slot), this.#actionInFlight(slot));
  }

  #alerts(slot: number): AlertEvent[] {
    return this.#table.waiting(slot).filter(isAlert);
  }

  #actionInFlight(slot: number): LaneAction | undefined {
    const event = this.#flights.get(slot)?.event;
    return event !== undefined && isAlert(event) ? event.action : undefined;
  }

  #isIdle(slot: number): boolean {
    return this.#table.waitingCount(slot) === 0 && !this.#flights.has(slot);
  }

  #fly(flight: Flight): Flight {
    this.#flights.set(flight.slot, flight);
    return flight;
  }

  /** The lane is counted out when nothing is left; going back to the front counts it in again. */
  #land({ slot }: Flight): void {
    this.#flights.delete(slot);
    if (this.#table.waitingCount(slot) === 0) this.#lanes--;
  }

  /** Something was taken out of a lane: is there anything left to be sent? */
  #countOut(slot: number): void {
    if (this.#isIdle(slot)) this.#lanes--;
  }

  #left(target: Target): void {
    this.#pending--;
    target.pending--;
  }

  #backToFront(slot: number, target: Target, event: LaneTableEvent): void {
    const tried = { ...event, tried: true };
    const waiting = this.#table.waitingCount(slot);
    if (waiting === 0) this.#lanes++;
    if (waiting === 0 || !target.superseding || !isAlert(tried)) this.#table.unshift(slot, tried);
    else this.#apply(slot, target, backToFront(tried, this.#alerts(slot), this.mayBeOpen(slot)));
  }

  #apply(slot: number, target: Target, { waiting, superseded }: LaneChange<AlertEvent>): void {
    const had = this.#table.waitingCount(slot) > 0 || this.#flights.has(slot);
    // Its place among those with the same age hangs on its first event.
    if (!target.queue.isParked(slot)) target.queue.remove(slot);
    this.#table.setWaiting(slot, waiting);
    if (had && waiting.length === 0 && !this.#flights.has(slot)) this.#lanes--;
    if (superseded.length > 0) this.#writeSuperseded(slot, target, superseded);
  }

  #writeSuperseded(slot: number, target: Target, superseded: readonly Superseded<AlertEvent>[]): void {
    const at = this.#deps.now();
    const settled: Settlement[] = [];
    const open: OpenChange[] = [];
    for (const { event, why, by } of superseded) {
      const end: EventEnd = { state: 'superseded', why, by: by.id };
      settled.push({ seq: event.id, at, end });
      open.push(...openOfGone(this.#table, slot, event, at));
      this.#left(target);
      this.#deps.onEnd(event.id, end, target);
    }
    this.#deps.journal.write({ settled, open });
  }
}
