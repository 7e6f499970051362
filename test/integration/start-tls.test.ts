import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { Agent, request } from 'undici';
import { tocsin } from '../support/child.ts';
import { type Serving, serve } from '../support/serving.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { basic } from '../support/test-server.ts';

/*
 * TLS with a certificate that nobody has signed but itself, which is what people have at first. The certificate and
 * its key are fixtures, worthless outside of these tests.
 */

const run = promisify(execFile);
const certificate = join(import.meta.dirname, '../fixtures/tls/test-only.crt');
const password = 'behind the certificate';
const env = {
  TOCSIN_ADMIN_PASSWORD: password,
  TOCSIN_SERVER_SSL_CERTIFICATE: certificate,
  TOCSIN_SERVER_SSL_KEY: join(import.meta.dirname, '../fixtures/tls/test-only.key'),
};

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let data: string;
let serving: Serving;
let agent: Agent;
before(async () => {
  folder = await temporaryFolder();
  data = join(folder.path, 'data');
  serving = await serve(data, { env });
  agent = new Agent({ connect: { ca: await readFile(certificate, 'utf8') } });
});
after(async () => {
  await agent?.destroy();
  assert.equal((await serving.child.kill('SIGTERM')).code, 0);
  await folder[Symbol.asyncDispose]();
});

async function get(path: string): Promise<unknown> {
  const headers = { authorization: basic('admin', password) };
  const { statusCode, body } = await request(serving.url + path, { dispatcher: agent, headers });
  const text = await body.text();
  assert.equal(statusCode, 200, text);
  return JSON.parse(text);
}

const incidents = async (dedupKey: string) =>
  Object(await get(`/api/tocsin/sandbox/incidents?dedup_key=${dedupKey}`)).items;

test('the server speaks https to whoever trusts its certificate, and nothing else', async () => {
  assert.match(serving.url, /^https:\/\/127\.0\.0\.1:\d+$/);
  assert.equal(Object(await get('/health')).status, 'ok');
  await assert.rejects(fetch(`${serving.url}/health`), 'an unknown certificate is not trusted by itself');
  await assert.rejects(fetch(`${serving.url.replace('https', 'http')}/health`));
});

test('tocsin send on the same machine needs no more than the data directory, and the sandbox is reached', async () => {
  const words = ['send', '--data', data, '--connector', 'sandbox', '--summary', 'over TLS'];
  const sent = await tocsin(words);
  assert.equal(sent.code, 0, sent.stderr);
  const [incident] = await incidents(sent.stdout.trim());
  assert.equal(incident.title, 'over TLS');
});

test('tocsin send from elsewhere refuses the certificate, says how to trust it, and then works', async () => {
  const key = await tocsin(['key', 'create', 'elsewhere', '--data', data]);
  const words = ['send', '--connector', 'sandbox', '--summary', 'x', '--dedup-key', 'elsewhere'];
  const access = { TOCSIN_URL: serving.url, TOCSIN_API_KEY: key.stdout.trim() };
  const refused = await tocsin(words, { env: access, cwd: folder.path });
  assert.equal(refused.code, 5);
  assert.match(refused.stderr, /its certificate is self-signed .*NODE_EXTRA_CA_CERTS/);
  assert.deepEqual(await incidents('elsewhere'), []);

  const trusting = { ...access, NODE_EXTRA_CA_CERTS: certificate };
  const sent = await tocsin(words, { env: trusting, cwd: folder.path });
  assert.deepEqual([sent.code, sent.stdout, sent.stderr], [0, 'elsewhere\n', '']);
  assert.equal((await incidents('elsewhere')).length, 1);
});

test('the line that fires the sandbox trusts the certificate', async () => {
  const line = /^Fire it +curl (--cacert '\S+' -u .*)$/m.exec(serving.child.stdout)?.[1];
  assert.ok(line !== undefined, serving.child.stdout);
  if (spawnSync('curl', ['--version']).status !== 0) return;
  const { stdout } = await run('sh', ['-c', `curl -sS ${line}`], {
    env: { ...env, PATH: process.env.PATH ?? '' },
  });
  assert.equal(JSON.parse(stdout).status, 'ok');
});
