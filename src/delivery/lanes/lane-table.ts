import { type EventKind, type EventSeverity, incidentHashLength } from '../../store/delivery-store.ts';
import {
  actionOf,
  eventBits,
  fromCode,
  type LaneTableEvent,
  seqLimit,
  seqOf,
  severityOf,
  toCode,
} from './event-code.ts';
import type { IncidentState } from './incident-state.ts';
import { LaneChunks, wordOf } from './lane-chunks.ts';
import { LaneIndex } from './lane-index.ts';
import { LongQueue } from './long-queue.ts';
import type { UrgencyClass } from './urgency.ts';

export type { LaneTableEvent } from './event-code.ts';

/** Events that fit into a row: with superseding no more than three wait. */
const rowEvents = 3;
const word = 2 ** 32;

/** A part of the word of flags; the bits of three events come first. */
interface Field {
  readonly shift: number;
  readonly mask: number;
}
const countField: Field = { shift: 18, mask: 3 };
/** More than three wait, in a queue of their own. */
const longField: Field = { shift: 20, mask: 1 };
const stateField: Field = { shift: 21, mask: 3 };
const urgencyField: Field = { shift: 24, mask: 7 };
const indexedField: Field = { shift: 28, mask: 1 };
const eventMask = 2 ** eventBits - 1;

const states = ['not_known_open', 'open', 'maybe_open'] as const satisfies readonly IncidentState[];
const stateCodes = { not_known_open: 0, open: 1, maybe_open: 2 } as const satisfies Record<
  IncidentState,
  number
>;
const urgencies = [0, 1, 2, 3, 4, 5, 6] as const;

/**
 * All lanes in memory: what waits in each and what is known of its incident, in a slot of at most 64 bytes (rule 17).
 * Slots are whole numbers from 0; one that was removed comes back as another lane. Asking for a slot without a lane is
 * a defect: it throws or answers nonsense.
 */
export class LaneTable {
  readonly #chunks = new LaneChunks();
  readonly #index = new LaneIndex(this);
  readonly #longQueues = new Map<number, LongQueue>();

  /** Lanes. */
  get size(): number {
    return this.#chunks.size;
  }

