import assert from 'node:assert/strict';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { type CommandOptions, type CommandResult, tocsin } from '../support/child.ts';
import { serve } from '../support/serving.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { adminPassword, basic } from '../support/test-server.ts';

/*
 * What keeps a server from starting, told in a line for each thing that is wrong; and which settings open it.
 */

const env = { TOCSIN_ADMIN_PASSWORD: adminPassword };
const start = (data: string, options: CommandOptions = {}, ...words: string[]) =>
  tocsin(['serve', '--no-build', '--data', data, '--port', '0', ...words], options);

/** Refused with `code`, in exactly these lines: no stack trace, and nothing on standard output. */
function assertRefused(result: CommandResult, code: number, ...lines: (string | RegExp)[]): void {
  assert.deepEqual([result.code, result.stdout], [code, ''], result.stderr);
  const said = result.stderr.trimEnd().split('\n');
  assert.equal(said.length, lines.length, result.stderr);
  for (const [index, line] of lines.entries()) {
    if (typeof line === 'string') assert.equal(said[index], `tocsin: ${line}`);
    else assert.match(said[index] ?? '', line);
  }
}

test('wrong settings end the start with 78, each in a line of its own that says what would be right', async () => {
  await using place = await temporaryFolder();
  const file = join(place.path, 'tocsin.yml');
  await writeFile(file, 'server:\n  prot: 5640\nactions:\n  responseTimeout: soon\n');
  const result = await start(
    join(place.path, 'data'),
    { cwd: place.path, env: { TOCSIN_LOGGING_LEVEL: 'loud' } },
    '--host',
    'http://x',
  );
  assertRefused(
    result,
    78,
    /^tocsin: .*server\.prot.*tocsin\.yml line 2.*did you mean "server\.port"\?$/,
    /^tocsin: actions\.responseTimeout \(tocsin\.yml line 4\) is "soon": use a duration .*$/,
    /^tocsin: logging\.level \(TOCSIN_LOGGING_LEVEL\) is "loud": use one of trace, .*$/,
    /^tocsin: server\.host \(--host\) is "http:\/\/x": use an IP address or a host name .*$/,
  );
});

test('a settings file that was named and is not there is refused', async () => {
  await using place = await temporaryFolder();
  const result = await start(join(place.path, 'data'), { cwd: place.path }, '--config', 'none.yml');
  assertRefused(result, 78, `the settings file ${join(place.path, 'none.yml')} (--config) does not exist`);
});

test('beyond loopback without TLS is refused, naming the way to allow it', async () => {
  await using place = await temporaryFolder();
  const result = await start(join(place.path, 'data'), {}, '--host', '0.0.0.0');
  assertRefused(
    result,
    78,
    /^tocsin: server\.host \(--host\) is "0\.0\.0\.0": .*server\.ssl\.certificate.*server\.allowPlaintext: true$/,
  );
});

async function callSandbox(url: string): Promise<{ enqueue: number; connector: number; firstLine: boolean }> {
  const headers = { authorization: basic('admin', adminPassword), 'content-type': 'application/json' };
  const enqueue = await fetch(`${url}/sandbox/v2/enqueue`, { method: 'POST', headers, body: '{}' });
  const connector = await fetch(`${url}/api/actions/connector/sandbox`, { headers });
  const page = await (await fetch(url)).text();
  return {
    enqueue: enqueue.status,
    connector: connector.status,
    firstLine: page.includes('"sandbox" is ready'),
  };
}

const sandboxCases: [name: string, host: string, sandbox: string, there: boolean][] = [
  ['a server that other machines reach has no sandbox by itself', '0.0.0.0', 'auto', false],
  ['it has one when that was asked for', '0.0.0.0', 'true', true],
  ['a server on loopback has none when that was asked for', '127.0.0.1', 'false', false],
];
for (const [name, host, sandbox, there] of sandboxCases) {
  test(name, async () => {
    await using place = await temporaryFolder();
    await using serving = await serve(join(place.path, 'data'), {
      words: ['--host', host],
      env: { ...env, TOCSIN_SERVER_ALLOW_PLAINTEXT: 'true', TOCSIN_SANDBOX_ENABLED: sandbox },
    });
    assert.match(serving.url, /^http:\/\/127\.0\.0\.1:/, 'the URL that this machine can use');
    const expected = there ? { enqueue: 400, connector: 200 } : { enqueue: 404, connector: 404 };
    assert.deepEqual(await callSandbox(serving.url), { ...expected, firstLine: there });
    assert.equal((await serving.child.kill('SIGTERM')).code, 0);
  });
}

