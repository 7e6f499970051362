import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { tocsin } from '../support/child.ts';
import { OddPeer } from '../support/network/odd-peer.ts';
import { testCertificates } from '../support/network/test-certificates.ts';
import { portOf } from '../support/port-of.ts';
import { type ServerWithFile, serverWithFile } from '../support/settings-file.ts';

/* The settings `rules.sources.*`: each counts for what rules call, with a SIGHUP, and `actions.*` says nothing of it. */

const proxyPassword = 'pRoxy-That-Nobody-May-See';
let own: ServerWithFile;
let certificates: Awaited<ReturnType<typeof testCertificates>>;
const plain = createServer((_, response) => void response.end('{"fine":true}'));
let secure: ReturnType<typeof createTlsServer>;
let url: string;
let secureUrl: string;

before(async () => {
  own = await serverWithFile([], { secrets: [proxyPassword] });
  certificates = await testCertificates(own.folder);
  const { cert, key } = certificates.trusted;
  secure = createTlsServer({ cert, key }, (_, response) => void response.end('{"fine":true}'));
  for (const server of [plain, secure]) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
  url = `http://127.0.0.1:${portOf(plain)}/`;
  secureUrl = `https://localhost:${portOf(secure)}/`;
});
after(async () => {
  for (const server of [plain, secure]) {
    server?.closeAllConnections();
    server?.close();
  }
  await own?.[Symbol.asyncDispose]();
});

/** What a rule finds when it asks, and why it could not. */
async function found(target: string, params: object = {}): Promise<{ reason: string; error: string }> {
  const { status, body, text } = await own.server.call('/api/tocsin/rule/_preview', {
    body: {
      name: 'Tried',
      rule_type_id: 'http-check',
      consumer: 'alerts',
      schedule: { interval: '1m' },
      params: { targets: [{ url: target }], retries: 0, timeout: '2s', certificateDays: null, ...params },
      actions: [],
    },
  });
  assert.equal(status, 200, text);
  const { alerts, error } = Object(body);
  return { reason: alerts[0]?.context.reason ?? 'fine', error: error?.message ?? '' };
}

async function set(...lines: readonly string[]): Promise<void> {
  await own.write(...lines);
  await own.hangUp('the settings were read anew');
}

test('without settings rules may call every host, this machine and this very server', async () => {
  assert.deepEqual(await found(url), { reason: 'fine', error: '' });
  assert.deepEqual(await found(`${own.server.url}/api/status`), { reason: 'fine', error: '' });
});

test('allowed hosts are those of rules, not those of connectors', async () => {
  await set('actions.allowedHosts: [events.pagerduty.com]', 'actions.denyPrivateAddresses: true');
  assert.equal((await found(url)).reason, 'fine');
  await set('rules.sources.allowedHosts: ["*.example.com"]');
  assert.match(
    (await found(url)).error,
    /127\.0\.0\.1:\d+ may not be called: rules\.sources\.allowedHosts does not name 127\.0\.0\.1/,
  );
});

test('private addresses are refused, this very server too', async () => {
  await set('rules.sources.denyPrivateAddresses: true');
  assert.match((await found(url)).error, /which rules\.sources\.denyPrivateAddresses refuses/);
  assert.match(
    (await found(`${own.server.url}/api/status`)).error,
    /it is this very server, which rules\.sources\.denyPrivateAddresses refuses/,
  );
  const sandbox = await own.server.call('/api/actions/connector/sandbox/_execute', {
    body: { params: { summary: 'of a connector' } },
  });
  assert.equal(Object(sandbox.body).status, 'ok', 'connectors are not concerned');
});

