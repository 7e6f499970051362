import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { tocsin } from '../support/child.ts';
import { portOf } from '../support/port-of.ts';
import { type Serving, serve } from '../support/serving.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { basic } from '../support/test-server.ts';

/*
 * What a start says is what a newcomer does next, so everything it names is done here to the letter.
 */

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const hasCurl = spawnSync('curl', ['--version']).status === 0;
const password = 'chosen by the operator';
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let first: Serving;
before(async () => {
  folder = await temporaryFolder();
  first = await serve(join(folder.path, 'data'), { cwd: folder.path });
});
after(async () => {
  await first.child.kill('SIGTERM');
  await folder[Symbol.asyncDispose]();
});

/** The words behind a heading of the first lines. */
function lineOf(serving: Serving, heading: string): string {
  const found = new RegExp(`^${heading} +(.*)$`, 'm').exec(serving.child.stdout)?.[1];
  assert.ok(found !== undefined, `no line "${heading}" in:\n${serving.child.stdout}`);
  return found;
}

/** Does what a `curl` line says: by a shell where there is curl, by hand where there is none. */
async function fire(line: string, env: Record<string, string> = {}): Promise<unknown> {
  assert.match(line, /^curl /);
  if (hasCurl) {
    const options = { env: { PATH: process.env.PATH ?? '', ...env } };
    return JSON.parse((await run('sh', ['-c', line.replace(/^curl/, 'curl -sS')], options)).stdout);
  }
  const [, user = '', url = '', body] = /^curl -u ['"](.*?)['"] (\S+)(?:.* -d '(.*)')?$/.exec(line) ?? [];
  const credentials = user.replace(/\$(\w+)/, (_, name: string) => env[name] ?? '');
  const [name = '', secret = ''] = credentials.split(':');
  const headers = { authorization: basic(name, secret), 'content-type': 'application/json' };
  const response = await fetch(url, { headers, ...(body !== undefined && { method: 'POST', body }) });
  return response.json();
}

async function statusFor(url: string, name: string, secret: string): Promise<number> {
  const answer = await fetch(`${url}/api/tocsin/users`, { headers: { authorization: basic(name, secret) } });
  await answer.body?.cancel();
  return answer.status;
}

const madePassword = (serving: Serving) =>
  /user admin, password (\S+) \(shown this once: keep it\)/.exec(lineOf(serving, 'Sign in'))?.[1];

test('the first start says where it is, how to sign in, what is ready, and that nothing leaves the machine', () => {
  const lines = first.child.stdout.trimEnd().split('\n');
  assert.match(lines[0] ?? '', /^Tocsin \d+\.\d+\.\d+ is running at http:\/\/127\.0\.0\.1:\d+$/);
  assert.match(lineOf(first, 'Connector'), /^"sandbox" is ready/);
  assert.equal(lineOf(first, 'API'), `${first.url}/docs/api`);
  assert.equal(lines.at(-1), 'Nothing leaves this machine until you add a PagerDuty key.');
});

test('the password that is shown at the first start lets in, and another one does not', async () => {
  const shown = madePassword(first) ?? '';
  assert.ok(shown.length >= 12, first.child.stdout);
  assert.equal(await statusFor(first.url, 'admin', shown), 200);
  assert.equal(await statusFor(first.url, 'admin', `${shown}x`), 401);
});

test('the lines that fire the sandbox and look at it work when pasted into a shell', async () => {
  assert.deepEqual(await fire(lineOf(first, 'Fire it')), {
    connector_id: 'sandbox',
    status: 'ok',
    data: { status: 'success', message: 'Event processed', dedup_key: 'first' },
  });
  const { items } = Object(await fire(lineOf(first, 'See it')));
  assert.deepEqual([items.length, items[0].dedup_key, items[0].status], [1, 'first', 'triggered']);
});

test('the page at / has the lines; neither it nor the log has the password', async () => {
  const page = await (await fetch(first.url)).text();
  assert.match(page, /is running at/);
  assert.match(page, /Nothing leaves this machine/);
  const secret = madePassword(first) ?? '';
  assert.ok(!page.includes(secret) && !first.child.stderr.includes(secret));
  const html = await (await fetch(first.url, { headers: { accept: 'text/html' } })).text();
  assert.match(html, /<!doctype html>/);
});

test('a later start shows no password, counts the connectors, and knows how to get in again', async () => {
  await using place = await temporaryFolder();
  const data = join(place.path, "it's here");
  await using once = await serve(data);
  const secret = madePassword(once) ?? '';
  const headers = { authorization: basic('admin', secret), 'content-type': 'application/json' };
  const body = JSON.stringify({
    name: 'On-call',
    connector_type_id: '.pagerduty',
    secrets: { routingKey: 'R1o2u3t4R1o2u3t4R1o2u3t4R1o2u3t4' },
  });
  const made = await fetch(`${once.url}/api/actions/connector`, { method: 'POST', headers, body });
  assert.equal(made.status, 200);
  await once.child.kill('SIGTERM');

  await using again = await serve(data);
  assert.ok(!again.child.stdout.includes(secret) && !/password \S{12}/.test(again.child.stdout));
  assert.match(again.child.stdout, /\n1 connector is ready to send\.\n$/);
  assert.match(lineOf(again, 'Fire it'), /^curl -u admin http/, 'curl asks for the password itself');
  assert.equal(await statusFor(again.url, 'admin', secret), 200);

  // The way out that the line names, with this data directory in it.
  const hint = /lost it\? (bin\/tocsin\.js .*)$/.exec(lineOf(again, 'Sign in'))?.[1];
  const changed = await run('sh', ['-c', `${hint} --generate`], { cwd: root });
  const newPassword = changed.stdout.trim();
  assert.equal(await statusFor(again.url, 'admin', secret), 401);
  assert.equal(await statusFor(again.url, 'admin', newPassword), 200);
});

test('a start in the folder of the data names no folder', async () => {
  await using place = await temporaryFolder();
  await (await serve('data', { cwd: place.path })).child.kill('SIGTERM');
  await using again = await serve('./data', { cwd: place.path });
  assert.match(lineOf(again, 'Sign in'), /lost it\? bin\/tocsin\.js user password admin$/);
});

test('TOCSIN_ADMIN_PASSWORD becomes the password, is never printed, and the lines work with it', async () => {
  await using place = await temporaryFolder();
  const env = { TOCSIN_ADMIN_PASSWORD: password };
  await using serving = await serve(join(place.path, 'data'), { env });
  assert.equal(lineOf(serving, 'Sign in'), 'user admin, with the password in TOCSIN_ADMIN_PASSWORD');
  assert.equal(await statusFor(serving.url, 'admin', password), 200);
  assert.equal(Object(await fire(lineOf(serving, 'Fire it'), env)).status, 'ok');
  const { stdout, stderr } = await serving.child.kill('SIGTERM');
  assert.ok(!(stdout + stderr).includes(password));
});

test('a TOCSIN_ADMIN_PASSWORD that is too short is refused with the rule, and nobody is made', async () => {
  await using place = await temporaryFolder();
  const data = join(place.path, 'data');
  for (const [short, length] of [
    ['elevenchars', 11],
    ['', 0],
  ] as const) {
    const refused = await tocsin(['serve', '--no-build', '--data', data, '--port', '0'], {
      env: { TOCSIN_ADMIN_PASSWORD: short },
    });
    assert.equal(refused.code, 1);
    assert.equal(
      refused.stderr,
      `tocsin: TOCSIN_ADMIN_PASSWORD can not be used. The password has ${length} characters; it needs at least 12.\n`,
    );
  }
  await using next = await serve(data);
  assert.ok(madePassword(next) !== undefined, 'the first start that works makes the user');
});

test('a start that fails on a busy port has not made up a password that nobody saw', async () => {
  await using place = await temporaryFolder();
  const data = join(place.path, 'data');
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const port = portOf(other);
  const { code, stdout, stderr } = await tocsin([
    'serve',
    '--no-build',
    '--data',
    data,
    '--port',
    String(port),
  ]);
  other.close();
  assert.deepEqual([code, stdout], [1, '']);
  assert.equal(
    stderr,
    `tocsin: Port ${port} on 127.0.0.1 is in use by another program. Stop it, or choose another port: --port ${port === 65_535 ? port - 1 : port + 1}\n`,
  );
  await using next = await serve(data);
  assert.ok(madePassword(next) !== undefined);
});
