import { join } from 'node:path';
import { type Bench, type BenchOptions, sized } from './support/bench.ts';
import { benchFolder } from './support/bench-folder.ts';
import { finding } from './support/finding.ts';
import { seriesOf } from './support/series.ts';
import { nodeSink } from './support/sink.ts';
import { type Latency, steadily, type TimedSink } from './support/steadily.ts';
import { Subject } from './support/subject.ts';
import { written } from './support/written.ts';

const perSecond = 1000;
const warmUp = 5000;

async function throughRelay(sink: TimedSink, events: number) {
  using folder = benchFolder();
  await using subject = await Subject.start({ data: join(folder.path, 'data'), paused: false });
  await subject.connect(sink.url);
  await subject.relay({ first: 0, events: warmUp, connections: 16 });
  await subject.idle(60_000);
  // Awaited here: the server has to live until it is done.
  return await steadily({ url: `${subject.url}/v2/enqueue`, first: warmUp, events, perSecond }, sink);
}

/** How long an accepted event takes to the sink, at an even pace. */
export const latencyBench: Bench = {
  name: 'latency',
  limit: 15,
  async run(options: BenchOptions) {
    const events = sized(20_000, options);
    const bare: Latency[] = [];
    const after202: Latency[] = [];
    const whole: Latency[] = [];
    for (let round = 1; round <= options.rounds; round++) {
      await using sink = await nodeSink();
      bare.push((await steadily({ url: sink.url, first: warmUp, events, perSecond }, sink)).whole);
      const latency = await throughRelay(sink, events);
      after202.push(latency.after202);
      whole.push(latency.whole);
      const { p50, p99, max } = latency.after202;
      options.say(
        `round ${round} of ${options.rounds}: p50 ${written(p50)}, p99 ${written(p99)}, max ${written(max)} ms; straight to the sink p99 ${written(bare.at(-1)?.p99 ?? 0)} ms`,
      );
    }
    const of = (latencies: readonly Latency[], which: keyof Latency) =>
      seriesOf(latencies.map((latency) => latency[which]));
    return {
      setting: `${perSecond} single events of 600 bytes a second through the relay for ${events / perSecond} s, open loop; ${options.rounds} rounds, sink: bare node:http, which notes the time. Below 0: the event was at the sink before its caller had read the 202`,
      findings: [
        finding('202 to receipt, p50', of(after202, 'p50'), ' ms'),
        finding('202 to receipt, p99', of(after202, 'p99'), ' ms', { below: 15 }),
        finding('202 to receipt, longest', of(after202, 'max'), ' ms'),
        finding('straight to the sink, request to receipt, p99', of(bare, 'p99'), ' ms'),
        finding('request to receipt, p50', of(whole, 'p50'), ' ms'),
        finding('request to receipt, p99', of(whole, 'p99'), ' ms'),
      ],
    };
  },
};
