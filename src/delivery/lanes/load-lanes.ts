import {
  type DeliveryStore,
  incidentHashLength,
  kindCodes,
  severityCodes,
  type WaitingColumns,
} from '../../store/delivery-store.ts';
import type { Journal } from '../journal.ts';
import type { Target } from '../pacing/target.ts';
import type { Failures } from '../sending/failures.ts';
import type { LaneBook } from './lane-book.ts';

/** Rows read at a time. */
const part = 10_000;

export interface LoadOptions {
  readonly store: Pick<DeliveryStore, 'loadWaiting' | 'loadMerged' | 'loadOpen'>;
  readonly book: Pick<LaneBook, 'arrive' | 'restore' | 'mayHaveLeft' | 'rememberBy'>;
  readonly failures: Pick<Failures, 'restore'>;
  readonly journal: Pick<Journal, 'write'>;
  readonly targetById: (id: number) => Target | undefined;
  /** Triggers with a number up to this may have left before the process ended (rule 15). */
  readonly uncleanSeq: number;
  readonly now: () => number;
}

/**
 * Brings back what waited and what may be open when the process ended. The events arrive anew in the order of their
 * places: that of acceptance, but for a trigger that has taken an older one's place, so that each lane is as it was
 * ("The lane", rules 1 and 4).
 */
export async function loadLanes(options: LoadOptions): Promise<void> {
  await loadOpen(options);
  const { store } = options;
  const own = new WaitingPages((after) => store.loadWaiting(after, part));
  const merged = new WaitingPages((after) => store.loadMerged(after, part));
  for (;;) {
    // Before anything of a higher place arrives: what has arrived may change its place on disk, but never to one above.
    if (merged.isSpent) await merged.read();
    if (own.isSpent) await own.read();
    const next = merged.place < own.place ? merged : own;
    if (next.rows === undefined || next.place === Number.POSITIVE_INFINITY) return;
    bringBack(options, next.rows, next.index++);
  }
}

/**
 * Events that wait, in rising order of place, of which one page at a time is in memory; the store reads the next one
 * meanwhile. It may: what has not arrived yet does not change on disk.
 */
class WaitingPages {
  readonly #load: (after: number) => Promise<WaitingColumns>;
  #isLast = false;
  #coming: Promise<WaitingColumns> | undefined;
  /** `undefined`: nothing was read. */
  rows: WaitingColumns | undefined;
  /** Of the next event, in `rows`. */
  index = 0;

  constructor(load: (after: number) => Promise<WaitingColumns>) {
    this.#load = load;
  }

  /** The next event's; `Infinity` when there is none. */
  get place(): number {
    return this.rows?.place[this.index] ?? Number.POSITIVE_INFINITY;
  }

  get isSpent(): boolean {
    return !this.#isLast && this.index === (this.rows?.seq.length ?? 0);
  }

  async read(): Promise<void> {
    this.rows = await (this.#coming ?? this.#load(0));
    this.index = 0;
    this.#isLast = this.rows.seq.length < part;
    if (this.#isLast) return;
    this.#coming = this.#load(this.rows.place.at(-1) ?? 0);
    // Whoever comes to that page hears of it; nobody may.
    this.#coming.catch(() => {});
  }
}

function bringBack(options: LoadOptions, rows: WaitingColumns, index: number): void {
  const target = options.targetById(rows.targetId[index] ?? 0);
  const seq = rows.seq[index] ?? 0;
  if (target === undefined) throw new Error(`Event ${seq} waits for a target that is not known.`);
  const action = kindCodes[rows.kind[index] ?? 0] ?? 'trigger';
  const hash = rows.hash.subarray(index * incidentHashLength, (index + 1) * incidentHashLength);
  const once = rows.once[index] === 1;
  const mayHaveLeft = action === 'trigger' && seq <= options.uncleanSeq;
  const marked = mayHaveLeft ? options.book.mayHaveLeft(target, hash) : -1;
  if (once) {
    endOnce(options, seq, marked !== -1 && options.book.rememberBy(marked, seq));
    return;
  }
  const attempts = rows.attempts[index] ?? 0;
  const slot = options.book.arrive({
    id: seq,
    action,
    severity: severityCodes[rows.severity[index] ?? 0] ?? 'info',
    tried: attempts > 0,
    once,
    target,
    hash: action === 'change' ? undefined : hash,
    waitingSince: rows.waitingSince[index] ?? 0,
  });
  if (attempts > 0 && slot !== -1) {
    options.failures.restore(slot, seq, {
      attempts,
      failed: rows.failed[index] ?? 0,
      held: rows.held[index] ?? 0,
    });
  }
}

async function loadOpen({ store, book, targetById }: LoadOptions): Promise<void> {
  for (let after = 0; ; ) {
    const rows = await store.loadOpen(after, part);
    const count = rows.seq.length;
    for (let index = 0; index < count; index++) {
      const target = targetById(rows.targetId[index] ?? 0);
      if (target === undefined) continue;
      const hash = rows.hash.subarray(index * incidentHashLength, (index + 1) * incidentHashLength);
      book.restore(target, hash, rows.state[index] === 1 ? 'open' : 'maybe_open', rows.seq[index] ?? 0);
    }
    if (count < part) return;
    after = rows.seq[count - 1] ?? after;
  }
}

/** Whoever waited for its one attempt is gone; it is not made again (rule 18). */
function endOnce({ journal, now }: LoadOptions, seq: number, mayBeOpen: boolean): void {
  const at = now();
  journal.write({
    settled: [{ seq, at, end: { state: 'failed', reason: 'network' } }],
    open: mayBeOpen ? [{ change: 'maybe_open', seq, instead: null, at }] : [],
  });
}
