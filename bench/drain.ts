import { type Bench, type BenchOptions, sized } from './support/bench.ts';
import type { Severities } from './support/events.ts';
import { type Finding, finding } from './support/finding.ts';
import { alternate, Measured, type Measurement } from './support/measured.ts';
import { type PendingFolder, pendingFolder } from './support/pending-folder.ts';
import { mainThreadTime } from './support/process-cpu.ts';
import { arrivalOf } from './support/receipts.ts';
import { ratioOf, seriesOf } from './support/series.ts';
import { openSink, type Sink } from './support/sink.ts';
import { Subject, serverOf } from './support/subject.ts';
import { yardstick } from './support/yardstick.ts';

/** What one run of a server over what waits showed: its rate is from the first to the last receipt. */
interface Drained extends Measurement {
  /** Milliseconds from the start of the process. */
  readonly readyAfter: number;
  /** MiB. */
  readonly peak: number | undefined;
}

/** Starts a server on a copy of what waits and watches the first `events` of it arrive; all: until nothing waits. */
async function drained(sink: Sink, pending: PendingFolder, events = pending.events): Promise<Drained> {
  using copy = pending.copy();
  let usedBefore = Number.NaN;
  const onFirst = () => {
    usedBefore = mainThreadTime(serverOf(copy.data));
  };
  const arriving = arrivalOf(sink, events, { patience: 60_000 + events / 2, onFirst });
  // It is awaited below; until then a start that fails must not leave it unheard.
  arriving.catch(() => {});
  await using subject = await Subject.start({ data: copy.data, paused: false });
  const { perSecond } = await arriving;
  const microseconds = (subject.used - usedBefore) / events;
  if (events === pending.events) await subject.idle(60_000);
  return { perSecond, microseconds, readyAfter: subject.readyAfter, peak: subject.memory.peak };
}

/** Drains against the bare loop: all of one severity, and of all severities in no order. */
async function againstBareLoop(sink: Sink, options: BenchOptions): Promise<Finding[]> {
  const events = sized(100_000, options);
  using plain = await pendingFolder(sink, events, 'error');
  using mixed = await pendingFolder(sink, events, 'mixed');
  const bare = new Measured('bare loop', () => yardstick(sink, events));
  const inOrder = new Measured('drain', () => drained(sink, plain));
  const inNoOrder = new Measured('drain, severities mixed', () => drained(sink, mixed));
  await alternate(options.rounds, [bare, inOrder, inNoOrder], options.say);
  const goal = { atLeast: 0.8 };
  return [
    finding('bare loop', bare.rate, ' events/s'),
    finding(`drain of ${events}`, inOrder.rate, ' events/s'),
    finding(`drain of ${events}, severities mixed`, inNoOrder.rate, ' events/s'),
    finding('bare loop: main thread, an event', bare.cost, ' µs'),
    finding('drain: main thread, an event', inOrder.cost, ' µs'),
    finding('drain, severities mixed: main thread, an event', inNoOrder.cost, ' µs'),
    finding('drain / bare loop', ratioOf(inOrder.rate, bare.rate), '', goal),
    finding('drain, severities mixed / bare loop', ratioOf(inNoOrder.rate, bare.rate), '', goal),
  ];
}

/** The same with few and with very many pending. */
async function fewAndMany(sink: Sink, options: BenchOptions, severities: Severities): Promise<Finding[]> {
  const few = sized(10_000, options);
  const many = sized(1_000_000, options);
  const window = sized(100_000, options);
  using little = await pendingFolder(sink, few, severities);
  using much = await pendingFolder(sink, many, severities);
  const runs: Drained[] = [];
  const first = new Measured(`${few} pending`, () => drained(sink, little));
  // As many events as with few: both servers have just started, and are as cold.
  const sameFirst = new Measured(`the first ${few} of ${many}`, () => drained(sink, much, few));
  const more = new Measured(`the first ${window} of ${many}`, async () => {
    const run = await drained(sink, much, window);
    runs.push(run);
    return run;
  });
  await alternate(options.rounds, [first, sameFirst, more], options.say);
  const whole = await drained(sink, much);
  runs.push(whole);
  options.say(`all of ${many}: ${Math.round(whole.perSecond)} events/s`);
  const named = severities === 'mixed' ? `${many} pending, severities mixed` : `${many} pending`;
  const peaks = runs.map(({ peak }) => peak).filter((peak) => peak !== undefined);
  const goal = { atLeast: 0.8 };
  return [
    finding(`${named}: accepted while paused, in arrays of 1,000`, much.perSecond, ' events/s'),
    finding(`${named}: all of them`, whole.perSecond, ' events/s'),
    finding(`${named}: the first ${few} / ${few} pending`, ratioOf(sameFirst.rate, first.rate), '', goal),
    finding(`${named}: the first ${window} / ${few} pending`, ratioOf(more.rate, first.rate), '', goal),
    finding(`${named}: most memory (VmHWM), whole drain`, whole.peak ?? Number.NaN, ' MB', { below: 256 }),
    finding(`${named}: most memory of all runs`, Math.max(...peaks), ' MB', { below: 256 }),
    finding(`${named}: ready after`, seriesOf(runs.map(({ readyAfter }) => readyAfter / 1000)), ' s', {
      atMost: 5,
    }),
  ];
}

/** How fast what waits is sent after a start. */
export const drainBench: Bench = {
  name: 'drain',
  limit: 60,
  async run(options) {
    await using sink = await openSink(options.say);
    const findings = [
      ...(await againstBareLoop(sink, options)),
      ...(await fewAndMany(sink, options, 'error')),
      ...(await fewAndMany(sink, options, 'mixed')),
    ];
    return {
      setting: `Events of 600 bytes, each of an incident of its own, from the first to the last receipt after a start of the server; ${options.rounds} rounds, sink: ${sink.kind}`,
      findings,
    };
  },
};
