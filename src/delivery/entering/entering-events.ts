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
  readonly #parts = new Set<readonly EnteringEvent[]>();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(events: readonly EnteringEvent[]): void {
    this.#parts.add(events);
    this.#count += events.length;
    for (const { target } of events) target.entering++;
  }

  /** They are in their lanes, or will never be. */
  remove(events: readonly EnteringEvent[]): void {
    if (!this.#parts.delete(events)) return;
    this.#count -= events.length;
    for (const { target } of events) target.entering--;
  }

  /** The dedup keys of those on their way to a target. */
  keysAt(target: Target): ReadonlySet<string> {
    const keys = new Set<string>();
    if (target.entering === 0) return keys;
    for (const events of this.#parts) {
      for (const { row, target: each } of events) {
        if (each === target && row.dedupKey !== null) keys.add(row.dedupKey);
      }
    }
    return keys;
  }
}
