import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rawPost, sendRaw, startTestServer } from './server-for-tests.ts';
import { createSandboxServer } from './standalone-server.ts';

test('the first page says what this is, with a curl that works', async (t) => {
  const { call, origin, sandbox } = await startTestServer(t);
  const { status, headers, text } = await call('GET', '/');
  assert.deepEqual([status, headers.get('content-type')], [200, 'text/plain; charset=utf-8']);
  const [, url = '', body = ''] = /curl -s (\S+) .*? -d '(\{[^']+\})'/s.exec(text) ?? [];
  assert.equal(url, `${origin}/v2/enqueue`);
  assert.equal((await fetch(url, { method: 'POST', body })).status, 202);
  assert.equal(sandbox.counts.triggered, 1);
});

test('a busy port is told as such', async (t) => {
  const { origin } = await startTestServer(t);
  const second = createSandboxServer({ host: '127.0.0.1', port: Number(new URL(origin).port) });
  await assert.rejects(second.listen(), { code: 'EADDRINUSE' });
  await second.close();
});

test('what is no HTTP gets a 400, and the server lives on', async (t) => {
  const { origin, call } = await startTestServer(t);
  const { received } = await sendRaw(origin, 'Hello\r\n\r\n');
  assert.match(received, /^HTTP\/1\.1 400 /);
  assert.equal((await call('GET', '/')).status, 200);
});

test('a large body for the control is refused with 413', async (t) => {
  const { control } = await startTestServer(t);
  assert.equal((await control('PUT', '/mood', 'x'.repeat(100_000))).status, 413);
});

test('a GET of the events path is a 404 in the usual shape', async (t) => {
  const { call } = await startTestServer(t);
  const message = 'Nothing is at GET /v2/enqueue; GET / says what is here.';
  assert.deepEqual((await call('GET', '/v2/enqueue')).json, { statusCode: 404, error: 'Not Found', message });
});

test('two calls in one packet are both answered', async (t) => {
  const { origin, sandbox } = await startTestServer(t);
  const one = rawPost('/v2/enqueue', '{}');
  const last = rawPost('/v2/enqueue', '{}', 'Connection: close\r\n');
  const { received } = await sendRaw(origin, one + last);
  assert.equal(received.match(/HTTP\/1\.1 400/g)?.length, 2);
  assert.equal(sandbox.counts.calls, 2);
});