test('a proxy is asked for a tunnel, with its headers, which nobody else sees', async () => {
  const heads: string[] = [];
  await using proxy = await OddPeer.open((socket, head) => {
    heads.push(head);
    socket.end('HTTP/1.1 503 Not Now\r\ncontent-length: 0\r\n\r\n');
  });
  const proxyUrl = `http://me:${proxyPassword}@127.0.0.1:${proxy.port}`;
  await set(
    `rules.sources: {proxyUrl: "${proxyUrl}", proxyHeaders: {X-Team: ops}, proxyBypassHosts: [localhost]}`,
  );
  assert.match(
    (await found('http://source.example/')).reason,
    /the proxy .* refused the tunnel \(503 Not Now\)/,
  );
  const [head = ''] = heads;
  assert.match(head, /^CONNECT source\.example:80 HTTP\/1\.1\r\n/);
  assert.match(head, /x-team: ops/i);
  const pair = Buffer.from(`me:${proxyPassword}`).toString('base64');
  assert.ok(head.includes(`Basic ${pair}`));
  assert.equal((await found(url.replace('127.0.0.1', 'localhost'))).reason, 'fine');
  assert.equal(proxy.requests, 1);
});

test('certificates are believed as the settings say', async () => {
  await set('');
  assert.match((await found(secureUrl)).reason, /an authority that is not trusted here/);
  const ca = certificates.authority.file;
  await set(
    `rules.sources.customHostSettings: [{url: "${secureUrl.slice(0, -1)}", ssl.certificateAuthoritiesFiles: ${ca}}]`,
  );
  assert.equal((await found(secureUrl)).reason, 'fine');
  assert.equal((await found(secureUrl, { certificateDays: 10 })).reason, 'fine');
  assert.match((await found(secureUrl, { certificateDays: 100 })).reason, /certificate ends in \d+ days/);
  await set('rules.sources.ssl.verificationMode: none');
  assert.equal((await found(secureUrl)).reason, 'fine');
});

test('no more of an answer is read than rules.maxResponseSize', async () => {
  const long = createServer((_, response) => void response.end(`${'x'.repeat(3000)}end`));
  long.listen(0, '127.0.0.1');
  await once(long, 'listening');
  const target = `http://127.0.0.1:${portOf(long)}/`;
  await set('rules.maxResponseSize: 2kb');
  assert.match((await found(target, { bodyContains: 'end' })).reason, /end/);
  await set('rules.maxResponseSize: 4kb');
  assert.equal((await found(target, { bodyContains: 'end' })).reason, 'fine');
  long.closeAllConnections();
  long.close();
});

test('a wrong setting is refused by the check and by a SIGHUP, and those in force stay', async () => {
  await set('rules.sources.allowedHosts: [127.0.0.1]');
  await own.write(
    'rules.sources.allowedHosts: ["http://a.example/"]',
    'rules.sources.ssl.verificationMode: some',
  );
  await own.hangUp('are wrong: those in force stay');
  assert.equal((await found(url)).reason, 'fine');
  const { code, stderr } = await tocsin(['config', 'check', '--config', join(own.folder, 'tocsin.yml')]);
  assert.equal(code, 78);
  assert.match(
    stderr,
    /rules\.sources\.allowedHosts \(.* line 1\), entry 1, is "http:\/\/a\.example\/": write the host name/,
  );
  assert.match(
    stderr,
    /rules\.sources\.ssl\.verificationMode \(.* line 2\) is "some": use none, certificate or full/,
  );
});

test('the check shows them, and masks what is secret', async () => {
  await own.write(
    `rules.sources: {proxyUrl: "http://me:${proxyPassword}@proxy.example", proxyHeaders: {a: ${proxyPassword}}}`,
    `rules.secrets.preconfigured.shop: {type: basic, username: ${proxyPassword}, password: {file: keys/shop}}`,
  );
  const { code, stdout } = await tocsin(['config', 'check', '--config', join(own.folder, 'tocsin.yml')]);
  assert.equal(code, 0);
  assert.match(stdout, /rules\.sources\.proxyUrl +http:\/\/\*{8}@proxy\.example/);
  assert.match(stdout, /rules\.secrets\.preconfigured\.shop\.type +basic/);
  assert.match(stdout, /rules\.secrets\.preconfigured\.shop\.username +\*{8} /);
  assert.match(stdout, /rules\.secrets\.preconfigured\.shop\.password\.file +\S+keys\/shop/);
  assert.ok(!stdout.includes(proxyPassword));
});
