import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SimulatedTime } from '../../../test/support/simulation/simulated-time.ts';
import { RunEnded, type ScheduledRun, Scheduler } from './scheduler.ts';

const start = Date.UTC(2026, 4, 6, 10, 0, 0);
const minute = 60_000;
const every = (interval: number) => ({ interval, timeout: 300_000 });

interface Story {
  readonly concurrency?: number;
  /** How long a run takes, or what it does. */
  readonly run?: (run: ScheduledRun, time: SimulatedTime) => Promise<void>;
}

/** A scheduler in simulated time, and all the runs that it has started. */
function world({ concurrency = 10, run = async () => {} }: Story = {}) {
  const time = new SimulatedTime(start);
  const runs: { ruleId: string; at: number; late: number }[] = [];
  const problems: unknown[] = [];
  const scheduler = new Scheduler({
    clock: { now: () => time.now, after: (milliseconds, what) => time.after(milliseconds, what) },
    nextTurn: setImmediate,
    concurrency,
    run: (each) => {
      runs.push({ ruleId: each.ruleId, at: each.startedAt - start, late: each.startedAt - each.dueAt });
      return run(each, time);
    },
    onProblem: (_message, error) => problems.push(error),
  });
  scheduler.start();
  const of = (ruleId: string) => runs.filter((each) => each.ruleId === ruleId).map(({ at }) => at);
  return { time, scheduler, runs, of, problems };
}

/** A run that lasts, and ends early when it is told to. */
const lasting = (milliseconds: number) => (run: ScheduledRun, time: SimulatedTime) =>
  new Promise<void>((resolve) => {
    const cancel = time.after(milliseconds, resolve);
    run.signal.addEventListener('abort', () => {
      cancel();
      resolve();
    });
  });

/** A run that lasts and will not hear. */
const deaf = (milliseconds: number) => (_run: ScheduledRun, time: SimulatedTime) =>
  new Promise<void>((resolve) => void time.after(milliseconds, resolve));

const gaps = (times: readonly number[]) => times.slice(1).map((at, index) => at - (times[index] ?? 0));

test('a new rule runs at once, and from then on once in every interval, at its own beat', async () => {
  const { time, scheduler, of } = world();
  scheduler.add('a', every(minute), null);
  await time.run(10 * minute);
  const [first = -1, ...beats] = of('a');
  assert.equal(first, 0);
  assert.ok(beats.length >= 9);
  assert.deepEqual(new Set(gaps(beats)), new Set([minute]));
});

test('an interval of one second is kept', async () => {
  const { time, scheduler, of } = world();
  scheduler.add('a', every(1000), start);
  await time.run(60_000);
  assert.ok(of('a').length >= 59, `${of('a').length}`);
});

test('a thousand rules that are there at the start do not start together', async () => {
  const { time, scheduler, runs } = world({ concurrency: 1000 });
  for (let i = 0; i < 1000; i++) scheduler.add(`rule-${i}`, every(minute), start - 1);
  await time.run(2 * minute);
  const perSecond = new Array<number>(120).fill(0);
  for (const { at } of runs) perSecond[Math.floor(at / 1000)] = (perSecond[Math.floor(at / 1000)] ?? 0) + 1;
  assert.ok(Math.max(...perSecond) < 50, `${perSecond}`);
});

test('a rule that takes longer than its interval does not overlap itself, and what it missed is not made up for', async () => {
  let most = 0;
  let now = 0;
  const { time, scheduler, of } = world({
    run: async (run, t) => {
      most = Math.max(most, ++now);
      await lasting(3500)(run, t);
      now--;
    },
  });
  scheduler.add('a', every(1000), null);
  await time.run(20_000);
  assert.equal(most, 1);
  for (const gap of gaps(of('a'))) assert.ok(gap >= 3500 && gap <= 4500, `${gap}`);
});

test('after a time away each rule runs once, soon, and then keeps its beat', async () => {
  const { time, scheduler, of } = world();
  scheduler.add('a', every(minute), start - 1000 * minute);
  await time.run(10 * minute);
  const [first = -1, ...beats] = of('a');
  assert.ok(first <= 30_000);
  assert.ok(beats.length === 9 || beats.length === 10, `${beats.length}`);
  assert.deepEqual(new Set(gaps(beats)), new Set([minute]));
});

