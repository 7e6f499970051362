import type { DeliveryStore } from '../../store/delivery-store.ts';
import type { TextBlock } from '../../store/text-block.ts';
import type { LaneTable } from '../lanes/lane-table.ts';
import type { Target } from '../pacing/target.ts';
import type { BodyCache } from './body-cache.ts';

/** Events whose bodies are fetched at once, and how many of them are wanted at hand (rule 17). */
const perRead = 512;
const wanted = 2000;
/** A target with a limit sends this many at most in a minute or so; more would only fill memory. */
const wantedWithLimit = 128;
const mostBytes = 4 * 1024 * 1024;

export interface ReadAheadDependencies {
  readonly store: Pick<DeliveryStore, 'bodies'>;
  readonly table: LaneTable;
  readonly cache: BodyCache;
  /** Bodies of this target have come, or could not be had. */
  readonly onRead: (target: Target) => void;
  readonly onFailure: (target: Target, error: unknown) => void;
}

/** Fetches the bodies of what goes next before it goes, so that sending never waits for the disk. */
export class ReadAhead {
  readonly #deps: ReadAheadDependencies;
  readonly #reading = new Set<number>();
  readonly #hungry = new Set<Target>();
  /** Targets that missed another body while theirs were read: their lanes have gone on meanwhile. */
  readonly #missed = new Set<Target>();

  constructor(dependencies: ReadAheadDependencies) {
    this.#deps = dependencies;
  }

  /**
   * Sees to it that bodies of the target's next lanes are at hand. `missed`: the very next one, which is missing;
   * `undefined`: it is not, and more are fetched only when few are left.
   */
  see(target: Target, missed: number | undefined): void {
    if (this.#hungry.has(target)) {
      if (missed !== undefined) this.#missed.add(target);
      return;
    }
    // Another target reads it: the event has moved from there meanwhile.
    if (missed !== undefined && this.#reading.has(missed)) this.#missed.add(target);
    const { cache, table } = this.#deps;
    const isEnough = cache.size > wanted / 2 || cache.isFull || target.queue.queued <= cache.size;
    if (missed === undefined && isEnough) return;
    const count = target.budget.limit === undefined ? wanted : wantedWithLimit;
    // What goes next need not stand at the front: every tenth call is for the lane that has waited longest.
    const missing = new Set(missed === undefined || this.#reading.has(missed) ? [] : [missed]);
    for (const slot of target.queue.upcoming(count)) {
      const seq = table.headSeq(slot);
      if (!cache.has(seq) && !this.#reading.has(seq)) missing.add(seq);
    }
    if (missing.size > 0) void this.#read(target, [...missing]);
  }

  async #read(target: Target, seqs: readonly number[]): Promise<void> {
    this.#hungry.add(target);
    for (const seq of seqs) this.#reading.add(seq);
    let hasFailed = false;
    try {
      for (let from = 0; from < seqs.length && (from === 0 || !this.#deps.cache.isFull); ) {
        const part = seqs.slice(from, from + perRead);
        const bodies = await this.#deps.store.bodies(Float64Array.from(part), mostBytes);
        if (bodies.length === 0) throw new Error('The store gave no body at all.');
        this.#keep(part, bodies);
        from += bodies.length;
        this.#deps.onRead(target);
      }
    } catch (error) {
      hasFailed = true;
      this.#deps.onFailure(target, error);
    } finally {
      for (const seq of seqs) this.#reading.delete(seq);
      this.#hungry.delete(target);
    }
    // After a failure this one is woken a little later anyway.
    if (hasFailed) this.#missed.delete(target);
    const missed = [...this.#missed].filter((each) => !this.#hungry.has(each));
    for (const each of missed) {
      this.#missed.delete(each);
      this.#deps.onRead(each);
    }
  }

  #keep(seqs: readonly number[], bodies: TextBlock): void {
    const gone = bodies.findEmpty();
    if (gone !== -1) throw new Error(`Event ${seqs[gone]} waits, and has no body in the store.`);
    this.#deps.cache.put(seqs, bodies);
  }
}
