import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { type TestContext, test } from 'node:test';
import { plainNetwork } from '../../test/support/plain-network.ts';
import { portOf } from '../../test/support/port-of.ts';

/** A server on loopback that keeps the requests it got, and a network to call it with. */
async function peer(t: TestContext, answer: RequestListener) {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const network = plainNetwork({ allowedHosts: [] });
  t.after(async () => {
    await network.close();
    server.closeAllConnections();
    server.close();
  });
  const get = (deadline = 2000) =>
    network.get({ url: new URL(`http://127.0.0.1:${portOf(server)}/ping/3f1c?a=b`), deadline });
  return { requests, get };
}

test('a page is asked for by GET, with its query and without a body, though connectors may call nobody', async (t) => {
  const { requests, get } = await peer(t, (_request, response) => response.end('OK'));
  const outcome = await get();
  assert.equal(outcome.kind === 'answered' && outcome.status, 200);
  assert.equal(outcome.kind === 'answered' && outcome.body, 'OK');
  const [request] = requests;
  assert.deepEqual([request?.method, request?.url], ['GET', '/ping/3f1c?a=b']);
  const { 'content-type': type, 'content-length': length, 'user-agent': agent } = request?.headers ?? {};
  assert.deepEqual([type, length, agent], [undefined, undefined, 'tocsin']);
});

test('a redirect is an answer and is not followed', async (t) => {
  const { requests, get } = await peer(t, (_request, response) => {
    response.writeHead(302, { location: '/elsewhere' }).end();
  });
  const outcome = await get();
  assert.equal(outcome.kind === 'answered' && outcome.status, 302);
  assert.equal(requests.length, 1);
});

test('a peer that never answers is a time-out', async (t) => {
  const { get } = await peer(t, () => {});
  const outcome = await get(150);
  assert.equal(outcome.kind === 'failed' && outcome.cause, 'timeout');
});
