import { ChurningMap } from '../../churning-map.ts';
import type { EventRow } from '../../store/delivery-store.ts';
import type { Target } from '../pacing/target.ts';

/** An event on its way to disk, and where it goes. */
export interface EnteringEvent {
  readonly row: EventRow;
  readonly target: Target;
}

/**
 * Events on their way to disk: they have no lane yet. They hold their targets as much as what waits does, so that the
 * key they need is not erased meanwhile.
 */
export class EnteringEvents {
  /** By the number of their first. No `Set`: it would keep every event alive until the next full collection. */
  readonly #parts = new ChurningMap<readonly EnteringEvent[]>();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(events: readonly EnteringEvent[]): void {
    const [first] = events;
    if (first === undefined) return;
    this.#parts.set(first.row.seq, events);
    this.#count += events.length;
    for (const { target } of events) target.entering++;
  }

  /** They are in their lanes, or will never be. */
  remove(events: readonly EnteringEvent[]): void {
    const [first] = events;
    if (first === undefined || !this.#parts.delete(first.row.seq)) return;
    this.#count -= events.length;
    for (const { target } of events) target.entering--;
  }

  /** The dedup keys of those on their way to a target. */
  keysAt(target: Target): ReadonlySet<string> {
    const keys = new Set<string>();
    if (target.entering === 0) return keys;
    for (const events of this.#parts.values()) {
      for (const { row, target: each } of events) {
        if (each === target && row.dedupKey !== null) keys.add(row.dedupKey);
      }
    }
    return keys;
  }
}
