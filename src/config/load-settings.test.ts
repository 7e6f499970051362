import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { Refusal } from '../refusal.ts';
import { loadSettings } from './load-settings.ts';
import { cwd, type Given, load, ref, refusalOf } from './test-loader.ts';

const order: [name: string, given: Given, port: number, source: string, where: string | undefined][] = [
  ['a default', {}, 5640, 'default', undefined],
  ['the file before a default', { yaml: '\nserver.port: 1' }, 1, 'file', 'tocsin.yml:2'],
  [
    'the environment before the file',
    { yaml: 'server.port: 1', env: { TOCSIN_SERVER_PORT: '2' } },
    2,
    'environment',
    'TOCSIN_SERVER_PORT',
  ],
  [
    'a flag before everything',
    { yaml: 'server.port: 1', env: { TOCSIN_SERVER_PORT: '2' }, flags: { 'server.port': '3' } },
    3,
    'flag',
    '--port',
  ],
];
for (const [name, given, port, source, where] of order) {
  test(`comes in force: ${name}`, async () => {
    const { settings, entries } = await load(given);
    assert.equal(settings.server.port, port);
    const entry = entries.find(({ key }) => key === 'server.port');
    assert.equal(entry?.source, source);
    assert.equal(entry?.where, where);
    assert.equal(entry?.value, String(port));
  });
}

test('a value that another overrides is still checked', async () => {
  const { problems } = await refusalOf({ yaml: 'server.port: x', flags: { 'server.port': '3' } });
  assert.deepEqual(
    problems.map((problem) => problem.where),
    ['tocsin.yml line 1'],
  );
});

test('a bad value in the file does not hide what is wrong with the one that overrides it', async () => {
  const { problems } = await refusalOf({ yaml: 'server.host: a b', flags: { 'server.host': '0.0.0.0' } });
  assert.deepEqual(
    problems.map((problem) => problem.where),
    ['tocsin.yml line 1', '--host'],
  );
});

test('a file with very many problems shows the first fifty', async () => {
  for (const yaml of ['a:\n'.repeat(130_000), `actions.allowedHosts: [${'"",'.repeat(130_000)}]`]) {
    const { message, problems } = await refusalOf({ yaml });
    assert.ok(problems.length >= 129_999);
    assert.equal(message.split('\n').length, 51);
    assert.match(message, new RegExp(`… and ${problems.length - 50} more problems$`));
  }
});

test('all problems come at once, one line each', async () => {
  const error = await refusalOf({
    yaml: 'server:\n  prot: 1\n  port: 99999\nactions.allowedHosts: [a.example, "b/c"]',
    env: { TOCSIN_LOGGING_LEVEL: 'loud', TOCSIN_SERVER_PROT: '1' },
    flags: { 'server.host': '0.0.0.0', 'server.sll.key': 'x' },
  });
  assert.ok(error instanceof Refusal);
  assert.equal(error.code, 'invalid');
  assert.deepEqual(error.message.split('\n'), [
    'unknown setting "server.prot" in tocsin.yml line 2: did you mean "server.port"?',
    'server.port (tocsin.yml line 3) is 99999: use a whole number from 0 to 65535, where 0 takes any free port',
    'actions.allowedHosts (tocsin.yml line 4), entry 2, is "b/c": write the host name alone, "b"',
    'unknown environment variable TOCSIN_SERVER_PROT: did you mean TOCSIN_SERVER_PORT?',
    'logging.level (TOCSIN_LOGGING_LEVEL) is "loud": use one of trace, debug, info, warn, error, fatal, silent',
    'unknown setting "server.sll.key" on the command line: did you mean "server.ssl.key"?',
    'server.host (--host) is "0.0.0.0": other machines can reach this address, and passwords would cross the network unencrypted; set server.ssl.certificate and server.ssl.key, or name the proxy that brings TLS in server.trustedProxies, or set server.allowPlaintext: true',
  ]);
  assert.deepEqual(error.problems[1], {
    key: 'server.port',
    value: '99999',
    message: error.message.split('\n')[1],
    where: 'tocsin.yml line 3',
  });
});

