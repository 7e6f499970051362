import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { appInProcess } from '../support/app-in-process.ts';
import { Child } from '../support/child.ts';
import { freePort } from '../support/free-port.ts';
import { rawRequest } from '../support/raw-request.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { adminPassword, basic, TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

/* What the server says of itself: health, readiness, metrics, Kibana's status, its name, and the page at `/`. */

const key = 'C0C1c2C3c4C5c6C7c8C9cacbccCdCeCf';
const connectorId = 'a-very-special-connector';

let server: TestServer;
let proxied: TestServer;
before(async () => {
  server = await TestServer.start();
  server.secrets.add(key);
  proxied = await TestServer.start({
    env: {
      TOCSIN_SERVER_PUBLIC_BASE_URL: 'https://Tocsin.example.com:8443',
      TOCSIN_SERVER_TRUSTED_PROXIES: '127.0.0.1',
      TOCSIN_SERVER_KIBANA_VERSION: '8.19.3',
      TOCSIN_SANDBOX_ENABLED: 'false',
    },
  });
});
after(async () => {
  await server.stop();
  await proxied.stop();
});

const nobody = { authorization: null };

test('health and readiness are open, and say so in a word', async () => {
  assert.deepEqual((await server.call('/health', nobody)).body, { status: 'ok' });
  assert.deepEqual((await server.call('/ready', nobody)).body, { status: 'ready' });
});

test('a server that says it is ready for the first time lets its first user in', async (t) => {
  await using folder = await temporaryFolder();
  const port = await freePort();
  const words = ['serve', '--no-build', '--data', join(folder.path, 'data'), '--port', String(port)];
  const child = new Child(words, { env: { TOCSIN_ADMIN_PASSWORD: adminPassword }, cwd: folder.path });
  t.after(() => child.process.kill('SIGKILL'));
  const url = `http://127.0.0.1:${port}`;
  await waitFor('the server to be ready', async () => {
    const answer = await fetch(`${url}/ready`).catch(() => undefined);
    if (answer === undefined || answer.status === 200) return answer;
    assert.equal(answer.status, 503);
    assert.match(await answer.text(), /Tocsin is starting\./);
    assert.equal(answer.headers.get('retry-after'), '1');
    return undefined;
  });
  const authorization = basic('admin', adminPassword);
  const { status } = await fetch(`${url}/api/tocsin/status`, { headers: { authorization } });
  assert.equal((await child.kill('SIGTERM')).code, 0);
  assert.equal(status, 200);
});

for (const path of ['/health', '/ready']) {
  test(`${path} is answered also to a probe that sends a wrong password along`, async () => {
    const answer = await server.call(path, { authorization: basic('admin', 'wrong password of a probe') });
    assert.equal(answer.status, 200);
    assert.doesNotMatch(answer.text, /pid/);
  });
}

test('/api/status tells a client that fails to sign in so, instead of a status without a version', async () => {
  const answer = await server.call('/api/status', { authorization: basic('nobody', 'no such password') });
  assert.equal(answer.status, 401);
});

test('the page at / loads nothing from elsewhere, and asks for no TLS where there is none', async () => {
  const policy = (await server.call('/', { headers: { accept: 'text/html' } })).headers.get(
    'content-security-policy',
  );
  assert.ok(policy !== null);
  assert.doesNotMatch(policy, /https?:|unsafe|upgrade-insecure-requests/);
});

test('without a store that takes writes the server is alive but not ready, and its status is critical', async () => {
  await using running = await appInProcess();
  const { app, closeStore } = running;
  await closeStore();
  const headers = { host: 'localhost' };
  assert.equal((await app.inject({ url: '/health', headers })).statusCode, 200);
  const ready = await app.inject({ url: '/ready', headers });
  assert.deepEqual([ready.statusCode, ready.json().error], [503, 'Service Unavailable']);
  assert.match(ready.json().message, /store/i);
  const status = await app.inject({ url: '/api/status', headers });
  assert.equal(status.statusCode, 503);
  assert.deepEqual(status.json(), { status: { overall: { level: 'critical' } } });
});

test('who is not signed in learns the level from the status, and nothing else', async () => {
  const { status, body } = await server.call('/api/status', nobody);
  assert.deepEqual([status, body], [200, { status: { overall: { level: 'available' } } }]);
});