test('no more runs are under way than are allowed; the others begin late, the one that was due first before the rest', async () => {
  let most = 0;
  const { time, scheduler, runs } = world({
    concurrency: 3,
    run: async (run, t) => {
      most = Math.max(most, scheduler.running);
      await lasting(1000)(run, t);
    },
  });
  for (let i = 0; i < 10; i++) {
    scheduler.add(`rule-${i}`, every(3_600_000), null);
    await time.run(10);
  }
  await time.run(5000);
  assert.equal(most, 3);
  assert.deepEqual(
    runs.slice(0, 10).map(({ ruleId }) => ruleId),
    Array.from({ length: 10 }, (_, i) => `rule-${i}`),
  );
  assert.ok((runs[9]?.late ?? 0) > 2000);
});

test('a run that takes too long is told to end, with the reason', async () => {
  const reasons: unknown[] = [];
  const { time, scheduler, of } = world({
    run: async (run, t) => {
      run.signal.addEventListener('abort', () => reasons.push(run.signal.reason));
      await lasting(60_000)(run, t);
    },
  });
  scheduler.add('a', { interval: 10_000, timeout: 2000 }, null);
  await time.run(2000);
  assert.equal(reasons.length, 1);
  const [reason] = reasons;
  assert.ok(reason instanceof RunEnded);
  assert.equal(reason.why, 'timeout');
  assert.equal(reason.message, 'the run took longer than 2 s');
  assert.equal(scheduler.running, 0);
  await time.run(20_000);
  assert.ok(of('a').length >= 2, 'and it runs again');
});

test('a run that does not end when it is told to gives up its place, but its rule does not run beside it', async () => {
  const { time, scheduler, of } = world({
    concurrency: 1,
    run: (run, t) => (run.ruleId === 'deaf' ? deaf(30_000)(run, t) : Promise.resolve()),
  });
  scheduler.add('deaf', { interval: 1000, timeout: 2000 }, null);
  await time.run(1);
  scheduler.add('other', every(1000), null);
  await time.run(6900);
  assert.deepEqual(of('other'), []);
  await time.run(3000);
  assert.ok(of('other').length >= 2);
  assert.deepEqual(of('deaf'), [0]);
  await time.run(30_000);
  assert.ok((of('deaf')[1] ?? 0) >= 30_000);
});

test('a rule that is taken away ends its run, and never runs again', async () => {
  const reasons: unknown[] = [];
  const { time, scheduler, of } = world({
    run: async (run, t) => {
      await lasting(minute)(run, t);
      reasons.push(run.signal.reason);
    },
  });
  scheduler.add('a', every(1000), null);
  await time.run(1);
  assert.equal(scheduler.remove('a'), true);
  await time.run(minute);
  const [reason] = reasons;
  assert.ok(reason instanceof RunEnded && reason.why === 'removed');
  assert.deepEqual(of('a'), [0]);
  assert.equal(scheduler.remove('a'), false);
});

test('a rule that is taken away and added again does not run beside its run that will not end', async () => {
  const { time, scheduler, of } = world({ run: deaf(20_000) });
  scheduler.add('a', every(1000), null);
  await time.run(1);
  scheduler.remove('a');
  scheduler.add('a', every(1000), null);
  await time.run(15_000);
  scheduler.remove('a');
  scheduler.add('a', every(1000), null);
  await time.run(4900);
  assert.deepEqual(of('a'), [0]);
  await time.run(2000);
  assert.equal(of('a').length, 2);
});

test('a rule runs soon when asked to, unless it does so already or is not known', async () => {
  const { time, scheduler, of } = world({ run: lasting(5000) });
  scheduler.add('a', every(3_600_000), start - 1);
  await time.run(1);
  assert.deepEqual(of('a'), []);
  assert.equal(scheduler.runSoon('a'), 'soon');
  await time.run(1);
  assert.deepEqual(of('a'), [1]);
  assert.equal(scheduler.runSoon('a'), 'running');
  assert.equal(scheduler.runSoon('b'), 'unknown');
});

test('a rule runs at a time that is named, where its beat comes later, and then keeps its beat', async () => {
  const { time, scheduler, of } = world();
  scheduler.add('a', every(10 * minute), null);
  await time.run(1000);
  const beat = scheduler.nextRunAt('a') ?? Number.NaN;
  scheduler.notLaterThan('a', beat + 1);
  assert.equal(scheduler.nextRunAt('a'), beat);
  scheduler.notLaterThan('a', beat - 500);
  assert.equal(scheduler.nextRunAt('a'), beat - 500);
  scheduler.notLaterThan('a', Number.POSITIVE_INFINITY);
  scheduler.notLaterThan('nobody', start);
  await time.run(40 * minute);
  const [, early = -1, second = -1] = of('a');
  assert.equal(early, beat - 500 - start);
  assert.equal((second - (beat - start)) % (10 * minute), 0);
});

