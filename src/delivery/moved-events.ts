import type { DeliveryStore, EventMove, LoggedEvent } from '../store/delivery-store.ts';
import type { EnteringEvents } from './entering/entering-events.ts';
import type { Journal } from './journal.ts';
import { following, rememberedBy } from './lanes/following.ts';
import { incidentHash } from './lanes/incident-hash.ts';
import type { LaneBook } from './lanes/lane-book.ts';
import type { LaneTable, LaneTableEvent } from './lanes/lane-table.ts';
import type { Target } from './pacing/target.ts';
import type { Failures } from './sending/failures.ts';
import type { WaitingEvents } from './waiting-events.ts';

const noHash = new Uint8Array(12);

export interface MovedEventsDependencies {
  readonly store: Pick<DeliveryStore, 'moveWaiting'>;
  readonly waiting: WaitingEvents;
  readonly table: LaneTable;
  readonly book: LaneBook;
  readonly failures: Failures;
  readonly journal: Pick<Journal, 'write'>;
  readonly entering: EnteringEvents;
  readonly hashSalt: string;
  readonly now: () => number;
  /** A number that no event has had. */
  readonly nextSeq: () => number;
}

/** What leaves one lane together, for one of another target. */
interface Leaving {
  readonly slot: number;
  readonly events: readonly LaneTableEvent[];
  readonly ids: ReadonlySet<number>;
  readonly dedupKey: string | null;
  /** In the lane to which it goes; `undefined` for a change event. */
  readonly hash: Uint8Array | undefined;
  /** Since when the lane has waited. */
  readonly waitingSince: number;
  /** What may be open where it was is remembered under another number; `was`: 0 while it had no row. */
  readonly left: { readonly by: number; readonly was: number; readonly seq: number } | undefined;
}

/** Takes events that wait to another target: on disk first, and nothing of their lanes is sent meanwhile (rule 19). */
export class MovedEvents {
  readonly #deps: MovedEventsDependencies;
  /** Incidents of which something is on its way, by `nameOf`. */
  readonly #moving = new Set<string>();

  constructor(dependencies: MovedEventsDependencies) {
    this.#deps = dependencies;
  }

  /** Whether something of an incident is about to come to this target from another one. */
  isMovingTo(target: Target, dedupKey: string): boolean {
    return this.#moving.size > 0 && this.#moving.has(nameOf(target, dedupKey));
  }

  /** `rows` wait for `from`; what may not go stays. Throws as the store does: then all stays. */
  async move(rows: readonly LoggedEvent[], from: Target, to: Target): Promise<void> {
    const lanes = this.#leaving(rows, from, to);
    if (lanes.length === 0) return;
    const at = this.#deps.now();
    for (const lane of lanes) this.#hold(lane, from, to);
    // It has none of them yet, and must not be forgotten meanwhile.
    to.entering++;
    let stays = true;
    try {
      await this.#deps.store.moveWaiting(lanes.flatMap((lane) => movesOf(lane, to, at)));
      stays = false;
    } finally {
      to.entering--;
      for (const lane of lanes) {
        if (lane.dedupKey !== null) this.#moving.delete(nameOf(to, lane.dedupKey));
        if (stays) this.#letStay(lane, from, at);
        else this.#letGo(lane, from, to);
      }
    }
  }

  #leaving(rows: readonly LoggedEvent[], from: Target, to: Target): Leaving[] {
    const { waiting, table, book, entering, hashSalt, nextSeq } = this.#deps;
    const slots = waiting.slotsOf(rows);
    const lanes = Map.groupBy(rows, ({ seq }) => slots.get(seq) ?? -1);
    const comes = entering.keysAt(from);
    const leaving: Leaving[] = [];
    for (const [slot, own] of lanes) {
      const dedupKey = own[0]?.dedupKey ?? null;
      // A resolve that is on its way here is of what waits here: it goes along later, together with it.
      if (slot === -1 || book.isHeld(slot) || (dedupKey !== null && comes.has(dedupKey))) continue;
      const events = following(table, book, slot, new Set(own.map(({ seq }) => seq)));
      if (events.length === 0) continue;
      const by = rememberedBy(table, slot, events)?.id;
      leaving.push({
        slot,
        events,
        ids: new Set(events.map(({ id }) => id)),
        dedupKey,
        hash: dedupKey === null ? undefined : incidentHash(hashSalt, to.id, dedupKey),
        waitingSince: table.place(slot),
        left: by === undefined ? undefined : { by, was: table.openSeq(slot), seq: nextSeq() },
      });
    }
    return leaving;
  }

  #hold({ slot, dedupKey, left }: Leaving, from: Target, to: Target): void {
    const { table, book } = this.#deps;
    book.hold(slot, from);
    if (dedupKey !== null) this.#moving.add(nameOf(to, dedupKey));
    if (left !== undefined) table.setState(slot, table.state(slot), left.seq);
  }

  #letGo({ slot, ids, hash, waitingSince }: Leaving, from: Target, to: Target): void {
    const { table, book, failures } = this.#deps;
    failures.carry(slot, (seq) => ids.has(seq));
    // What was cancelled or superseded meanwhile is over.
    const events = book.moveAway(slot, from, ids);
    const there = hash === undefined ? -1 : table.find(hash);
    if (there !== -1) failures.carry(there, (seq) => table.waiting(there).some(({ id }) => id === seq));
    book.arriveAhead(events.map((event) => ({ ...event, target: to, hash, waitingSince })));
  }

  #letStay({ slot, left }: Leaving, from: Target, at: number): void {
    const { table, book, journal } = this.#deps;
    if (left !== undefined && table.openSeq(slot) === left.seq) {
      const isGone = !table.waiting(slot).some(({ id }) => id === left.by);
      const had = left.was !== 0;
      table.setState(slot, table.state(slot), had || !isGone ? left.was : left.by);
      const change = { change: 'maybe_open', seq: left.by, instead: null, at } as const;
      if (!had && isGone) journal.write({ settled: [], open: [change] });
    }
    book.moveAway(slot, from, new Set());
  }
}

function movesOf({ events, hash, left }: Leaving, to: Target, at: number): EventMove[] {
  return events.map(({ id }) => ({
    seq: id,
    targetId: to.id,
    hash: hash ?? noHash,
    left: left?.by === id ? { seq: left.seq, at } : undefined,
  }));
}

/** No dedup key is lost in it: the number ends at the first space. */
const nameOf = (target: Target, dedupKey: string) => `${target.id} ${dedupKey}`;