test('the status is as Kibana 9.2 tells it', async () => {
  const { body } = await server.call('/api/status');
  const status = Object(body);
  const { process, ...metrics } = status.metrics;
  const level = (summary: string) => ({ level: 'available', summary });
  assert.deepEqual(
    { ...status, metrics },
    {
      name: 'tocsin',
      uuid: status.uuid,
      version: {
        number: '9.2.0',
        build_hash: '0'.repeat(40),
        build_number: 0,
        build_snapshot: false,
        build_flavor: 'traditional',
        build_date: status.version.build_date,
      },
      status: {
        overall: level('All services and plugins are available'),
        core: {
          elasticsearch: level('The store takes writes'),
          savedObjects: level('The store takes writes'),
        },
        plugins: { actions: level('Connectors are available') },
      },
      metrics: { last_updated: metrics.last_updated, collection_interval_in_millis: 5000 },
      tocsin: status.tocsin,
    },
  );
  assert.match(status.uuid, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  assert.equal(process.pid, server.child.process.pid);
  assert.ok(process.memory.resident_set_size_in_bytes > process.memory.heap.used_in_bytes);
});

test('the version of Kibana that is told can be set', async () => {
  const { body } = await proxied.call('/api/status');
  assert.equal(Object(body).version.number, '8.19.3');
  assert.match(Object(body).tocsin.version, /^\d+\.\d+\.\d+/, 'Tocsin’s own stands beside it');
});

test('metrics are open on this machine', async () => {
  const answer = await server.call('/metrics', nobody);
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
});

for (const name of ['X-Forwarded-For', 'Forwarded', 'X-Real-IP', 'X-Forwarded-Host', 'Via']) {
  test(`metrics that come through a proxy (${name}) want a sign-in`, async () => {
    const headers = { [name]: '127.0.0.1' };
    const answer = await server.call('/metrics', { ...nobody, headers });
    assert.equal(answer.status, 401, answer.text);
    assert.equal((await server.call('/metrics', { headers })).status, 200);
  });
}

test('metrics have names of ours, labels from closed sets, and no ids', async () => {
  const body = {
    name: 'Special',
    connector_type_id: '.pagerduty',
    config: { apiUrl: `${server.url}/sandbox/v2/enqueue` },
    secrets: { routingKey: key },
  };
  await server.call(`/api/actions/connector/${connectorId}`, { body });
  for (const params of [{ dedupKey: 'a-special-dedup-key' }, { eventAction: 'resolve', dedupKey: 'other' }])
    await server.call(`/api/actions/connector/${connectorId}/_execute`, { body: { params } });
  await server.call('/api/tocsin/sandbox/mood', { method: 'PUT', body: { mood: '500' } });
  await server.call(`/api/actions/connector/${connectorId}/_execute`, { body: { params: {} } });
  await server.call('/a-path/that-is-not-there?with=query');
  await server.call('/api/status', { authorization: basic('a-special-user', 'a special password') });
  const { text } = await server.call('/metrics', nobody);

  const names = new Set(
    [...text.matchAll(/^(tocsin_\w+?)(?:_bucket|_sum|_count)?(?=[ {])/gm)].map(([, name]) => name),
  );
  const told = await readFile(new URL('../../docs/metrics.md', import.meta.url), 'utf8');
  const documented = new Set([...told.matchAll(/^\| `(tocsin_\w+)`/gm)].map(([, name]) => name));
  assert.ok(names.has('tocsin_pending_events') && names.has('tocsin_attempts_total'), [...names].join());
  assert.deepEqual(
    [...names].filter((name) => !documented.has(name)),
    [],
  );
  const labels = new Set([...text.matchAll(/[{,](\w+)="/g)].map(([, name]) => name));
  for (const label of ['route', 'method', 'status', 'verdict', 'reason']) assert.ok(labels.has(label), label);
  assert.match(text, /tocsin_attempts_total\{verdict="delivered",reason=""\} 2/);
  assert.match(text, /tocsin_attempts_total\{verdict="retry",/);
  assert.match(text, /tocsin_attempt_seconds_count 3/);
  assert.match(text, /tocsin_http_requests_total\{method="GET",route="none",status="404"\} 1/);
  assert.match(text, /route="\/api\/actions\/connector\/:id\/_execute",status="200"\} 3/);
  assert.doesNotMatch(text, /special/, 'no id, no user, no path of a caller');
  for (const line of text.trimEnd().split('\n'))
    assert.match(line, /^(#.*|[a-zA-Z_:][\w:]*(\{[^}]*\})? (-?[\d.e+-]+|NaN|[+-]Inf))?$/);
});

/** Asks for /health under a name, and gives the status and the message. */
async function under(host: string, of = server, more = '') {
  const request = `GET /health HTTP/1.1\r\nHost: ${host}\r\n${more}Connection: close\r\n\r\n`;
  const answer = await rawRequest(of.url, request);
  return { status: answer.status, message: String(Object(answer.body).message) };
}

for (const host of [
  'localhost',
  '127.0.0.1',
  '[::1]',
  'LOCALHOST:1234',
  'localhost.',
  '127.0.0.1:80',
  hostname(),
]) {
  test(`the server answers under the name ${host}`, async () => {
    assert.equal((await under(host)).status, 200);
  });
}

for (const host of [
  'evil.example',
  'localhost.evil.example',
  '192.0.2.1',
  '127.0.0.1.nip.io',
  '[::2]',
  'tocsin.example.com',
]) {
  test(`a server is not called ${host}, and says how it could be`, async () => {
    const { status, message } = await under(host);
    assert.equal(status, 421);
    assert.ok(message.startsWith(`This server is not called "${host}".`), message);
    assert.match(message, /set server\.publicBaseUrl to the URL they use\.$/);
  });
}

test('the name in server.publicBaseUrl is known, at whatever port', async () => {
  for (const host of ['tocsin.example.com', 'TOCSIN.example.com:8443', 'tocsin.example.com:1'])
    assert.equal((await under(host, proxied)).status, 200, host);
  assert.equal((await under('www.tocsin.example.com', proxied)).status, 421);
});

test('a forwarded host counts when a trusted proxy names it, and only then', async () => {
  const evil = 'X-Forwarded-Host: evil.example\r\n';
  assert.equal((await under('127.0.0.1', proxied, evil)).status, 421);
  assert.equal((await under('127.0.0.1', server, evil)).status, 200);
  const known = 'X-Forwarded-Host: tocsin.example.com\r\n';
  assert.equal((await under('10.0.0.5', proxied, known)).status, 200);
});

test('a stranger’s name is refused before the sign-in, so that no password is asked for under it', async () => {
  const authorization = basic('admin', adminPassword);
  const request = `GET /api/actions/connectors HTTP/1.1\r\nHost: evil.example\r\nAuthorization: ${authorization}\r\nConnection: close\r\n\r\n`;
  const answer = await rawRequest(server.url, request);
  assert.equal(answer.status, 421);
  assert.doesNotMatch(answer.text, /www-authenticate/i);
});

test('the page at / has the first lines, as text for who asks for no HTML', async () => {
  const text = await server.call('/', nobody);
  assert.match(text.headers.get('content-type') ?? '', /^text\/plain; charset=utf-8/);
  assert.match(text.text, /^Tocsin \S+ is running at http:\/\/127\.0\.0\.1:\d+\n/);
  assert.match(text.text, /\nFire it {4}curl -u admin http/);
  assert.doesNotMatch(text.text, /TOCSIN_ADMIN_PASSWORD/);
});

test('pages and answers can not be framed, guessed at, or load anything from elsewhere', async () => {
  for (const path of ['/', '/api/status', '/docs/api']) {
    const { headers } = await server.call(path, nobody);
    assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
    assert.doesNotMatch(headers.get('content-security-policy') ?? 'https:', /https?:|\*/, path);
    assert.equal(headers.get('x-powered-by'), null);
    assert.equal(headers.get('strict-transport-security'), null, 'plain HTTP promises no TLS');
  }
});

test('without a sandbox there is nothing under its paths, and the document does not tell of it', async () => {
  assert.equal((await proxied.call('/api/tocsin/sandbox')).status, 404);
  assert.equal((await proxied.call('/sandbox/v2/enqueue', { body: {} })).status, 404);
  const { paths, components } = Object((await proxied.call('/api/tocsin/openapi.json')).body);
  const told = [...Object.keys(paths), ...Object.keys(components.schemas)];
  assert.deepEqual(
    told.filter((name) => /sandbox/i.test(name)),
    [],
  );
});

test('the default space may be named, another one is not there', async () => {
  assert.equal((await server.call('/s/default/api/actions/connectors')).status, 200);
  assert.equal((await server.call('/s/other/api/actions/connectors')).status, 404);
  assert.equal((await server.call('/s//api/actions/connectors')).status, 404);
});
