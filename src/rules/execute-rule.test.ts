import assert from 'node:assert/strict';
import { test } from 'node:test';
import { executeRule } from './execute-rule.ts';
import type { RunReport } from './rule-type.ts';
import { RunEnded } from './scheduler/scheduler.ts';
import { type AnyRuleType, ruleTypes } from './types/rule-types.ts';
import { runForTest } from './types/run-for-test.ts';

const empty: RunReport = { alerts: [], state: undefined };

function start(execute: AnyRuleType['execute'], params: unknown = {}) {
  const [type] = ruleTypes.values();
  assert.ok(type !== undefined);
  const abort = new AbortController();
  const run = runForTest(params, { signal: abort.signal });
  return { ...executeRule({ ...type, execute }, run), abort };
}

test('what an executor reports is the result, whether it takes its time or not', async () => {
  assert.deepEqual(await start(() => empty).result, { kind: 'report', report: empty });
  assert.deepEqual(await start(async () => empty).result, { kind: 'report', report: empty });
});

const failing: readonly [name: string, execute: AnyRuleType['execute']][] = [
  [
    'throws',
    () => {
      throw new Error('no such index');
    },
  ],
  ['rejects', () => Promise.reject(new Error('no such index'))],
];
for (const [how, execute] of failing) {
  test(`an executor that ${how} has failed, and its words say why`, async () => {
    assert.deepEqual(await start(execute).result, {
      kind: 'failed',
      reason: 'execute',
      message: 'no such index',
    });
  });
}

test('params that the type does not take any more are named', async () => {
  const type = ruleTypes.get('always-firing');
  assert.ok(type !== undefined);
  const { result } = executeRule(type, runForTest({ instances: -1 }));
  const failed = await result;
  assert.ok(failed.kind === 'failed');
  assert.equal(failed.reason, 'validate');
  assert.match(failed.message, /^params invalid: \[instances\]: /);
});

test('one that takes too long has failed at once, and what it says later counts for nothing', async () => {
  const report = Promise.withResolvers<RunReport>();
  const { result, over, abort } = start(() => report.promise);
  abort.abort(new RunEnded('timeout', 'the run took longer than 2 s'));
  const failed = { kind: 'failed', reason: 'timeout', message: 'the run took longer than 2 s' };
  assert.deepEqual(await result, failed);
  report.resolve(empty);
  assert.deepEqual(await over, failed);
});

test('one that is called off is neither a report nor a failure, whatever it says', async () => {
  for (const why of ['removed', 'stopping'] as const) {
    const { result, abort } = start(async ({ signal }) => {
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      throw new Error('aborted');
    });
    abort.abort(new RunEnded(why, 'x'));
    assert.deepEqual(await result, { kind: 'called_off' });
  }
});