test('a host that is not of this machine is told, with those that are', async () => {
  await using place = await temporaryFolder();
  // An address of the documentation (RFC 5737), which no machine has.
  const plaintext = { env: { ...env, TOCSIN_SERVER_ALLOW_PLAINTEXT: 'true' } };
  const result = await start(join(place.path, 'data'), plaintext, '--host', '192.0.2.1');
  assertRefused(
    result,
    1,
    '"192.0.2.1" is no address of this machine. Use 127.0.0.1, 0.0.0.0 or one of its own with --host.',
  );
});

test('a data directory that can not be made is told with the reason', async () => {
  await using place = await temporaryFolder();
  const file = join(place.path, 'file');
  await writeFile(file, '');
  const below = join(file, 'data');
  assertRefused(
    await start(below),
    1,
    `The data folder ${below} can not be made: a part of the path is a file [ENOTDIR]. Name another one with --data.`,
  );
  assertRefused(
    await start(file),
    1,
    `The data folder ${file} can not be made: it is a file [EEXIST]. Name another one with --data.`,
  );
});

test('a database of another program is left as it is', async () => {
  await using place = await temporaryFolder();
  const file = join(place.path, 'tocsin.db');
  const other = new DatabaseSync(file);
  other.exec('CREATE TABLE recipes (name TEXT)');
  other.close();
  const was = await readFile(file);
  assertRefused(await start(place.path), 1, /another program's, not Tocsin's\. It was left as it is/);
  assert.deepEqual(await readFile(file), was);
  await writeFile(file, 'no database at all, but long enough to be looked at as one '.repeat(20));
  assertRefused(await start(place.path), 1, /tocsin\.db: this is not an SQLite database/);
});

test('a database of a newer Tocsin is refused, also by the commands', async () => {
  await using place = await temporaryFolder();
  const data = join(place.path, 'data');
  assert.equal((await (await serve(data, { env })).child.kill('SIGTERM')).code, 0);
  const database = new DatabaseSync(join(data, 'tocsin.db'));
  database.exec(`INSERT INTO migrations VALUES (9999, 'later', '00', 0)`);
  database.close();
  const newer = /tocsin\.db was written by a newer Tocsin \(its schema is version 9999, this Tocsin knows up/;
  assertRefused(await start(data), 1, newer);
  assertRefused(await tocsin(['user', 'list', '--data', data]), 1, newer);
});

test('a missing, a wrong and a damaged encryption key are told with what to do', async () => {
  await using place = await temporaryFolder();
  const data = join(place.path, 'data');
  const keyFile = join(data, 'secret.key');
  assert.equal((await (await serve(data, { env })).child.kill('SIGTERM')).code, 0);
  const advice =
    /^Put the right key back .*secret\.key.*"tocsin key rotate --forget-lost": the connectors stay, and ask for their integration keys again\.$/;

  await rename(keyFile, `${keyFile}.away`);
  assertRefused(
    await start(data),
    1,
    `There are no encryption keys in ${keyFile}, but this database holds secrets that were sealed with one.`,
    advice,
  );
  await assert.rejects(readFile(keyFile), 'no new key was made in its place');

  const wrong = `None of the encryption keys in ${keyFile} opens the secrets in this database.`;
  await writeFile(keyFile, `${Buffer.alloc(32, 7).toString('base64')}\n`);
  assertRefused(await start(data), 1, wrong, advice);
  const fromSettings = { env: { TOCSIN_ENCRYPTION_KEYS: Buffer.alloc(32, 7).toString('base64') } };
  assertRefused(
    await start(data, fromSettings),
    1,
    wrong.replace(keyFile, 'the setting encryption.keys'),
    advice,
  );

  await writeFile(keyFile, '# a comment\nnot a key\n');
  assertRefused(
    await start(data),
    1,
    `Line 2 of ${keyFile} is not an encryption key: it should be the base64 of 32 bytes. Put back the file as it was.`,
  );

  await rename(`${keyFile}.away`, keyFile);
  const again = await serve(data, { env });
  assert.equal((await again.child.kill('SIGTERM')).code, 0);
});

test('the key file may stand elsewhere, and its folder must be there', async () => {
  await using place = await temporaryFolder();
  const keyFile = join(place.path, 'keys/secret.key');
  const elsewhere = { ...env, TOCSIN_ENCRYPTION_KEY_FILE: keyFile };
  const data = join(place.path, 'data');
  const refused = await start(data, { env: elsewhere });
  assertRefused(
    refused,
    1,
    `The encryption keys can not be written to ${keyFile} [ENOENT]. Its folder must exist, and this user must be allowed to write there.`,
  );
  await mkdir(join(place.path, 'keys'));
  assert.equal((await (await serve(data, { env: elsewhere })).child.kill('SIGTERM')).code, 0);
  assert.match(await readFile(keyFile, 'utf8'), /^[A-Za-z0-9+/]{43}=$/m);
});
