import type { DeliveryStore, EventEnd, LoggedEvent } from '../store/delivery-store.ts';
import type { CancelWhat } from './delivery-service.ts';
import { incidentHash } from './incident-hash.ts';
import type { LaneBook } from './lane-book.ts';
import type { LaneTable } from './lane-table.ts';
import type { Target } from './target.ts';
import type { Targets } from './targets.ts';

/** Rows asked for at a time. */
const part = 500;

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
    if (what.what === 'connector') return this.withdrawOf(what.connectorId, end);
    if (what.what === 'incident') return this.#cancelIncident(what.connectorId, what.dedupKey, end);
    const found: Found[] = [];
    for (const seq of what.seqs) {
      const event = await this.#deps.store.event(seq);
      if (event?.state === 'waiting') found.push(event);
    }
    return this.#withdraw(found, end, false);
  }

  /** Ends everything of a connector that waits, but resolves of incidents that may be open. Returns how many. */
  async withdrawOf(connectorId: string, end: EventEnd, kept: readonly Found['kind'][] = []): Promise<number> {
    let count = 0;
    for await (const rows of this.ofConnector(connectorId)) {
      count += this.#withdraw(
        rows.filter(({ kind }) => !kept.includes(kind)),
        end,
        true,
      );
    }
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

  /** The slot of the lane in which an event waits; -1: it waits no more. */
  slotOf({ seq, targetId, dedupKey }: Found): number {
    const { table, hashSalt } = this.#deps;
    if (dedupKey !== null) return table.find(incidentHash(hashSalt, targetId, dedupKey));
    // A change event's lane has no name. Nobody asks for one often.
    for (const slot of table.slots()) {
      if (table.target(slot) === targetId && table.headSeq(slot) === seq) return slot;
    }
    return -1;
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
    for (const event of events) {
      const slot = this.slotOf(event);
      const target: Target | undefined = this.#deps.targets.byId(event.targetId);
      if (slot === -1 || target === undefined) continue;
      if (keepResolves && event.kind === 'resolve' && this.#deps.book.mayBeOpen(slot)) continue;
      count += this.#deps.book.withdraw(slot, target, new Set([event.seq]), end).length;
    }
    return count;
  }
}
