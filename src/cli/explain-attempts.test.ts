import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from '../config/test-loader.ts';
import { explainAttempts } from './explain-attempts.ts';

const cases: [yaml: string, expected: RegExp][] = [
  [
    'actions.run.maxAttempts: 10',
    /^actions\.run\.maxAttempts: an event that has failed 10 times is given up, but not before 10\.0 minutes have passed \(delivery\.minRetryWindow: 10m\); by themselves so many attempts take 2\.0 to 4\.0 minutes\. Resolves are never/,
  ],
  [
    'actions.run: {maxAttempts: 1}\ndelivery.minRetryWindow: 90s',
    /failed once is given up, but not before 1\.5 minutes/,
  ],
  [
    'actions.run: {maxAttempts: 2, connectorTypeOverrides: [{id: .pagerduty, maxAttempts: 5}]}',
    /failed 5 times/,
  ],
  ['actions.run: {maxAttempts: 2, connectorTypeOverrides: [{id: .email, maxAttempts: 5}]}', /failed 2 times/],
  ['actions.run: {maxAttempts: 2, connectorTypeOverrides: [{id: .pagerduty}]}', /failed 2 times/],
];
for (const [yaml, expected] of cases) {
  test(`in minutes: ${yaml.replaceAll('\n', ', ')}`, async () => {
    assert.match(explainAttempts((await load({ yaml })).settings) ?? '', expected);
  });
}

test('without a limit there is nothing to say', async () => {
  assert.equal(explainAttempts((await load({})).settings), undefined);
});
