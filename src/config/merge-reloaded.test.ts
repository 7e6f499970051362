import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeReloaded } from './merge-reloaded.ts';
import { settingDefinitions } from './settings.ts';
import { load } from './test-loader.ts';

const key = 'abcdef0123456789abcdef0123456789';

test('what can change is taken, and the rest stays as it is', async () => {
  const before = await load({ yaml: 'server.port: 1\nactions.responseTimeout: 20s\nrelay.strict: true' });
  const read = await load({ yaml: '# new\nserver.port: 2\nactions.responseTimeout: 30s' });
  const { loaded, changed, waiting } = mergeReloaded(before, read);
  assert.deepEqual(changed, [
    { key: 'actions.responseTimeout', before: '20s', after: '30s' },
    { key: 'relay.strict', before: 'true', after: 'false' },
  ]);
  assert.deepEqual(waiting, [{ key: 'server.port', before: '1', after: '2' }]);
  assert.equal(loaded.settings.actions.responseTimeout, 30_000);
  assert.equal(loaded.settings.server.port, 1);
  const entry = (name: string) => loaded.entries.find((each) => each.key === name);
  assert.deepEqual(entry('server.port'), {
    key: 'server.port',
    value: '1',
    source: 'file',
    where: 'tocsin.yml:1',
    secret: false,
    afterRestart: '2',
  });
  assert.equal(entry('actions.responseTimeout')?.where, 'tocsin.yml:3');
});

test('what is written otherwise and means the same is no change', async () => {
  const before = await load({ yaml: 'actions.responseTimeout: 60s\nserver.port: 1' });
  const { changed, waiting } = mergeReloaded(
    before,
    await load({ env: { TOCSIN_SERVER_PORT: '1' }, yaml: 'xpack.actions.responseTimeout: 1m' }),
  );
  assert.deepEqual([changed, waiting], [[], []]);
});

test('what waits for a restart and is taken back waits no more', async () => {
  const first = await load({ yaml: 'server.port: 1' });
  const second = mergeReloaded(first, await load({ yaml: 'server.port: 2' }));
  const third = mergeReloaded(second.loaded, await load({ yaml: 'server.port: 1' }));
  assert.deepEqual(third.waiting, []);
  assert.ok(third.loaded.entries.every(({ afterRestart }) => afterRestart === undefined));
});

test('secrets are told as changed, and not shown', async () => {
  const connector = (secret: string) =>
    `encryption.keys: ["${secret}"]\nactions.preconfigured.a: {name: A, actionTypeId: .pagerduty, secrets: {routingKey: ${secret}}}`;
  const [one, two] = [`${key}${key}`, `${key}${key.replaceAll('a', 'b')}`];
  const reloaded = mergeReloaded(await load({ yaml: connector(one) }), await load({ yaml: connector(two) }));
  assert.deepEqual(
    [...reloaded.changed, ...reloaded.waiting].map((change) => change.key),
    ['actions.preconfigured', 'encryption.keys'],
  );
  const { changed, waiting, loaded } = reloaded;
  assert.ok(!JSON.stringify([changed, waiting, loaded.entries]).includes(key));
});

test('the key of a connector that another file holds is read anew, and its parts are shown', async () => {
  const yaml = 'actions.preconfigured.a: {name: A, actionTypeId: .pagerduty, secrets: {routingKeyFile: k}}';
  const before = await load({ yaml, files: { k: key } });
  const { changed, loaded } = mergeReloaded(before, await load({ yaml, files: { k: `${key}x` } }));
  assert.deepEqual(
    changed.map((change) => change.key),
    ['actions.preconfigured'],
  );
  assert.equal(loaded.settings.actions.preconfigured.a?.secrets.routingKey, `${key}x`);
  assert.ok(loaded.entries.some((entry) => entry.key === 'actions.preconfigured.a.secrets.routingKeyFile'));
});

test('where the server listens, what is on disk and what is secret at rest wait for a restart', () => {
  const fixed = settingDefinitions
    .filter(({ reload }) => reload !== true)
    .map((definition) => definition.key);
  for (const name of ['data', 'server.port', 'server.ssl.key', 'encryption.keys', 'delivery.order'])
    assert.ok(fixed.includes(name), name);
});