test('the file is tocsin.yml of the current folder, if there is one', async () => {
  assert.equal((await load({})).file, undefined);
  assert.equal((await load({ yaml: '' })).file, resolve(cwd, 'tocsin.yml'));
});

test('--config names another file and wins over TOCSIN_CONFIG, which wins over tocsin.yml', async () => {
  const files = { 'etc/a.yml': 'server.port: 1', 'etc/b.yml': 'server.port: 2' };
  const given = { yaml: 'server.port: 3', files, env: { TOCSIN_CONFIG: 'etc/b.yml' } };
  const byFlag = await load({ ...given, flags: { config: 'etc/a.yml' } });
  assert.equal(byFlag.settings.server.port, 1);
  assert.equal(byFlag.file, resolve(cwd, 'etc/a.yml'));
  assert.equal(byFlag.entries.find(({ key }) => key === 'server.port')?.where, 'etc/a.yml:1');
  assert.equal((await load(given)).settings.server.port, 2);
});

const missing = resolve(cwd, 'no.yml');
const badFiles: [name: string, given: Given, message: string][] = [
  [
    '--config names a file that does not exist',
    { flags: { config: 'no.yml' } },
    `the settings file ${missing} (--config) does not exist`,
  ],
  [
    'TOCSIN_CONFIG names a file that does not exist',
    { env: { TOCSIN_CONFIG: 'no.yml' } },
    `the settings file ${missing} (TOCSIN_CONFIG) does not exist`,
  ],
  [
    'TOCSIN_CONFIG is empty',
    { env: { TOCSIN_CONFIG: '' } },
    'TOCSIN_CONFIG has no value: give the path of a settings file, or remove it',
  ],
  [
    'the file is larger than 1 MiB',
    { yaml: `#${' '.repeat(1024 * 1024)}` },
    'tocsin.yml is larger than 1 MiB: that is no settings file',
  ],
  [
    'the file is not UTF-8',
    { files: { 'tocsin.yml': new Uint8Array([0x61, 0x3a, 0x20, 0xff]) } },
    'tocsin.yml is not UTF-8 text: save it as UTF-8',
  ],
  [
    'a flag is empty',
    { flags: { 'logging.format': '' } },
    'logging.format (--logging.format) has no value: use text or json, or remove it',
  ],
  [
    'a variable is empty, also that of a list',
    { env: { TOCSIN_ACTIONS_ALLOWED_HOSTS: '' } },
    'actions.allowedHosts (TOCSIN_ACTIONS_ALLOWED_HOSTS) has no value: use a list of host names such as "events.pagerduty.com" or "*.pagerduty.com", or "*" for every host, or remove it',
  ],
  [
    'a list in a variable has a blank entry',
    { env: { TOCSIN_ACTIONS_ALLOWED_HOSTS: 'a,,b' } },
    'actions.allowedHosts (TOCSIN_ACTIONS_ALLOWED_HOSTS), entry 2, has no value: remove the blank entry',
  ],
];
for (const [name, given, message] of badFiles) {
  test(`refused: ${name}`, async () => {
    assert.equal((await refusalOf(given)).message, message);
  });
}

test('a file of exactly 1 MiB is read', async () => {
  assert.equal((await load({ yaml: '#'.repeat(1024 * 1024) })).settings.server.port, 5640);
});

test('a bad file does not hide what else is wrong', async () => {
  const { problems } = await refusalOf({
    flags: { config: 'no.yml' },
    env: { TOCSIN_SERVER_PORT: 'x' },
  });
  assert.deepEqual(
    problems.map((problem) => problem.where),
    ['no.yml', 'TOCSIN_SERVER_PORT'],
  );
});

test('a relative path starts from the folder of the file, but data always from the current folder', async () => {
  const files = { 'etc/tocsin.yml': 'data: d\nencryption.keyFile: k' };
  const { settings } = await load({ files, flags: { config: 'etc/tocsin.yml' } });
  assert.equal(settings.data, resolve(cwd, 'd'));
  assert.equal(settings.encryption.keyFile, resolve(cwd, 'etc/k'));
});

