import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { type TestContext, test } from 'node:test';
import fastify from 'fastify';
import { serializerCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { App } from '../app-types.ts';
import { relayKey, relayServices, triggerFor } from '../relay-for-tests.ts';
import { relayRoutes } from './relay.ts';

const text = JSON.stringify(triggerFor(relayKey));
const accepted = '{"status":"success","message":"Event processed","dedup_key":"disk"}';

/** The relay on a free port, with its front; what the front does not take is answered 418. */
async function start(t: TestContext) {
  const { delivery, services } = relayServices(false);
  const app: App = fastify().withTypeProvider<ZodTypeProvider>();
  app.setSerializerCompiler(serializerCompiler);
  const front = await relayRoutes(app, services, { firstWithin: 1000 });
  await app.ready();
  app.server.removeAllListeners('request').on('request', (request, response) => {
    if (!front.take(request, response)) response.writeHead(418).end();
  });
  const origin = await app.listen({ port: 0, host: '127.0.0.1' });
  const port = Number(new URL(origin).port);
  t.after(async () => {
    const closed = app.close();
    front.destroyConnections();
    app.server.closeAllConnections();
    await closed;
  });

  /** Sends bytes as they are and gives everything that comes back until the connection ends. */
  async function raw(...parts: string[]): Promise<string> {
    const socket = connect(port, '127.0.0.1');
    let received = '';
    socket.setEncoding('utf8').on('data', (chunk) => {
      received += chunk;
    });
    for (const part of parts) {
      if (!socket.write(part)) await once(socket, 'drain');
      await new Promise((resolve) => setImmediate(resolve));
    }
    await once(socket, 'close', { signal: AbortSignal.timeout(15_000) });
    return received;
  }
  return { app, delivery, services, raw, origin };
}

const head = (headers: string, method = 'POST', path = '/v2/enqueue') =>
  `${method} ${path} HTTP/1.1\r\nHost: events.pagerduty.com\r\n${headers}Connection: close\r\n\r\n`;

test('an event is taken from whoever has a key, under any host name, and answered in JSON', async (t) => {
  const { origin, raw, delivery } = await start(t);
  const answer = await fetch(`${origin}/v2/enqueue`, { method: 'POST', body: text });
  assert.deepEqual([answer.status, await answer.text()], [202, accepted]);
  assert.equal(answer.headers.get('content-type'), 'application/json; charset=utf-8');
  const received = await raw(head(`Content-Length: ${text.length}\r\n`), text);
  assert.match(received, /^HTTP\/1\.1 202 /);
  const change = await fetch(`${origin}/v2/change/enqueue`, { method: 'POST', body: text });
  assert.deepEqual(
    [change.status, await change.text()],
    [202, '{"status":"success","message":"Change event processed"}'],
  );
  assert.deepEqual(
    delivery.events.map(({ kind }) => kind),
    ['alert', 'alert', 'change'],
  );
});

const contentTypes = [
  '',
  'Content-Type: application/json\r\n',
  'Content-Type: application/json; charset=UTF-8\r\n',
  'Content-Type: application/vnd.pagerduty+json;version=2\r\n',
  'Content-Type: text/plain\r\n',
  'Content-Type: application/x-www-form-urlencoded\r\n',
  'Content-Type: nonsense\r\n',
  'Content-Type:\r\n',
];
for (const contentType of contentTypes) {
  test(`a body is taken as it is with the header "${contentType.trim()}"`, async (t) => {
    const { raw } = await start(t);
    assert.match(await raw(head(`${contentType}Content-Length: ${text.length}\r\n`), text), / 202 /);
  });
}

test('a plain POST is answered without Node’s HTTP: also when nobody listens for its requests', async (t) => {
  const { app, origin, delivery } = await start(t);
  app.server.removeAllListeners('request');
  for (const path of ['/v2/enqueue', '/v2/change/enqueue']) {
    const answer = await fetch(origin + path, { method: 'POST', body: text });
    assert.equal(answer.status, 202);
  }
  assert.deepEqual(
    delivery.events.map(({ kind }) => kind),
    ['alert', 'change'],
  );
});

test('a body in pieces, and one in chunks, is read to its end', async (t) => {
  const { raw, delivery } = await start(t);
  const pieces = [text.slice(0, 50), text.slice(50, 51), text.slice(51)];
  assert.match(await raw(head(`Content-Length: ${text.length}\r\n`), ...pieces), / 202 /);
  const chunks = pieces.map((piece) => `${piece.length.toString(16)}\r\n${piece}\r\n`);
  assert.match(await raw(head('Transfer-Encoding: chunked\r\n'), ...chunks, '0\r\n\r\n'), / 202 /);
  assert.deepEqual(delivery.events[1], delivery.events[0]);
});

test('the key may come in the header X-Routing-Key', async (t) => {
  const { origin, delivery } = await start(t);
  const body = JSON.stringify(triggerFor(undefined));
  const headers = { 'X-Routing-Key': relayKey };
  const { status } = await fetch(`${origin}/v2/enqueue`, { method: 'POST', body, headers });
  assert.deepEqual([status, delivery.events[0]?.connectorId], [202, 'relayed']);
});

const tooLarge = 'x'.repeat(1024 * 1024 + 1);
const large: [name: string, headers: string, body: string][] = [
  ['with its length', `Content-Length: ${tooLarge.length}\r\n`, tooLarge],
  ['in chunks', 'Transfer-Encoding: chunked\r\n', `100001\r\n${tooLarge}\r\n0\r\n\r\n`],
];
for (const [name, headers, body] of large) {
  test(`a body of more than 1 MiB ${name} is 413, after all of it was read`, async (t) => {
    const { raw, delivery } = await start(t);
    const received = await raw(head(headers), body);
    assert.match(
      received,
      /^HTTP\/1\.1 413 [\s\S]*"errors":\["Event object is too large \(maximum is 1048576 bytes\)"\]/,
    );
    assert.deepEqual(delivery.events, []);
  });
}

test('nobody is answered 413 while still sending', async (t) => {
  const { origin, raw } = await start(t);
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  let received = '';
  socket.setEncoding('utf8').on('data', (chunk) => {
    received += chunk;
  });
  socket.write(head(`Content-Length: ${tooLarge.length}\r\n`));
  // Another request that came later is answered: so this one has been seen.
  assert.match(await raw(head(`Content-Length: ${text.length}\r\n`), text), / 202 /);
  assert.equal(received, '');
  socket.end(tooLarge);
  await once(socket, 'close', { signal: AbortSignal.timeout(15_000) });
  assert.match(received, /^HTTP\/1\.1 413 /);
});

test('a caller that leaves in the middle of a body has sent no event', async (t) => {
  const { origin, raw, delivery } = await start(t);
  const { port } = new URL(origin);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(head(`Content-Length: ${text.length}\r\n`) + text.slice(0, -1));
  await once(socket, 'connect');
  socket.destroy();
  assert.match(await raw(head(`Content-Length: ${text.length}\r\n`), text), / 202 /);
  assert.equal(delivery.events.length, 1);
});

for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS']) {
  test(`${method} is answered 405, in PagerDuty's shape`, async (t) => {
    const { raw } = await start(t);
    const received = await raw(head('Content-Length: 2\r\n', method), '{}');
    assert.match(
      received,
      /^HTTP\/1\.1 405 [\s\S]*allow: POST[\s\S]*"message":"Events are sent with POST\."/,
    );
  });
}

