import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RuleRun } from './rules-api.ts';
import { runPointsOf, runsInWords } from './run-points.ts';

const run = (minute: number, more: Partial<RuleRun> = {}): RuleRun => ({
  run: minute,
  started_at: new Date(Date.UTC(2026, 4, 6, 10, minute)).toISOString(),
  duration: 40,
  result: 'succeeded',
  message: null,
  active: 0,
  new: 0,
  recovered: 0,
  entries: [],
  ...more,
});

const runs = [
  run(4, { result: null, duration: 0 }),
  run(3, { result: 'failed', duration: 1500 }),
  run(2, { result: 'warning', active: 3 }),
  run(1),
];

test('runs are shown oldest first, what a hand did is left out, and a failed one keeps what was active', () => {
  assert.deepEqual(
    runPointsOf(runs).map(({ ok, failed, active }) => [ok, failed, active]),
    [
      [40, null, 0],
      [40, null, 3],
      [null, 1500, 3],
    ],
  );
});

test('the sentence says the same', () => {
  assert.equal(
    runsInWords(runPointsOf(runs)),
    '3 runs, 1 failed; the longest took 1.5 s. 3 alerts active after the last one.',
  );
  assert.equal(runsInWords([]), 'The rule has not run yet.');
  assert.match(runsInWords(runPointsOf([run(1)])), /^1 run, none failed;/);
});
