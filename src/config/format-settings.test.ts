import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { formatSettingList, formatSettings } from './format-settings.ts';
import { settingDefinitions } from './settings.ts';
import { cwd, load } from './test-loader.ts';

test('the table shows every setting with its value in force and where it comes from', async () => {
  const loaded = await load({
    yaml: 'actions:\n  allowedHosts: [A.example, b.example]\n  responseTimeout: 60s\nserver.trustedProxies: []\n',
    env: { TOCSIN_ENCRYPTION_KEYS: 'ab'.repeat(32), TOCSIN_SERVER_ALLOW_PLAINTEXT: 'true' },
    flags: { data: 'kept', 'server.port': '0' },
  });
  const cells = formatSettings(loaded)
    .split('\n')
    .map((line) => line.split(/ {2,}/));
  assert.deepEqual(cells, [
    ['SETTING', 'VALUE', 'FROM'],
    ['data', resolve(cwd, 'kept'), 'flag --data'],
    ['server.host', '127.0.0.1', 'default'],
    ['server.port', '0', 'flag --port'],
    ['server.publicBaseUrl', '(not set)', 'default'],
    ['server.ssl.certificate', '(not set)', 'default'],
    ['server.ssl.key', '(not set)', 'default'],
    ['server.trustedProxies', '(none)', 'file tocsin.yml:4'],
    ['server.allowPlaintext', 'true', 'environment TOCSIN_SERVER_ALLOW_PLAINTEXT'],
    ['server.kibanaVersion', '9.2.0', 'default'],
    ['session.idleTimeout', '3d', 'default'],
    ['session.lifespan', '30d', 'default'],
    ['actions.allowedHosts', 'a.example, b.example', 'file tocsin.yml:2'],
    ['actions.denyPrivateAddresses', 'false', 'default'],
    ['actions.proxyUrl', '(no proxy)', 'default'],
    ['actions.proxyHeaders', '(none)', 'default'],
    ['actions.proxyBypassHosts', '(none)', 'default'],
    ['actions.proxyOnlyHosts', '(every host)', 'default'],
    ['actions.proxyFromEnvironment', 'false', 'default'],
    ['actions.ssl.verificationMode', 'full', 'default'],
    ['actions.ssl.proxyVerificationMode', 'full', 'default'],
    ['actions.ssl.proxyCertificateAuthoritiesFiles', '(none)', 'default'],
    ['actions.customHostSettings', '(none)', 'default'],
    ['actions.maxResponseContentLength', '1mb', 'default'],
    ['actions.enabledActionTypes', '*', 'default'],
    ['actions.preconfigured', '(none)', 'default'],
    ['actions.responseTimeout', '60s', 'file tocsin.yml:3'],
    ['actions.queued.max', '1000000', 'default'],
    ['actions.run.maxAttempts', '(not limited; delivery.maxAge ends it)', 'default'],
    ['actions.run.connectorTypeOverrides', '(none)', 'default'],
    ['alerting.rules.minimumScheduleInterval.value', '10s', 'default'],
    ['alerting.rules.minimumScheduleInterval.enforce', 'false', 'default'],
    ['alerting.rules.maxScheduledPerMinute', '(not limited)', 'default'],
    ['alerting.rules.historyRetention', '90d', 'default'],
    ['alerting.rules.run.timeout', '5m', 'default'],
    ['alerting.rules.run.ruleTypeOverrides', '(none)', 'default'],
    ['alerting.rules.run.actions.max', '100000', 'default'],
    ['alerting.rules.run.actions.connectorTypeOverrides', '(none)', 'default'],
    ['alerting.rules.run.alerts.max', '1000', 'default'],
    ['connectors.deleteWithOpenIncidents', 'refuse', 'default'],
    ['delivery.rateLimit', 'auto', 'default'],
    ['delivery.order', 'urgency', 'default'],
    ['delivery.superseding', 'on', 'default'],
    ['delivery.maxAge', '72h', 'default'],
    ['delivery.minRetryWindow', '10m', 'default'],
    ['delivery.logRetention', '90d', 'default'],
    ['delivery.logMaxSize', '5gb', 'default'],
    ['delivery.minFreeDisk', '256mb', 'default'],
    ['delivery.paused', 'false', 'default'],
    ['encryption.keys', '********', 'environment TOCSIN_ENCRYPTION_KEYS'],
    ['encryption.keyFile', '(secret.key in the data folder)', 'default'],
    ['sandbox.enabled', 'auto', 'default'],
    ['relay.strict', 'false', 'default'],
    ['rules.files', '(none)', 'default'],
    ['rules.maxResponseSize', '1mb', 'default'],
    ['rules.secrets.preconfigured', '(none)', 'default'],
    ['rules.secrets.variables', '(none)', 'default'],
    ['rules.secrets.folders', '(none)', 'default'],
    ['rules.sources.allowedHosts', '*', 'default'],
    ['rules.sources.denyPrivateAddresses', 'false', 'default'],
    ['rules.sources.proxyUrl', '(no proxy)', 'default'],
    ['rules.sources.proxyHeaders', '(none)', 'default'],
    ['rules.sources.proxyBypassHosts', '(none)', 'default'],
    ['rules.sources.proxyOnlyHosts', '(every host)', 'default'],
    ['rules.sources.proxyFromEnvironment', 'false', 'default'],
    ['rules.sources.ssl.verificationMode', 'full', 'default'],
    ['rules.sources.ssl.proxyVerificationMode', 'full', 'default'],
    ['rules.sources.ssl.proxyCertificateAuthoritiesFiles', '(none)', 'default'],
    ['rules.sources.customHostSettings', '(none)', 'default'],
    ['watchdog.url', '(not set)', 'default'],
    ['watchdog.urlFile', '(not set)', 'default'],
    ['watchdog.maxDelay', '10m', 'default'],
    ['watchdog.connector', '(not set)', 'default'],
    ['logging.level', 'info', 'default'],
    ['logging.format', 'text', 'default'],
  ]);
});

test('the columns of the table stand under each other', async () => {
  const lines = formatSettings(await load({})).split('\n');
  const column = lines[0]?.indexOf('VALUE') ?? -1;
  assert.ok(column > 0);
  for (const line of lines) assert.match(line.slice(column - 1), /^ \S/);
});

test('the list names every setting and variable', () => {
  const list = formatSettingList();
  for (const { key, variable } of settingDefinitions) assert.ok(list.includes(`${key}  (${variable})`));
});
