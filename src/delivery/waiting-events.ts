import type { DeliveryStore, EventEnd, LoggedEvent } from '../store/delivery-store.ts';
import type { CancelWhat } from './delivery-service.ts';
import { incidentHash } from './lanes/incident-hash.ts';
import type { LaneBook } from './lanes/lane-book.ts';
import type { LaneTable } from './lanes/lane-table.ts';
import type { Target } from './pacing/target.ts';
import type { Targets } from './pacing/targets.ts';

/** Rows asked for at a time: of change events all lanes are looked through for each part. */
const part = 5000;

export interface WaitingEventsDependencies {
  readonly store: Pick<DeliveryStore, 'event' | 'waitingOf'>;
  readonly table: LaneTable;
  readonly book: LaneBook;
  readonly targets: Targets;
  readonly hashSalt: string;
}

type Found = Pick<LoggedEvent, 'seq' | 'targetId' | 'dedupKey' | 'kind'>;

/** What waits, found by what the disk knows of it: whose it is, and by which number. */
export class WaitingEvents {
  readonly #deps: WaitingEventsDependencies;

  constructor(dependencies: WaitingEventsDependencies) {
    this.#deps = dependencies;
  }

  /** Rule 12: waiting events become dead letters; resolves of incidents that may be open stay unless named. */
  async cancel(what: CancelWhat): Promise<number> {
    const end: EventEnd = { state: 'dead', reason: 'cancelled' };
    if (what.what === 'connector') return this.#cancelConnector(what.connectorId, end);
    if (what.what === 'incident') return this.#cancelIncident(what.connectorId, what.dedupKey, end);
    const found: Found[] = [];
    for (const seq of what.seqs) {
      const event = await this.#deps.store.event(seq);
      if (event?.state === 'waiting') found.push(event);
    }
    return this.#withdraw(found, end, false);
  }

  /**
   * The connector is being deleted: everything of it that waits ends, but resolves. What is in flight is not tried again.
   */
  async endOfDeleted(connectorId: string): Promise<void> {
    const end: EventEnd = { state: 'dead', reason: 'connector_deleted' };
    for await (const rows of this.ofConnector(connectorId)) {
      const ending = rows.filter(({ kind }) => kind !== 'resolve');
      this.#withdraw(ending, end, true);
      this.#deps.book.endAfterFlight(new Set(ending.map(({ seq }) => seq)), end);
    }
  }

  /** Ends everything of a connector that waits, but resolves of incidents that may be open. Returns how many. */
  async #cancelConnector(connectorId: string, end: EventEnd): Promise<number> {
    let count = 0;
    for await (const rows of this.ofConnector(connectorId)) count += this.#withdraw(rows, end, true);
    return count;
  }

  /** What waits of a connector, in parts, oldest first. */
  async *ofConnector(connectorId: string, targetId?: number): AsyncGenerator<readonly LoggedEvent[]> {
    for (let after = 0; ; ) {
      const { rows, next } = await this.#deps.store.waitingOf({ connectorId, targetId }, after, part);
      yield rows;
      if (next === null) return;
      after = next;
    }
  }

  /** The slots of the lanes in which events wait, by number; what waits no more may be missing. */
  slotsOf(events: readonly Found[]): ReadonlyMap<number, number> {
    const { table, hashSalt } = this.#deps;
    const slots = new Map<number, number>();
    const changes = new Set<number>();
    for (const { seq, targetId, dedupKey } of events) {
      const slot = dedupKey === null ? -1 : table.find(incidentHash(hashSalt, targetId, dedupKey));
      if (slot !== -1) slots.set(seq, slot);
      if (dedupKey === null) changes.add(seq);
    }
    // A change event's lane has no name: all lanes are looked through once.
    if (changes.size === 0) return slots;
    for (const slot of table.slots()) {
      const seq = table.headSeq(slot);
      if (changes.has(seq)) slots.set(seq, slot);
    }
    return slots;
  }

  #cancelIncident(connectorId: string, dedupKey: string, end: EventEnd): number {
    const { targets, table, book, hashSalt } = this.#deps;
    let count = 0;
    for (const target of targets.ofConnector(connectorId)) {
      const slot = table.find(incidentHash(hashSalt, target.id, dedupKey));
      if (slot === -1) continue;
      const keepResolves = book.mayBeOpen(slot);
      const ids = table.waiting(slot).filter(({ action }) => !keepResolves || action !== 'resolve');
      count += book.withdraw(slot, target, new Set(ids.map(({ id }) => id)), end).length;
    }
    return count;
  }

  #withdraw(events: readonly Found[], end: EventEnd, keepResolves: boolean): number {
    let count = 0;
    const slots = this.slotsOf(events);
    for (const event of events) {
      const slot = slots.get(event.seq) ?? -1;
      const target: Target | undefined = this.#deps.targets.byId(event.targetId);
      if (slot === -1 || target === undefined) continue;
      if (keepResolves && event.kind === 'resolve' && this.#deps.book.mayBeOpen(slot)) continue;
      count += this.#deps.book.withdraw(slot, target, new Set([event.seq]), end).length;
    }
    return count;
  }
}
