import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { tocsin } from '../support/child.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestServer } from '../support/test-server.ts';

/* A kibana.yml with every setting of Kibana's documentation on actions starts the server unchanged. */

const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/kibana/${name}.yml`, import.meta.url));
const read = (name: string) => readFileSync(fixture(name), 'utf8');
const certificate = fileURLToPath(new URL('../fixtures/tls/test-only.crt', import.meta.url));

const parts = ['actions', 'other-types', 'alerting', 'elsewhere', 'network'];
const env = { KIBANA_PD_KEY: 'kB1'.padEnd(32, 'c3') };

async function fileOf(names: readonly string[]): Promise<{ file: string; path: string } & AsyncDisposable> {
  const place = await temporaryFolder();
  const file = join(place.path, 'kibana.yml');
  await copyFile(certificate, join(place.path, 'ca.crt'));
  await writeFile(file, names.map(read).join(''));
  return { file, path: place.path, [Symbol.asyncDispose]: () => place[Symbol.asyncDispose]() };
}

/** The lines of the log that tell of settings without effect. */
const told = (log: string) => log.split('\n').filter((line) => /no effect|is left out/.test(line));

test('the server starts with it as it is, and tells in a line for each reason what has no effect', async () => {
  await using kibana = await fileOf(parts);
  await using server = await TestServer.start({
    env,
    words: ['--config', kibana.file],
    data: join(kibana.path, 'data'),
  });
  server.secrets.add(env.KIBANA_PD_KEY);
  server.secrets.add('testroutingkey');
  server.secrets.add('cHJveHk6c2VjcmV0');
  server.secrets.add('encryption-key');
  const { body } = await server.call('/api/actions/connectors');
  assert.ok(Array.isArray(body));
  assert.deepEqual(body.map(({ id }) => id).sort(), ['my-other-pagerduty', 'my-pagerduty', 'sandbox']);
  const settings: { key: string; value: string }[] = Object(
    (await server.call('/api/tocsin/settings')).body,
  ).items;
  const value = (key: string) => settings.find((item) => item.key === key)?.value;
  assert.equal(value('actions.responseTimeout'), '60s');
  assert.equal(value('session.idleTimeout'), '1h');
  assert.equal(value('actions.run.maxAttempts'), '1');
  assert.equal(value('alerting.rules.minimumScheduleInterval.value'), '1m');
  assert.equal(value('alerting.rules.run.actions.max'), '10');

  const lines = told(server.child.stderr);
  const one = (pattern: RegExp) =>
    assert.equal(lines.filter((line) => pattern.test(line)).length, 1, `${pattern}`);
  one(
    /settings of Kibana's have no effect in Tocsin: .*server\.name, .*elasticsearch\.hosts, .*xpack\.reporting/,
  );
  one(/Tocsin's rules do not have, and have no effect: xpack\.alerting\.cancelAlertsOnRuleTimeout, /);
  one(
    /connector types that Tocsin does not have, and have no effect: .*preconfiguredAlertHistoryEsIndex, .*email/,
  );
  one(
    /run\.connectorTypeOverrides has no effect for connector types that Tocsin does not have: \.server-log/,
  );
  for (const id of ['my-server-log', 'my-email', 'my-webhook']) one(new RegExp(`"${id}" is left out`));
  assert.match(
    server.child.stderr,
    /an event that has failed once is given up, but not before 10\.0 minutes/,
  );
  assert.match(server.child.stderr, /"my-pagerduty": an integration key has 32 letters or digits/);
});

test('config check says the same, and ends with 0', async () => {
  await using kibana = await fileOf(parts);
  const { code, stdout, stderr } = await tocsin(['config', 'check', '--config', kibana.file], { env });
  assert.equal(code, 0, stderr);
  assert.ok(told(stderr).length >= 7, stderr);
  assert.doesNotMatch(stdout + stderr, /testroutingkey|passwordvalue|encryption-key|cHJveHk6c2VjcmV0/);
});

test('the other list of proxied hosts is taken too', async () => {
  await using kibana = await fileOf(['network-only-hosts']);
  const { code, stderr } = await tocsin(['config', 'check', '--config', kibana.file]);
  assert.equal(code, 0, stderr);
});

test('every action setting that Kibana documents is in it', () => {
  const all = ['actions', 'other-types', 'network', 'network-only-hosts'].map(read).join('\n');
  const missing = documented.filter((name) => !all.includes(name));
  assert.deepEqual(missing, []);
});

/** The last part of each name on Kibana's page, in its order. */
const documented = [
  'allowedHosts',
  'customHostSettings',
  'url: smtp',
  'requireTLS',
  'verificationMode',
  'certificateAuthoritiesFiles',
  'email.domain_allowlist',
  'email.recipient_allowlist',
  'email.maximum_body_length',
  'email.services.ses.host',
  'email.services.ses.port',
  'email.services.enabled',
  'enableFooterInEmail',
  'enabledActionTypes',
  'microsoftExchangeUrl',
  'microsoftGraphApiUrl',
  'microsoftGraphApiScope',
  'proxyUrl',
  'proxyBypassHosts',
  'proxyOnlyHosts',
  'proxyHeaders',
  'ssl.proxyVerificationMode',
  'ssl.verificationMode',
  'maxResponseContentLength',
  'responseTimeout',
  'run',
  'connectorTypeOverrides',
  'queued.max',
  'preconfiguredAlertHistoryEsIndex',
  'preconfigured',
  'webhook.ssl.pfx.enabled',
];

test('a misspelt action setting is refused all the same, with a suggestion', async () => {
  await using kibana = await fileOf(parts);
  await writeFile(
    kibana.file,
    `${read('elsewhere')}xpack.actions.alowedHosts: []\nxpack.action.queued.max: 5\n`,
  );
  const { code, stderr } = await tocsin(['config', 'check', '--config', kibana.file], { env });
  assert.equal(code, 78);
  assert.match(stderr, /"xpack\.actions\.alowedHosts" .*did you mean "xpack\.actions\.allowedHosts"\?/);
  assert.match(stderr, /"xpack\.action\.queued\.max" .*did you mean "xpack\.actions\.queued\.max"\?/);
});
