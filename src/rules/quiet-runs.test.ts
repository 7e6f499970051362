import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SimulatedTime } from '../../test/support/simulation/simulated-time.ts';
import type { QuietRuns } from '../store/rule-store.ts';
import { QuietRunsLog } from './quiet-runs.ts';
import { pendingSince } from './rule-status.ts';

function world(keepQuiet?: (runs: readonly QuietRuns[]) => Promise<void>) {
  const time = new SimulatedTime(0);
  const written: (readonly QuietRuns[])[] = [];
  const problems: unknown[] = [];
  const log = new QuietRunsLog({
    store: {
      keepQuiet: async (runs) => {
        await keepQuiet?.(runs);
        written.push(runs);
      },
    },
    clock: { now: () => time.now, after: (milliseconds, what) => time.after(milliseconds, what) },
    onProblem: (_message, error) => problems.push(error),
  });
  const note = (ruleId: string, startedAt: number) =>
    log.note(ruleId, { startedAt, duration: 2, active: 1 }, pendingSince(startedAt));
  return { time, log, note, written, problems };
}

const run = (startedAt: number) => ({ startedAt, duration: 2, active: 1 });
const status = (at: number) => JSON.stringify(pendingSince(at));

test('runs are written down some seconds later, those of a rule together with its newest status', async () => {
  const { time, note, written } = world();
  note('a', 1);
  note('b', 2);
  note('a', 3);
  await time.run(4999);
  assert.deepEqual(written, []);
  await time.run(1);
  assert.deepEqual(written, [
    [
      { ruleId: 'a', status: status(3), runs: [run(1), run(3)] },
      { ruleId: 'b', status: status(2), runs: [run(2)] },
    ],
  ]);
  note('a', 6000);
  await time.run(5000);
  assert.deepEqual(written[1], [{ ruleId: 'a', status: status(6000), runs: [run(6000)] }]);
});

test('a status that is newer on disk is not overwritten', async () => {
  const { time, log, note, written } = world();
  note('a', 1);
  log.overtaken('a');
  await time.run(5000);
  assert.deepEqual(written, [[{ ruleId: 'a', status: null, runs: [run(1)] }]]);
});

test('of one rule no more than the newest hundred runs are written', async () => {
  const { time, note, written } = world();
  for (let i = 1; i <= 150; i++) note('a', i);
  await time.run(5000);
  const [[only] = []] = written;
  assert.equal(only?.runs.length, 100);
  assert.equal(only?.runs[0]?.startedAt, 51);
});

const rulesOf = (written: readonly (readonly QuietRuns[])[]) => written.map(({ length }) => length);

test('many rules are written in small parts, one after the other, so that no commit of events waits for all of them', async () => {
  const { time, note, written } = world();
  for (let i = 0; i < 120; i++) note(`rule-${i}`, 1);
  await time.run(5000);
  assert.deepEqual(rulesOf(written), [50]);
  await time.run(250);
  assert.deepEqual(rulesOf(written), [50, 50]);
  await time.run(250);
  assert.deepEqual(rulesOf(written), [50, 50, 20]);
});

test('what becomes newer on disk before its turn has come is not overwritten', async () => {
  const { time, log, note, written } = world();
  for (let i = 0; i < 60; i++) note(`rule-${i}`, 1);
  await time.run(5000);
  log.overtaken('rule-59');
  await time.run(250);
  assert.equal(written[1]?.find(({ ruleId }) => ruleId === 'rule-59')?.status, null);
});

test('at the end everything is written at once, also in the middle of it', async () => {
  const { time, log, note, written } = world();
  for (let i = 0; i < 120; i++) note(`rule-${i}`, 1);
  await time.run(5000);
  await log.flush();
  assert.deepEqual(rulesOf(written), [50, 50, 20]);
});

test('a disk that takes nothing is told of, and costs nothing else', async () => {
  const { time, note, written, problems } = world(() => Promise.reject(new Error('full')));
  note('a', 1);
  await time.run(5000);
  assert.equal(problems.length, 1);
  note('a', 2);
  await time.run(5000);
  assert.equal(problems.length, 2);
  assert.deepEqual(written, []);
});
