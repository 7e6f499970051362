import { setTimeout as sleep } from 'node:timers/promises';
import { monotonic } from './monotonic.ts';
import type { Sink } from './sink.ts';

/** How a number of events came in at the sink. Times are of the clock of `monotonic`. */
export interface Arrival {
  readonly firstAt: number;
  readonly lastAt: number;
  readonly events: number;
  /** From the first to the last receipt. */
  readonly perSecond: number;
}

/**
 * Watches the sink until it has received `events` more than at the call, or `patience` milliseconds have passed since
 * (then it fails, or tells of those that came, if `orFewer`). The sink is asked every 10 ms, or 25 where they are
 * many: asking takes a part of the machine too.
 */
export async function arrivalOf(
  sink: Sink,
  events: number,
  { patience, orFewer = false, onFirst }: { patience: number; orFewer?: boolean; onFirst?: () => void },
): Promise<Arrival> {
  const pause = events > 20_000 ? 25 : 10;
  const before = await sink.received();
  const deadline = monotonic() + patience;
  let first: { readonly at: number; readonly count: number } | undefined;
  let last = { at: 0, count: 0 };
  for (;;) {
    const count = (await sink.received()) - before;
    const at = monotonic();
    if (count > 0 && first === undefined) {
      first = { at, count };
      onFirst?.();
    }
    if (count > last.count) last = { at, count };
    if (count >= events) break;
    if (at > deadline && orFewer && first !== undefined) break;
    if (at > deadline) throw new Error(`the sink got ${count} of ${events} events within ${patience} ms`);
    await sleep(pause);
  }
  const since = first ?? last;
  const milliseconds = Math.max(last.at - since.at, 1);
  return {
    firstAt: since.at,
    lastAt: last.at,
    events: last.count,
    perSecond: ((last.count - since.count) / milliseconds) * 1000,
  };
}
