import { join } from 'node:path';
import { type Bench, type BenchOptions, sized } from './support/bench.ts';
import { benchFolder } from './support/bench-folder.ts';
import { finding } from './support/finding.ts';
import { alternate, Measured, type Measurement } from './support/measured.ts';
import { ratioOf } from './support/series.ts';
import { openSink, type Sink } from './support/sink.ts';
import { Subject } from './support/subject.ts';
import { yardstick } from './support/yardstick.ts';

const perRequest = 100;
const connections = 16;
const warmUp = 5000;

/** Events accepted a second: each is on disk before its answer. */
async function accepted(sink: Sink, events: number, paused: boolean): Promise<Measurement> {
  using folder = benchFolder();
  await using subject = await Subject.start({ data: join(folder.path, 'data'), paused });
  await subject.connect(sink.url);
  await subject.enqueue({ first: 0, events: warmUp, perRequest, connections });
  if (!paused) await subject.idle(60_000);
  const usedBefore = subject.used;
  const report = await subject.enqueue({ first: warmUp, events, perRequest, connections });
  const microseconds = (subject.used - usedBefore) / events;
  const waiting = await subject.backlog();
  if (paused && waiting !== warmUp + events) {
    throw new Error(`${warmUp + events} events were accepted, and ${waiting} wait`);
  }
  if (!paused) await subject.idle(120_000);
  return { perSecond: report.perSecond, microseconds };
}

/** How fast events are accepted in arrays, while nothing is sent and while everything is. */
export const enqueueBench: Bench = {
  name: 'enqueue',
  limit: 20,
  async run(options: BenchOptions) {
    const events = sized(100_000, options);
    await using sink = await openSink(options.say);
    const bare = new Measured('bare loop', () => yardstick(sink, events));
    const paused = new Measured('paused', () => accepted(sink, events, true));
    const running = new Measured('running', () => accepted(sink, events, false));
    await alternate(options.rounds, [bare, paused, running], options.say);
    return {
      setting: `${events} events of 600 bytes in arrays of ${perRequest} over ${connections} connections, ${options.rounds} rounds, sink: ${sink.kind}`,
      findings: [
        finding('bare loop', bare.rate, ' events/s'),
        finding('accepted, delivery paused', paused.rate, ' events/s'),
        finding('accepted, delivery running', running.rate, ' events/s'),
        finding('bare loop: main thread, an event', bare.cost, ' µs'),
        finding('delivery paused: main thread, an event', paused.cost, ' µs'),
        finding('paused / bare loop', ratioOf(paused.rate, bare.rate), '', { atLeast: 1.5 }),
        finding('running / bare loop', ratioOf(running.rate, bare.rate), ''),
      ],
    };
  },
};
