import { join } from 'node:path';
import { Alertmanager } from './support/alertmanager.ts';
import { type Bench, type BenchOptions, sized } from './support/bench.ts';
import { benchFolder } from './support/bench-folder.ts';
import { finding } from './support/finding.ts';
import type { LoadReport } from './support/load.ts';
import { alternate, Measured, type Measurement } from './support/measured.ts';
import { type Arrival, arrivalOf } from './support/receipts.ts';
import { ratioOf } from './support/series.ts';
import { openSink, type Sink } from './support/sink.ts';
import { Subject } from './support/subject.ts';
import { yardstick } from './support/yardstick.ts';

const connections = 64;
const warmUp = 5000;

/** From the first request of the load to the last receipt at the sink. */
const endToEnd = (report: LoadReport, arrival: Arrival) =>
  (arrival.events / (arrival.lastAt - report.startedAt)) * 1000;

async function relayed(sink: Sink, events: number): Promise<Measurement> {
  using folder = benchFolder();
  await using subject = await Subject.start({ data: join(folder.path, 'data'), paused: false });
  await subject.connect(sink.url);
  await subject.relay({ first: 0, events: warmUp, connections });
  await subject.idle(60_000);
  const usedBefore = subject.used;
  const [arrival, report] = await Promise.all([
    arrivalOf(sink, events, { patience: 180_000 }),
    subject.relay({ first: warmUp, events, connections }),
  ]);
  const microseconds = (subject.used - usedBefore) / events;
  await subject.idle(60_000);
  return { perSecond: endToEnd(report, arrival), microseconds };
}

/** Alertmanager gets no warm-up: what it has been told once it keeps. */
async function throughAlertmanager(sink: Sink, events: number): Promise<Measurement> {
  await using alertmanager = await Alertmanager.start(sink);
  const [arrival, report] = await Promise.all([
    arrivalOf(sink, events, { patience: 60_000, orFewer: true }),
    alertmanager.post({ first: 0, events }),
  ]);
  // It has no main thread.
  return { perSecond: endToEnd(report, arrival), microseconds: Number.NaN };
}

/** Single events posted to the relay, each on disk before its 202, until the last has reached the sink. */
export const relayBench: Bench = {
  name: 'relay',
  limit: 30,
  async run(options: BenchOptions) {
    const events = sized(100_000, options);
    const alerts = sized(20_000, options);
    await using sink = await openSink(options.say);
    const bare = new Measured('bare loop', () => yardstick(sink, events));
    const tocsin = new Measured('relay', () => relayed(sink, events));
    const alertmanager = new Measured('Alertmanager', () => throughAlertmanager(sink, alerts));
    await alternate(options.rounds, [bare, tocsin, alertmanager], options.say);
    return {
      setting: `${events} events of 600 bytes, one a request over ${connections} connections; Alertmanager 0.25 of Debian got ${alerts} of them as alerts, 64 a request as Prometheus does; ${options.rounds} rounds, sink: ${sink.kind}`,
      findings: [
        finding('bare loop', bare.rate, ' events/s'),
        finding('relay, end to end', tocsin.rate, ' events/s'),
        finding('Alertmanager, end to end', alertmanager.rate, ' events/s'),
        finding('bare loop: main thread, an event', bare.cost, ' µs'),
        finding('relay: main thread, an event', tocsin.cost, ' µs'),
        finding('relay / bare loop', ratioOf(tocsin.rate, bare.rate), '', { atLeast: 0.4 }),
        finding('relay / Alertmanager', ratioOf(tocsin.rate, alertmanager.rate), '', { atLeast: 5 }),
      ],
    };
  },
};
