import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyWithoutEffect, type WithoutEffect } from './kibana-keys.ts';
import { settingDefinitions } from './settings.ts';

const cases: [key: string, expected: WithoutEffect | undefined][] = [
  ['elasticsearch.hosts', 'elsewhere in Kibana'],
  ['elasticsearch', 'elsewhere in Kibana'],
  ['server.name', 'elsewhere in Kibana'],
  ['server.ssl.supportedProtocols', 'elsewhere in Kibana'],
  ['logging.root.level', 'elsewhere in Kibana'],
  ['data.search.sessions.enabled', 'elsewhere in Kibana'],
  ['xpack.security.encryptionKey', 'elsewhere in Kibana'],
  ['xpack.reporting', 'elsewhere in Kibana'],
  ['xpack.alerting.maxEphemeralActionsPerAlert', 'other rules'],
  ['alerting.healthCheck.interval', 'other rules'],
  ['alerting', undefined],
  ['xpack.alerting.rules.run.timeouts', undefined],
  ['xpack.actions.email.domain_allowlist', 'other connector types'],
  ['actions.rateLimiter', 'other connector types'],
  ['xpack.actions.microsoftGraphApiUrl', 'other connector types'],
  ['server.nam', undefined],
  ['server.names', undefined],
  ['elasticsearhc.hosts', undefined],
  ['xpack', undefined],
  ['xpack.action.allowedHosts', undefined],
  ['xpack.alertng.rules', undefined],
  ['xpack.actions.allowedHost', undefined],
  ['actions.emails', undefined],
  ['foo', undefined],
];
for (const [key, expected] of cases) {
  test(`${key} in a settings file is ${expected ?? 'nothing that Kibana has'}`, () => {
    assert.equal(keyWithoutEffect(key), expected);
  });
}

test('no setting of ours is taken for one without effect', () => {
  const names = settingDefinitions.flatMap(({ key, aliases = [] }) => [key, ...aliases]);
  const ours = names.filter((name) => !name.startsWith('xpack.security.session.'));
  assert.deepEqual(
    ours.filter((name) => keyWithoutEffect(name) !== undefined),
    [],
  );
});
