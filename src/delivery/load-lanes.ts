import { type DeliveryStore, incidentHashLength, kindCodes, severityCodes } from '../store/delivery-store.ts';
import type { Failures } from './failures.ts';
import type { Journal } from './journal.ts';
import type { LaneBook } from './lane-book.ts';
import type { Target } from './target.ts';

/** Rows read at a time. */
const part = 10_000;

export interface LoadOptions {
  readonly store: Pick<DeliveryStore, 'loadWaiting' | 'loadOpen'>;
  readonly book: LaneBook;
  readonly failures: Failures;
  readonly journal: Pick<Journal, 'write'>;
  readonly targetById: (id: number) => Target | undefined;
  /** Triggers with a number up to this may have left before the process ended (rule 15). */
  readonly uncleanSeq: number;
  readonly now: () => number;
}

/** Brings back what waited and what may be open when the process ended, in the order in which it was accepted. */
export async function loadLanes(options: LoadOptions): Promise<void> {
  await loadOpen(options);
  for (let after = 0; ; ) {
    const rows = await options.store.loadWaiting(after, part);
    const count = rows.seq.length;
    for (let index = 0; index < count; index++) {
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
        continue;
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
    if (count < part) return;
    after = rows.seq[count - 1] ?? after;
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
