import { type Bench, sized } from './support/bench.ts';
import { finding } from './support/finding.ts';
import { alternate, Measured } from './support/measured.ts';
import { ratioOf } from './support/series.ts';
import { openSink } from './support/sink.ts';
import { yardstick } from './support/yardstick.ts';

/** The bare loop against itself: how far apart two things that are the same can seem on this machine now. */
export const yardstickBench: Bench = {
  name: 'yardstick',
  limit: 10,
  async run(options) {
    const events = sized(100_000, options);
    await using sink = await openSink(options.say);
    const first = new Measured('bare loop', () => yardstick(sink, events));
    const second = new Measured('again', () => yardstick(sink, events));
    await alternate(options.rounds, [first, second], options.say);
    return {
      setting: `${events} events of 600 bytes, 64 connections, sink: ${sink.kind}`,
      findings: [
        finding('bare loop', first.rate, ' events/s'),
        finding('bare loop again', second.rate, ' events/s'),
        finding('bare loop: main thread, an event', first.cost, ' µs'),
        finding('ratio of the same to the same', ratioOf(second.rate, first.rate), ''),
      ],
    };
  },
};