test('a rule that names a time while it runs is run then', async () => {
  const { time, scheduler, of } = world({ run: lasting(5000) });
  scheduler.add('a', every(60 * minute), null);
  await time.run(1000);
  scheduler.notLaterThan('a', start + 30_000);
  await time.run(minute);
  assert.deepEqual(of('a'), [0, 30_000]);
});

test('another interval holds from now on', async () => {
  const { time, scheduler, of } = world();
  scheduler.add('a', every(3_600_000), start - 1);
  await time.run(1);
  scheduler.add('a', every(10_000), start - 1);
  await time.run(minute);
  assert.equal(of('a').length, 6);
  scheduler.add('a', every(3_600_000), start - 1);
  await time.run(20 * minute);
  assert.ok(of('a').length <= 7);
});

test('another interval holds for a rule that is running, too', async () => {
  const { time, scheduler, of } = world({ run: lasting(5000) });
  scheduler.add('a', every(3_600_000), null);
  await time.run(1);
  scheduler.add('a', every(10_000), null);
  await time.run(minute);
  assert.ok(of('a').length >= 5, `${of('a').length}`);
});

test('nothing runs before the start and after the stop, which waits for what is under way', async () => {
  const { time, scheduler, of } = world({ run: lasting(5000) });
  scheduler.add('a', every(1000), null);
  await time.run(1);
  let isStopped = false;
  const stopped = scheduler.stop(1000).then(() => {
    isStopped = true;
  });
  await time.run(1);
  await stopped;
  assert.ok(isStopped);
  await time.run(minute);
  assert.deepEqual(of('a'), [0]);
});

test('the stop does not wait for what does not end', async () => {
  const { time, scheduler } = world({ run: deaf(60_000) });
  scheduler.add('a', every(1000), null);
  await time.run(1);
  let isStopped = false;
  const stopped = scheduler.stop(1000).then(() => {
    isStopped = true;
  });
  await time.run(999);
  assert.ok(!isStopped);
  await time.run(1);
  await stopped;
});

test('a run that fails is told of, and its rule runs again', async () => {
  const { time, scheduler, of, problems } = world({ run: () => Promise.reject(new Error('why')) });
  scheduler.add('a', every(1000), null);
  await time.run(5000);
  assert.ok(of('a').length >= 4);
  assert.equal(problems.length, of('a').length);
});

test('however many rules are due, the event loop has its turn after a few milliseconds of them', async () => {
  let now = start;
  const turns: (() => void)[] = [];
  let ran = 0;
  const scheduler = new Scheduler({
    clock: { now: () => now, after: () => () => {} },
    nextTurn: (what) => turns.push(what),
    concurrency: 1000,
    run: async () => {
      ran++;
      now += 1;
    },
    onProblem: (_message, error) => assert.fail(String(error)),
  });
  for (let i = 0; i < 100; i++) scheduler.add(`rule-${i}`, every(minute), null);
  scheduler.start();
  for (let turn = 1; turn <= 10; turn++) {
    turns.shift()?.();
    assert.ok(ran <= turn * 5, `${ran} runs in ${turn} turns`);
    await Promise.resolve();
    assert.equal(turns.length, 1, 'the next turn is asked for, and only that');
  }
  assert.ok(ran >= 40);
});

test('there is one timer, however many rules there are', async () => {
  const time = new SimulatedTime(start);
  let timers = 0;
  const scheduler = new Scheduler({
    clock: {
      now: () => time.now,
      after: (milliseconds, what) => {
        timers++;
        const cancel = time.after(milliseconds, () => {
          timers--;
          what();
        });
        return () => {
          timers--;
          cancel();
        };
      },
    },
    nextTurn: setImmediate,
    concurrency: 4,
    run: async () => {},
    onProblem: (_message, error) => assert.fail(String(error)),
  });
  for (let i = 0; i < 1000; i++) scheduler.add(`rule-${i}`, every(minute), start);
  scheduler.start();
  await time.run(minute);
  assert.equal(timers, 1);
});