test('other paths are not the relay’s', async (t) => {
  const { origin } = await start(t);
  for (const path of ['/v2', '/v2/enqueue/', '/v2/enqueue/x', '/v2/change', '/V2/enqueue']) {
    const { status } = await fetch(origin + path, { method: 'POST', body: text });
    assert.equal(status, 418, path);
  }
});

test('what comes to Fastify, such as a path with a query, is answered the same', async (t) => {
  const { app, delivery } = await start(t);
  for (const headers of [{}, { 'content-type': 'nonsense' }, { 'content-type': 'application/json' }]) {
    const url = '/v2/enqueue?a=b';
    const answer = await app.inject({ method: 'POST', url, payload: Buffer.from(text), headers });
    assert.deepEqual([answer.statusCode, answer.body], [202, accepted]);
  }
  assert.equal(delivery.events.length, 3);
});

test('while the server stops nothing is taken: 503, and the connection ends', async (t) => {
  const { app, raw, delivery, origin } = await start(t);
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  let received = '';
  socket.setEncoding('utf8').on('data', (chunk) => {
    received += chunk;
  });
  const lines = `Content-Length: ${text.length}\r\n`;
  socket.write(head(lines).replace(/Connection.*\r\n\r/, '\r') + text.slice(0, 10));
  // Another request that came later is answered: so this one has been seen.
  assert.match(await raw(head(lines), text), / 202 /);
  const closed = app.close();
  await new Promise((resolve) => setImmediate(resolve));
  socket.write(text.slice(10));
  await once(socket, 'close', { signal: AbortSignal.timeout(15_000) });
  await closed;
  assert.match(received, /^HTTP\/1\.1 503 /);
  assert.match(received, /\r\nretry-after: 1\r\n/);
  assert.equal(delivery.events.length, 1);
});

test('answers are counted by path and status', async (t) => {
  const { origin, services } = await start(t);
  for (const body of [text, text, '{}']) await fetch(`${origin}/v2/enqueue`, { method: 'POST', body });
  const page = await services.metrics.registry.metrics();
  const count = (status: number) =>
    new RegExp(
      `^tocsin_http_requests_total\\{method="POST",route="/v2/enqueue",status="${status}"\\} (\\d+)$`,
      'm',
    );
  assert.deepEqual([count(202).exec(page)?.[1], count(400).exec(page)?.[1]], ['2', '1']);
});
