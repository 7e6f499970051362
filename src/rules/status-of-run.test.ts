import assert from 'node:assert/strict';
import { test } from 'node:test';
import { statusOfRun } from './status-of-run.ts';

const counts = { active: 1, new: 0, recovered: 0, ignored: 0 };
const fine = { counts, isAlertLimitReached: false, actionsKeptBack: 0 };

const ends: readonly [
  name: string,
  outcome: typeof fine,
  warnings: readonly string[] | undefined,
  reason: string | null,
  messages: RegExp | null,
][] = [
  ['nothing odd', fine, undefined, null, null],
  ['what the type says', fine, ['one', 'two'], 'execution', /^one; two$/],
  ['no word of the type', fine, [], null, null],
  ['the limit of actions', { ...fine, actionsKeptBack: 1 }, ['one'], 'maxExecutableActions', /actions/],
  [
    'the alert limit',
    { ...fine, isAlertLimitReached: true, actionsKeptBack: 1 },
    ['one'],
    'maxAlerts',
    /number of alerts/,
  ],
];
for (const [name, outcome, warnings, reason, messages] of ends) {
  test(`a run that came to its end with ${name}`, () => {
    const { execution, lastRun } = statusOfRun(5, 7, { kind: 'ended', outcome, warnings });
    assert.equal(execution.status, reason === null ? 'active' : 'warning');
    assert.equal(execution.warning?.reason ?? null, reason);
    assert.equal(lastRun?.outcome, reason === null ? 'succeeded' : 'warning');
    assert.equal(lastRun?.warning, reason);
    if (messages === null) assert.equal(lastRun?.messages, null);
    else assert.match(lastRun?.messages?.join('') ?? '', messages);
  });
}

test('a run that failed says why', () => {
  const { execution, lastRun } = statusOfRun(5, 7, { kind: 'failed', reason: 'execute', message: 'no' });
  assert.deepEqual(execution, {
    status: 'error',
    at: 5,
    duration: 7,
    error: { reason: 'execute', message: 'no' },
  });
  assert.deepEqual([lastRun?.outcome, lastRun?.warning, lastRun?.messages], ['failed', 'execute', ['no']]);
});
