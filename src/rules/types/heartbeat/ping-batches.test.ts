import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '../../../refusal.ts';
import { RuleLocks } from '../../rule-locks.ts';
import type { Push } from '../../rule-runs.ts';
import { applyPings } from './apply-pings.ts';
import { HeartbeatState } from './heartbeat-state.ts';
import type { Ping } from './ping.ts';
import { PingBatches } from './ping-batches.ts';
import { mostSources } from './source-name.ts';

/** Rules whose commits end when they are told to. */
function world(first?: unknown) {
  const locks = new RuleLocks();
  const states = new Map<string, unknown>([['r', first]]);
  const commits: { end: () => void; refuse: (error: Error) => void }[] = [];
  const push = (ruleId: string, told: Push) =>
    locks.exclusively(ruleId, async () => {
      const { state } = told.apply({
        state: states.get(ruleId),
        params: {},
        now: 0,
        listeningSince: 0,
        max: 1000,
      });
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      commits.push({ end: resolve, refuse: reject });
      await promise;
      states.set(ruleId, state);
    });
  const batches = new PingBatches({ typeId: 'heartbeat', push });
  const answers: string[] = [];
  const call = (name: string, ping: Partial<Ping> = {}, ruleId = 'r') =>
    batches
      .note(ruleId, { source: 'default', kind: 'success', at: 0, ...ping })
      .then((noted) => answers.push(`${name} ${noted}`))
      .catch((error: unknown) => answers.push(`${name} ${error instanceof Error ? error.message : ''}`));
  const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    commits,
    answers,
    call,
    settled,
    stateOf: (source: string) => HeartbeatState.read(states.get('r')).sources.get(source),
  };
}

test('a call is answered when its commit is over, and not before', async () => {
  const { commits, answers, call, settled } = world();
  void call('a');
  await settled();
  assert.deepEqual([commits.length, answers], [1, []]);
  commits[0]?.end();
  await settled();
  assert.deepEqual(answers, ['a noted']);
});

test('calls that come while the disk is busy share the next commit', async () => {
  const { commits, answers, call, settled } = world();
  void call('first');
  await settled();
  for (let n = 0; n < 500; n++) void call(`${n}`, { source: `s${n % 10}` });
  await settled();
  commits[0]?.end();
  await settled();
  assert.deepEqual([commits.length, answers.length], [2, 1]);
  commits[1]?.end();
  await settled();
  assert.deepEqual([commits.length, answers.length], [2, 501]);
});

test('a failure is noted by itself, in the order in which it came', async () => {
  const { commits, call, settled, stateOf } = world();
  const seen: unknown[] = [];
  for (const kind of ['success', 'start', 'failure', 'success', 'success', 'failure'] as const)
    void call(kind, { kind });
  for (let n = 0; n < 4; n++) {
    await settled();
    commits[n]?.end();
    await settled();
    seen.push(stateOf('default')?.hasFailed === true ? 'failed' : 'well');
  }
  assert.deepEqual([commits.length, seen], [4, ['well', 'failed', 'well', 'failed']]);
});

test('calls of one rule wait for no other', async () => {
  const { commits, answers, call, settled } = world();
  void call('a');
  void call('b', {}, 'other');
  await settled();
  assert.equal(commits.length, 2);
  commits[1]?.end();
  await settled();
  assert.deepEqual(answers, ['b noted']);
});

test('calls whose commit is refused are refused, and the next one is tried', async () => {
  const { commits, answers, call, settled } = world();
  for (const name of ['a', 'b']) void call(name);
  await settled();
  commits[0]?.refuse(new Refusal('unavailable', 'The disk is full.'));
  await settled();
  assert.deepEqual(answers, ['a The disk is full.', 'b The disk is full.']);
  void call('c');
  await settled();
  commits[1]?.end();
  await settled();
  assert.equal(answers.at(-1), 'c noted');
});

test('of calls in one commit only those are refused that the rule has no room for', async () => {
  const known = Array.from(
    { length: mostSources },
    (_, n): Ping => ({
      source: `s${n}`,
      kind: 'success',
      at: 0,
    }),
  );
  const { commits, answers, call, settled } = world(applyPings(undefined, known).state);
  for (const source of ['s1', 'more', 's2']) void call(source, { source });
  await settled();
  commits[0]?.end();
  await settled();
  assert.deepEqual([commits.length, answers], [1, ['s1 noted', 'more full', 's2 noted']]);
});
