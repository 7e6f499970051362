import { z } from 'zod';
import { waitFor } from '../../test/support/wait-for.ts';
import { startChild } from './child-process.ts';
import type { nodeSink } from './sink.ts';

const report = z.object({ sentAt: z.array(z.number()), acceptedAt: z.array(z.number()) });

/** Milliseconds. */
export interface Latency {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export function latencyOf(milliseconds: readonly number[]): Latency {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}

/** A sink that notes when each event came. */
export type TimedSink = Awaited<ReturnType<typeof nodeSink>>;

export interface SteadyTask {
  readonly url: string;
  /** The number of the first event; numbers that were used before belong to the same incidents. */
  readonly first: number;
  readonly events: number;
  readonly perSecond: number;
}

/** Posts at an even pace; how long after each request, and each 202, the sink had the event. */
export async function steadily(task: SteadyTask, sink: TimedSink) {
  await using child = startChild('steady-load', task);
  const { sentAt, acceptedAt } = report.parse(JSON.parse(await child.line()));
  const { first, events } = task;
  // The sink tells of each once.
  const receipts = new Map<number, number>();
  await waitFor(
    'the last receipt',
    async () => {
      for (const [number, at] of await sink.receipts()) {
        if (number >= first && number < first + events) receipts.set(number, at);
      }
      return receipts.size === events ? true : undefined;
    },
    60_000,
  );
  const since = (times: readonly number[]) =>
    times.map((time, index) => (receipts.get(first + index) ?? Number.POSITIVE_INFINITY) - time);
  return { after202: latencyOf(since(acceptedAt)), whole: latencyOf(since(sentAt)) };
}