test('a relative path in the environment starts from the current folder', async () => {
  const { settings } = await load({
    files: { 'etc/tocsin.yml': '' },
    flags: { config: 'etc/tocsin.yml' },
    env: { TOCSIN_ENCRYPTION_KEY_FILE: 'k' },
  });
  assert.equal(settings.encryption.keyFile, resolve(cwd, 'k'));
});

test('real files are read where no reader is given', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-settings-'));
  try {
    const input = { flags: {}, env: {}, cwd: folder };
    assert.equal((await loadSettings(input)).file, undefined);
    await writeFile(join(folder, 'tocsin.yml'), 'server.port: 0');
    assert.equal((await loadSettings(input)).settings.server.port, 0);
    await assert.rejects(loadSettings({ ...input, flags: { config: '.' } }), {
      message: `the settings file ${folder} (--config) is a folder`,
    });
    await writeFile(join(folder, 'tocsin.yml'), '#'.repeat(1024 * 1024 + 1));
    await assert.rejects(loadSettings(input), { message: /larger than 1 MiB/ });
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('what has no effect is told in a line for each reason, and is no error', async () => {
  const yaml = [
    'elasticsearch.hosts: [x]',
    'telemetry: {enabled: false}',
    'xpack.alerting.rules.run.timeout: 5m',
    'xpack.alerting.healthCheck.interval: 60m',
    'xpack.actions.email.services.enabled: [x]',
    'xpack.actions.run.connectorTypeOverrides: [{id: .server-log, maxAttempts: 5}, {id: .pagerduty}]',
    'xpack.alerting.rules.run.actions.connectorTypeOverrides: [{id: .email, max: 5}, {id: .pagerduty, max: 9}]',
  ].join('\n');
  assert.deepEqual((await load({ yaml })).notes, [
    "tocsin.yml: these settings of Kibana's have no effect in Tocsin: elasticsearch.hosts, telemetry",
    "tocsin.yml: these settings are for what Tocsin's rules do not have, and have no effect: xpack.alerting.healthCheck.interval",
    'tocsin.yml: these settings are for connector types that Tocsin does not have, and have no effect: xpack.actions.email.services.enabled',
    'actions.run.connectorTypeOverrides has no effect for connector types that Tocsin does not have: .server-log',
    'alerting.rules.run.actions.connectorTypeOverrides has no effect for connector types that Tocsin does not have: .email',
  ]);
  assert.deepEqual((await load({})).notes, []);
});

test('a variable of Tocsin’s that only the file names is no unknown setting', async () => {
  const env = { TOCSIN_HOST_OF_OURS: '127.0.0.2' };
  const { settings } = await load({ yaml: `server.host: ${ref('TOCSIN_HOST_OF_OURS')}`, env });
  assert.equal(settings.server.host, '127.0.0.2');
  await assert.rejects(load({ env }), /unknown environment variable TOCSIN_HOST_OF_OURS/);
});

test('a variable that is not set is one problem, and no echo of it another', async () => {
  const yaml = `server.ssl:\n  certificate: ${ref('CERT')}\n  key: k\nactions.allowedHosts:\n  - a\n  - ${ref('HOST')}`;
  const { problems } = await refusalOf({ yaml });
  const rest = 'which is not set: set it where Tocsin is started, or write the value itself';
  assert.deepEqual(
    problems.map(({ message }) => message),
    [
      `server.ssl.certificate (tocsin.yml line 2) names the environment variable CERT, ${rest}`,
      `actions.allowedHosts (tocsin.yml line 6) names the environment variable HOST, ${rest}`,
      'server.ssl.key (tocsin.yml line 3) is "/srv/tocsin/k": the file does not exist',
    ],
  );
});

test('what others check is told together with the rest, with the places of parts', async () => {
  const given = { yaml: 'server.port: x\nactions.preconfigured:\n  a:\n    name: A\n    actionTypeId: t' };
  const outcome = load(given, (settings, origins) => {
    const { long } = origins.placeOf('actions.preconfigured', ['a', 'actionTypeId']);
    const name = settings.actions.preconfigured.a?.name;
    return [{ key: 'k', value: undefined, message: `${name} in ${long}`, where: long }];
  });
  await assert.rejects(outcome, { message: /^server\.port .*\nA in tocsin\.yml line 5$/s });
});
