import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { settingDefinitions } from '../../src/config/settings.ts';
import { tocsin } from '../support/child.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/*
 * `tocsin config check`, and the command line itself: versions, help, and what was mistyped.
 */

test('config check shows every setting with its source, and masks the secret ones', async () => {
  await using place = await temporaryFolder();
  const secret = Buffer.alloc(32, 5).toString('base64');
  await writeFile(
    join(place.path, 'tocsin.yml'),
    'server:\n  port: 8443\nxpack.actions.allowedHosts: [events.pagerduty.com]\n',
  );
  const env = { TOCSIN_ENCRYPTION_KEYS: secret, TOCSIN_LOGGING_LEVEL: 'debug' };
  const words = ['config', 'check', '--data', 'elsewhere', '--port', '9000'];
  const { code, stdout, stderr } = await tocsin(words, { cwd: place.path, env });
  assert.deepEqual([code, stderr], [0, '']);
  assert.ok(!stdout.includes(secret.slice(0, 8)));
  const rows = new Map(stdout.split('\n').map((line) => [line.split(' ')[0], line.split(/ {2,}/)]));
  for (const { key } of settingDefinitions) assert.ok(rows.has(key), `${key} is missing`);
  const expected: [key: string, value: string, from: string][] = [
    ['data', join(place.path, 'elsewhere'), 'flag --data'],
    ['server.port', '9000', 'flag --port'],
    ['actions.allowedHosts', 'events.pagerduty.com', 'file tocsin.yml:3'],
    ['logging.level', 'debug', 'environment TOCSIN_LOGGING_LEVEL'],
    ['encryption.keys', '********', 'environment TOCSIN_ENCRYPTION_KEYS'],
    ['server.host', '127.0.0.1', 'default'],
  ];
  for (const row of expected) assert.deepEqual(rows.get(row[0]), row);
});

test('config check ends with 78 and names every problem, an unknown key with the nearest known one', async () => {
  await using place = await temporaryFolder();
  const file = join(place.path, 'wrong.yml');
  await writeFile(file, 'actions.allowedHost: [x.example]\nserver.port: high\nfoo: 1\n');
  const { code, stdout, stderr } = await tocsin(['config', 'check', '--config', file]);
  assert.deepEqual([code, stdout], [78, '']);
  const lines = stderr.trimEnd().split('\n');
  assert.equal(lines.length, 3, stderr);
  assert.match(lines[0] ?? '', /actions\.allowedHost.*did you mean "actions\.allowedHosts"\?$/);
  assert.match(lines[1] ?? '', /foo.*"tocsin config check --help" lists the settings$/);
  assert.match(lines[2] ?? '', /^tocsin: server\.port \(.*line 2\) is "high"/);
});

test('config check --help lists the settings, as the messages promise', async () => {
  const { code, stdout } = await tocsin(['config', 'check', '--help']);
  assert.equal(code, 0);
  for (const { key, variable } of settingDefinitions)
    assert.ok(stdout.includes(`${key}  (${variable})`), key);
});

test('--version prints the version of the package', async () => {
  const file = new URL('../../package.json', import.meta.url);
  const { version } = JSON.parse(await readFile(file, 'utf8'));
  for (const flag of ['--version', '-V']) {
    assert.deepEqual(await tocsin([flag]), { code: 0, stdout: `${version}\n`, stderr: '' });
  }
});

const mistakes: [words: string[], message: RegExp][] = [
  [['sevre'], /^error: unknown command 'sevre'\n\(Did you mean serve\?\)/],
  [['serve', '--prot', '1'], /^error: unknown option '--prot'\n\(Did you mean --port\?\)/],
  [['serve', 'now'], /^error: too many arguments for 'serve'/],
  [['user', 'ad', 'x'], /^error: unknown command 'ad'\n\(Did you mean add\?\)/],
  [['user', 'add'], /^error: missing required argument 'name'/],
  [['key', 'revoke'], /^error: missing required argument 'id'/],
  [['sandbox', '--port', '70000'], /Use a whole number from 0 to 65535\./],
  [[], /^Usage: tocsin /],
  [['key'], /^Usage: tocsin key /],
];
for (const [words, message] of mistakes) {
  test(`exit code 2 and a hint: tocsin ${words.join(' ')}`, async () => {
    const { code, stdout, stderr } = await tocsin(words);
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, message);
  });
}

test('help that nobody reads to its end is no failure', () => {
  const launcher = fileURLToPath(new URL('../../bin/tocsin.js', import.meta.url));
  const script = '{ "$0" "$1" send --help; echo "ended with $?" >&2; } | true';
  const { stderr } = spawnSync('sh', ['-c', script, process.execPath, launcher], { encoding: 'utf8' });
  assert.equal(stderr, 'ended with 0\n');
});
