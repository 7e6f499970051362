import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { after, before, test } from 'node:test';
import { portOf } from '../support/port-of.ts';
import { adminPassword, basic, TestServer } from '../support/test-server.ts';

/* `_execute` at its edges: odd keys, callers who hang up, the last byte that fits, a type that was switched off. */

const key = 'E1d2G3e4S5e6E1d2G3e4S5e6E1d2G3e4';
const others: Server[] = [];
let server: TestServer;
before(async () => {
  server = await TestServer.start();
  server.secrets.add(key);
});
after(async () => {
  for (const other of others) {
    other.close();
    other.closeAllConnections();
  }
  await server.stop();
});

const path = '/api/actions/connector';
const newConnector = (apiUrl: string, routingKey = key) => ({
  name: 'x',
  connector_type_id: '.pagerduty',
  config: { apiUrl },
  secrets: { routingKey },
});

async function stranger(id: string, answer: RequestListener, routingKey = key): Promise<string> {
  const other = createServer(answer).listen(0, '127.0.0.1');
  others.push(other);
  await once(other, 'listening');
  const url = `http://127.0.0.1:${portOf(other)}/v2/enqueue`;
  const { status, text } = await server.call(`${path}/${id}`, { body: newConnector(url, routingKey) });
  assert.equal(status, 200, text);
  return url;
}

const execute = async (id: string, params: unknown = {}) => {
  const { status, body } = await server.call(`${path}/${id}/_execute`, { body: { params } });
  return { status, body: Object(body) };
};

const oddKeys = ['k', 'o', 'ok', 'error', 'user', 'status', 'framework', 'a.b*c+', 'ключ', 'x'.repeat(512)];
for (const [index, oddKey] of oddKeys.entries()) {
  test(`a gateway's own key "${oddKey.slice(0, 12)}" changes nothing of the shape of the answer`, async () => {
    const json = { 'content-type': 'application/json' };
    const takes: RequestListener = (_, to) => to.writeHead(202, json).end('{"status":"success"}');
    const refuses: RequestListener = (_, to) =>
      to.writeHead(400, json).end('{"message":"no","errors":["bad"]}');
    await stranger(`odd-${index}-takes`, takes, oddKey);
    await stranger(`odd-${index}-refuses`, refuses, oddKey);
    const taken = await execute(`odd-${index}-takes`);
    assert.deepEqual([taken.status, taken.body.status], [200, 'ok']);
    const refused = await execute(`odd-${index}-refuses`);
    assert.deepEqual(refused.body, {
      connector_id: `odd-${index}-refuses`,
      status: 'error',
      message: 'error posting pagerduty event: unexpected status 400',
      service_message: 'no',
      errorSource: 'user',
      errors: ['bad'],
    });
  });
}

test('a key or a URL beyond all measure is refused, with its length', async () => {
  const longKey = await server.call(path, { body: newConnector('http://127.0.0.1:1/', 'k'.repeat(20_000)) });
  assert.equal(longKey.status, 400);
  assert.match(
    Object(longKey.body).message,
    /the integration key has 20000 characters; at most 512 are taken/,
  );
  const longUrl = await server.call(path, { body: newConnector(`http://127.0.0.1:1/${'x'.repeat(3000)}`) });
  assert.equal(longUrl.status, 400);
  assert.match(Object(longUrl.body).message, /apiUrl has 3019 characters; at most 2048 are taken/);
});

test('what a host adds to its 202 is noted in the log, in one line and without the key', async () => {
  await stranger('chatty', (_, to) =>
    to
      .writeHead(202, { 'content-type': 'application/json' })
      .end(JSON.stringify({ status: 'queued', message: `later\nfor ${key}` })),
  );
  assert.equal((await execute('chatty')).body.status, 'ok');
  assert.match(server.child.stderr, /delivered, but .*"queued".*later for \[integration key\]/);
});

test('an event of exactly 512,000 bytes goes, one byte more does not', async () => {
  let received = 0;
  await stranger('scales', (request, to) => {
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    request.on('end', () => {
      received = bytes;
      to.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"success"}');
    });
  });
  const params = (filling: number) => ({ dedupKey: 'd', customDetails: { filling: 'x'.repeat(filling) } });
  await execute('scales', params(0));
  const room = 512_000 - received;
  assert.equal((await execute('scales', params(room))).body.status, 'ok');
  assert.equal(received, 512_000);
  const tooLarge = (await execute('scales', params(room + 1))).body;
  assert.match(tooLarge.message, /the event has 512001 bytes; PagerDuty takes at most 512000/);
});

test('a caller who hangs up ends the call to PagerDuty, long before its time is over', async () => {
  const ended = Promise.withResolvers<void>();
  const controller = new AbortController();
  await stranger('patient', (request) => {
    request.socket.on('close', () => ended.resolve());
    controller.abort();
  });
  const startedAt = performance.now();
  const response = fetch(`${server.url}${path}/patient/_execute`, {
    method: 'POST',
    signal: controller.signal,
    headers: { 'content-type': 'application/json', authorization: basic('admin', adminPassword) },
    body: '{"params":{}}',
  });
  await assert.rejects(response, { name: 'AbortError' });
  await ended.promise;
  assert.ok(performance.now() - startedAt < 10_000, 'an attempt may take 15 s');
});

test('a connector of a type that was switched off can be read, and not used', async () => {
  const data = server.data.replace(/data$/, 'switched');
  const before = await TestServer.start({ data });
  before.secrets.add(key);
  await before.call(`${path}/kept`, { body: newConnector('http://127.0.0.1:1/') });
  await before.stop();
  const off = await TestServer.start({ data, env: { TOCSIN_ACTIONS_ENABLED_ACTION_TYPES: '.other' } });
  const read = await off.call(`${path}/kept`);
  const used = await off.call(`${path}/kept/_execute`, { body: { params: {} } });
  await off.stop();
  assert.equal(read.status, 200);
  assert.deepEqual(used.body, {
    statusCode: 403,
    error: 'Forbidden',
    message:
      'action type ".pagerduty" is not enabled in the Tocsin settings xpack.actions.enabledActionTypes',
  });
});

test('a host that is no longer allowed is told on the next send', async () => {
  const strictServer = await TestServer.start({ data: server.data.replace(/data$/, 'no-longer') });
  strictServer.secrets.add(key);
  const body = {
    name: 'x',
    connector_type_id: '.pagerduty',
    config: { apiUrl: 'http://127.0.0.1:1/' },
    secrets: { routingKey: key },
  };
  await strictServer.call('/api/actions/connector/late', { body });
  await strictServer.stop();
  const again = await TestServer.start({
    data: strictServer.data,
    env: { TOCSIN_ACTIONS_ALLOWED_HOSTS: 'events.pagerduty.com' },
  });
  const answer = await again.call('/api/actions/connector/late/_execute', { body: { params: {} } });
  await again.stop();
  assert.deepEqual(answer.body, {
    connector_id: 'late',
    status: 'error',
    message:
      'error validating connector type config: error configuring pagerduty action: target url "http://127.0.0.1:1/" is not added to the Tocsin settings xpack.actions.allowedHosts',
    retry: false,
    errorSource: 'framework',
  });
});
