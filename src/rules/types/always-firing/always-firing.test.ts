import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runForTest } from '../run-for-test.ts';
import { alwaysFiring } from './always-firing.ts';

const report = async (params: object, random?: () => number) =>
  await alwaysFiring.execute(runForTest(alwaysFiring.params.parse(params), { random }));

test('it reports as many alerts as it is told, five by default, the same in every run', async () => {
  const { alerts } = await report({});
  assert.deepEqual(
    alerts.map(({ id }) => id),
    ['alert-1', 'alert-2', 'alert-3', 'alert-4', 'alert-5'],
  );
  assert.deepEqual((await report({})).alerts, alerts);
  assert.deepEqual((await report({ instances: 0 })).alerts, []);
});

test('the first of them are urgent', async () => {
  const { alerts } = await report({ instances: 3, urgent: 2 });
  assert.deepEqual(
    alerts.map(({ group, severity }) => [group, severity]),
    [
      ['urgent', 'critical'],
      ['urgent', 'critical'],
      ['default', 'warning'],
    ],
  );
});

test('chance leaves some of them out', async () => {
  const draws = [0.1, 0.9, 0.29, 0.3];
  const { alerts } = await report({ instances: 4, recoveryChance: 0.3 }, () => draws.shift() ?? Number.NaN);
  assert.deepEqual(
    alerts.map(({ id }) => id),
    ['alert-2', 'alert-4'],
  );
});

test('one that is over has words for that', async () => {
  const { recoveredContext } = await report({ instances: 2 });
  assert.deepEqual(recoveredContext?.('alert-2'), { instances: 2, message: 'alert-2 is over' });
});

const wrong: readonly [params: object, path: string][] = [
  [{ instances: -1 }, 'instances'],
  [{ instances: 1.5 }, 'instances'],
  [{ instances: 100_001 }, 'instances'],
  [{ urgent: '1' }, 'urgent'],
  [{ recoveryChance: 1.1 }, 'recoveryChance'],
  [{ instance: 5 }, ''],
];
for (const [params, path] of wrong) {
  test(`params ${JSON.stringify(params)} are refused`, () => {
    const { error } = alwaysFiring.params.safeParse(params);
    assert.equal(error?.issues[0]?.path.join('.'), path);
  });
}