  /** Bytes that all this takes; of long queues about. It looks at each of those. */
  get bytes(): number {
    let bytes = this.#chunks.bytes + this.#index.bytes;
    for (const queue of this.#longQueues.values()) bytes += queue.bytes;
    return bytes;
  }

  /** All lanes, rising; for rare scans of everything. Lanes may be removed meanwhile, added ones may be missing. */
  slots(): Iterable<number> {
    return this.#chunks.slots();
  }

  /** The slot of the lane with this hash; -1: there is none. */
  find(hash: Uint8Array): number {
    return this.#index.find(wordAt(hash, 0), wordAt(hash, 4), wordAt(hash, 8));
  }

  /**
   * Adds a lane in which nothing waits, not known open, and returns its slot. No lane may have the hash yet; without
   * one (a change event's lane) it is never found. `hash`: `incidentHashLength` random bytes, as `incidentHash` makes.
   */
  add(hash: Uint8Array | undefined, target: number): number {
    const slot = this.#chunks.take();
    this.#write(slot, wordOf.target, target);
    if (hash === undefined) return slot;
    const first = wordAt(hash, 0);
    const second = wordAt(hash, 4);
    this.#write(slot, 0, first);
    this.#write(slot, 1, second);
    this.#write(slot, 2, wordAt(hash, 8));
    this.#setField(slot, indexedField, 1);
    this.#index.add(slot, first, second);
    return slot;
  }

  /** Removes a lane with all that waits in it. It must stand in no heap. */
  remove(slot: number): void {
    if (!this.#chunks.isLiving(slot)) throw new Error(`There is no lane in slot ${slot}.`);
    if (this.heapPosition(slot) !== -1) throw new Error(`The lane in slot ${slot} still stands in a heap.`);
    if (this.#field(slot, indexedField) === 1)
      this.#index.remove(slot, this.#read(slot, 0), this.#read(slot, 1));
    if (this.#field(slot, longField) === 1) this.#longQueues.delete(slot);
    this.#chunks.give(slot);
  }

  /** All zero for a lane without one. */
  hash(slot: number): Uint8Array {
    const bytes = new Uint8Array(incidentHashLength);
    for (let index = 0; index < incidentHashLength; index++) {
      bytes[index] = this.#read(slot, index >> 2) >>> (8 * (index & 3));
    }
    return bytes;
  }

  /** For the index. */
  hasHash(slot: number, first: number, second: number, third: number): boolean {
    return this.#read(slot, 0) === first && this.#read(slot, 1) === second && this.#read(slot, 2) === third;
  }

  /** For the index. */
  secondWord(slot: number): number {
    return this.#read(slot, 1);
  }

  target(slot: number): number {
    return this.#read(slot, wordOf.target);
  }

  state(slot: number): IncidentState {
    return states[this.#field(slot, stateField)] ?? 'not_known_open';
  }

  /** The number by which the incident's row on disk is known; 0: it has none. */
  openSeq(slot: number): number {
    return this.#seq(slot, rowEvents);
  }

  setState(slot: number, state: IncidentState, openSeq: number): void {
    if (!(openSeq >= 0 && openSeq < seqLimit)) throw new Error(`No event can have the number ${openSeq}.`);
    this.#setField(slot, stateField, stateCodes[state]);
    this.#setSeq(slot, rowEvents, openSeq);
  }

  /** The class in whose heap it stands; 0: in none. */
  urgency(slot: number): UrgencyClass | 0 {
    return urgencies[this.#field(slot, urgencyField)] ?? 0;
  }

  setUrgency(slot: number, urgency: UrgencyClass | 0): void {
    this.#setField(slot, urgencyField, urgency);
  }

  /** Since when the lane has waited: milliseconds. */
  place(slot: number): number {
    return this.#chunks.of(slot).placeOf(slot);
  }

  /** Not while it stands in a heap. */
  setPlace(slot: number, place: number): void {
    this.#chunks.of(slot).setPlace(slot, place);
  }

  /** For heaps: where in its heap it stands; -1: in none. */
  heapPosition(slot: number): number {
    return this.#chunks.of(slot).heapPositionOf(slot);
  }

  /** For heaps. */
  setHeapPosition(slot: number, position: number): void {
    this.#chunks.of(slot).setHeapPosition(slot, position);
  }

  waitingCount(slot: number): number {
    const flags = this.#read(slot, wordOf.flags);
    if (((flags >>> longField.shift) & 1) === 1) return this.#long(slot).length;
    return (flags >>> countField.shift) & countField.mask;
  }

  /** What waits, in order. Of long queues a copy: rather ask `actionAt` and `severityAt`. */
  waiting(slot: number): LaneTableEvent[] {
    const count = this.waitingCount(slot);
    const events: LaneTableEvent[] = [];
    for (let index = 0; index < count; index++) events.push(fromCode(this.#code(slot, index)));
    return events;
  }

  /** Not while it stands in a heap, unless the first one stays. The same holds for `shift` and `unshift`. */
  setWaiting(slot: number, events: readonly LaneTableEvent[]): void {
    if (events.length > rowEvents) {
      this.#setLong(slot, events.map(toCode));
      return;
    }
    this.#setShort(slot, events.length);
    events.forEach((event, index) => {
      this.#setCode(slot, index, toCode(event));
    });
  }

  /** The event that goes next. */
  head(slot: number): LaneTableEvent | undefined {
    return this.waitingCount(slot) === 0 ? undefined : fromCode(this.#code(slot, 0));
  }

  /** The number of the event that goes next; 0: nothing waits. */
  headSeq(slot: number): number {
    const flags = this.#read(slot, wordOf.flags);
    if (((flags >>> longField.shift) & 1) === 1) return seqOf(this.#code(slot, 0));
    return ((flags >>> countField.shift) & countField.mask) === 0 ? 0 : this.#seq(slot, 0);
  }

  /** Of the waiting event at `index`, which is less than `waitingCount`. */
  actionAt(slot: number, index: number): EventKind {
    return actionOf(this.#code(slot, index));
  }

  /** Of the waiting event at `index`, which is less than `waitingCount`. */
  severityAt(slot: number, index: number): EventSeverity {
    return severityOf(this.#code(slot, index));
  }

  push(slot: number, event: LaneTableEvent): void {
    const code = toCode(event);
    if (this.#field(slot, longField) === 1) {
      this.#long(slot).push(code);
      return;
    }
    const count = this.waitingCount(slot);
    if (count === rowEvents) {
      this.#setLong(slot, [...this.#codes(slot), code]);
      return;
    }
    this.#setField(slot, countField, count + 1);
    this.#setCode(slot, count, code);
  }

  /** Takes out the event that goes next; `undefined`: nothing waits. */
  shift(slot: number): LaneTableEvent | undefined {
    const count = this.waitingCount(slot);
    if (count === 0) return undefined;
    const event = fromCode(this.#code(slot, 0));
    if (this.#field(slot, longField) === 1) {
      const queue = this.#long(slot);
      queue.shift();
      // Not at three already: a queue around that length would come and go with every event.
      if (queue.length === 1) this.#setCodes(slot, queue.toArray());
      return event;
    }
    for (let index = 1; index < count; index++) this.#setCode(slot, index - 1, this.#code(slot, index));
    this.#setField(slot, countField, count - 1);
    return event;
  }

  /** Puts an event before those that wait. */
  unshift(slot: number, event: LaneTableEvent): void {
    const code = toCode(event);
    if (this.#field(slot, longField) === 1) this.#long(slot).unshift(code);
    else if (this.waitingCount(slot) === rowEvents) this.#setLong(slot, [code, ...this.#codes(slot)]);
    else this.#setCodes(slot, [code, ...this.#codes(slot)]);
  }

  #codes(slot: number): number[] {
    return Array.from({ length: this.waitingCount(slot) }, (_, index) => this.#code(slot, index));
  }

  #setCodes(slot: number, codes: readonly number[]): void {
    this.#setShort(slot, codes.length);
    codes.forEach((code, index) => {
      this.#setCode(slot, index, code);
    });
  }

  #setShort(slot: number, count: number): void {
    if (this.#field(slot, longField) === 1) this.#longQueues.delete(slot);
    this.#setField(slot, longField, 0);
    this.#setField(slot, countField, count);
  }

  #setLong(slot: number, codes: number[]): void {
    this.#setField(slot, longField, 1);
    this.#setField(slot, countField, 0);
    this.#longQueues.set(slot, new LongQueue(codes));
  }

  #long(slot: number): LongQueue {
    const queue = this.#longQueues.get(slot);
    if (queue === undefined) throw new Error(`The queue of the lane in slot ${slot} is missing.`);
    return queue;
  }

  #code(slot: number, index: number): number {
    if (this.#field(slot, longField) === 1) return this.#long(slot).at(index) ?? 0;
    const bits = (this.#read(slot, wordOf.flags) >>> (index * eventBits)) & eventMask;
    return this.#seq(slot, index) * 2 ** eventBits + bits;
  }

  #setCode(slot: number, index: number, code: number): void {
    this.#setSeq(slot, index, seqOf(code));
    const shift = index * eventBits;
    const others = this.#read(slot, wordOf.flags) & ~(eventMask << shift);
    this.#write(slot, wordOf.flags, others | ((code % 2 ** eventBits) << shift));
  }

  /** One of the four numbers of a row: of three events and, at 3, of what the incident is known by. */
  #seq(slot: number, index: number): number {
    const high = (this.#read(slot, wordOf.highs) >>> (8 * index)) & 0xff;
    return high * word + this.#read(slot, wordOf.seqs + index);
  }

  #setSeq(slot: number, index: number, seq: number): void {
    const others = this.#read(slot, wordOf.highs) & ~(0xff << (8 * index));
    this.#write(slot, wordOf.highs, others | (Math.floor(seq / word) << (8 * index)));
    this.#write(slot, wordOf.seqs + index, seq % word);
  }

  #field(slot: number, { shift, mask }: Field): number {
    return (this.#read(slot, wordOf.flags) >>> shift) & mask;
  }

  #setField(slot: number, { shift, mask }: Field, value: number): void {
    const others = this.#read(slot, wordOf.flags) & ~(mask << shift);
    this.#write(slot, wordOf.flags, others | (value << shift));
  }

  #read(slot: number, index: number): number {
    return this.#chunks.of(slot).read(slot, index);
  }

  #write(slot: number, index: number, value: number): void {
    this.#chunks.of(slot).write(slot, index, value);
  }
}

function wordAt(hash: Uint8Array, at: number): number {
  const high = ((hash[at + 3] ?? 0) << 8) | (hash[at + 2] ?? 0);
  return ((high << 16) | ((hash[at + 1] ?? 0) << 8) | (hash[at] ?? 0)) >>> 0;
}
