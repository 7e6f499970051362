import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { connect as connectTls } from 'node:tls';
import { selfSigned } from '../../../test/support/network/authority.ts';
import { portOf } from '../../../test/support/port-of.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { waitFor } from '../../../test/support/wait-for.ts';
import type { Answer } from '../../sandbox/reply.ts';
import { servePlainPosts } from './serve-plain-posts.ts';

interface Options {
  readonly firstWithin?: number;
  readonly keepAlive?: number;
  readonly more?: Partial<Answer>;
  readonly tls?: { readonly cert: string; readonly key: string };
}

/** A server that answers plain posts with what they say, and whatever goes to Node with `node` and its first line. */
async function start(t: TestContext, { firstWithin = 10_000, keepAlive = 10_000, more, tls }: Options = {}) {
  const onRequest: RequestListener = (request, response) => {
    request.resume().on('end', () => response.end(`node ${request.method} ${request.url}`));
  };
  const server = tls === undefined ? createServer(onRequest) : createTlsServer(tls, onRequest);
  server.keepAliveTimeout = keepAlive;
  /** The answers that are under way; each waits to be let go, unless nothing holds them. */
  const held: (() => void)[] = [];
  const control = { holds: false, begun: 0 };
  const plainPosts = servePlainPosts(server, {
    paths: ['/plain'],
    now: Date.now,
    firstWithin,
    answer: async ({ body }) => {
      control.begun++;
      if (control.holds) await new Promise<void>((resolve) => held.push(resolve));
      return { kind: 'answer', status: 200, headers: {}, body: `plain ${body}`, delayMs: 0, ...more };
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(async () => {
    plainPosts.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const port = portOf(server);
  const open = async (socket: Socket = connect(port, '127.0.0.1')) => {
    const client = { socket, received: '', isClosed: false };
    socket.setEncoding('utf8').on('error', () => {});
    socket.on('data', (chunk) => {
      client.received += chunk;
    });
    socket.on('close', () => {
      client.isClosed = true;
    });
    await once(socket, tls === undefined ? 'connect' : 'secureConnect');
    return client;
  };
  return { server, port, plainPosts, control, held, open };
}

type Client = Awaited<ReturnType<Awaited<ReturnType<typeof start>>['open']>>;

const post = (body: string) =>
  `POST /plain HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`;
const bodies = ({ received }: Client) => received.match(/(?:plain|node) [^\r\n]*?(?=HTTP|$)/g) ?? [];
const answered = (client: Client, count: number) =>
  waitFor(`${count} answers in ${JSON.stringify(client.received)}`, () =>
    bodies(client).length >= count ? bodies(client) : undefined,
  );
const closed = (client: Client) => waitFor('the connection to end', () => client.isClosed || undefined);
const soon = () => new Promise((resolve) => setTimeout(resolve, 50));

test('posts come one after the other over one connection, and each is answered', async (t) => {
  const { open, control } = await start(t);
  const client = await open();
  for (const [index, body] of ['a', 'b', 'c'].entries()) {
    client.socket.write(post(body));
    assert.deepEqual((await answered(client, index + 1)).at(-1), `plain ${body}`);
  }
  assert.equal(control.begun, 3);
});

test('what is no plain post goes to Node with its connection, and so does all that follows', async (t) => {
  const { open } = await start(t);
  const client = await open();
  client.socket.write(post('a'));
  await answered(client, 1);
  client.socket.write(get('/x'));
  await answered(client, 2);
  client.socket.write(post('b'));
  assert.deepEqual(await answered(client, 3), ['plain a', 'node GET /x', 'node POST /plain']);
});

test('a connection that begins with something else is Node’s from its first byte', async (t) => {
  const { open } = await start(t);
  const client = await open();
  client.socket.write(get('/first'));
  assert.deepEqual(await answered(client, 1), ['node GET /first']);
});

for (const at of [1, 30, post('abc').length - 1]) {
  test(`a post whose first ${at} bytes come alone is put together by Node`, async (t) => {
    const { open } = await start(t);
    const client = await open();
    client.socket.setNoDelay(true).write(post('abc').slice(0, at));
    await soon();
    client.socket.write(post('abc').slice(at));
    assert.deepEqual(await answered(client, 1), ['node POST /plain']);
  });
}

test('posts that do not wait for answers are answered in order, one at a time', async (t) => {
  const { open, control, held } = await start(t);
  control.holds = true;
  const client = await open();
  client.socket.write(post('a') + post('b') + post('c'));
  for (const begun of [1, 2, 3]) {
    await waitFor('a post to be taken', () => held.length === 1 || undefined);
    assert.equal(control.begun, begun);
    // What comes meanwhile waits too.
    if (begun === 1) client.socket.write(post('d'));
    held.pop()?.();
  }
  control.holds = false;
  await waitFor('the last post to be taken', () => control.begun === 4 || undefined);
  held.pop()?.();
  assert.deepEqual(await answered(client, 4), ['plain a', 'plain b', 'plain c', 'plain d']);
});

test('what Node is to answer waits for the posts before it', async (t) => {
  const { open, control, held } = await start(t);
  control.holds = true;
  const client = await open();
  client.socket.write(post('a') + get('/after'));
  await waitFor('the post to be taken', () => held.length === 1 || undefined);
  await soon();
  assert.equal(client.received, '');
  held.pop()?.();
  assert.deepEqual(await answered(client, 2), ['plain a', 'node GET /after']);
});

test('a client that has said all it wants is answered, and its connection ends', async (t) => {
  const { open, control, held } = await start(t);
  control.holds = true;
  const client = await open();
  client.socket.end(post('a'));
  await waitFor('the post to be taken', () => held.length === 1 || undefined);
  await soon();
  held.pop()?.();
  assert.deepEqual(await answered(client, 1), ['plain a']);
  await closed(client);
});

test('a client that leaves before its answer harms nobody', async (t) => {
  const { open, control, held } = await start(t);
  control.holds = true;
  const client = await open();
  client.socket.write(post('a'));
  await waitFor('the post to be taken', () => held.length === 1 || undefined);
  client.socket.resetAndDestroy();
  await soon();
  held.pop()?.();
  control.holds = false;
  const next = await open();
  next.socket.write(post('b'));
  assert.deepEqual(await answered(next, 1), ['plain b']);
});

test('a client that reads no answers gets no more of them', async (t) => {
  const { open, control } = await start(t, { more: { body: 'x'.repeat(1024 * 1024) } });
  const client = await open();
  client.socket.pause();
  client.socket.write(post('a').repeat(200));
  await waitFor('an answer', () => control.begun > 0 || undefined);
  await soon();
  assert.ok(control.begun < 50, `${control.begun} answers were made`);
});

test('a connection on which nothing is said is left to Node, which has its own patience', async (t) => {
  const { open } = await start(t, { firstWithin: 20 });
  const client = await open();
  await new Promise((resolve) => setTimeout(resolve, 100));
  client.socket.write(post('a'));
  assert.deepEqual(await answered(client, 1), ['node POST /plain']);
});

test('after an answer a connection is kept for as long as it says, and then ends', async (t) => {
  const { open } = await start(t, { keepAlive: 1000 });
  const client = await open();
  client.socket.write(post('a'));
  await answered(client, 1);
  assert.match(client.received, /\r\nkeep-alive: timeout=1\r\n/);
  await closed(client);
});

test('an answer that says so ends its connection', async (t) => {
  const { open } = await start(t, { more: { headers: { connection: 'close' } } });
  const client = await open();
  client.socket.write(post('a') + post('b'));
  await closed(client);
  assert.deepEqual(bodies(client), ['plain a']);
  assert.match(client.received, /\r\nconnection: close\r\n/);
});

test('a stop ends idle connections at once, and the others with their answer', async (t) => {
  const { open, control, held, plainPosts } = await start(t);
  const idle = await open();
  idle.socket.write(post('a'));
  await answered(idle, 1);
  control.holds = true;
  const busy = await open();
  busy.socket.write(post('b') + post('c'));
  await waitFor('the post to be taken', () => held.length === 1 || undefined);
  plainPosts.stop();
  await closed(idle);
  assert.equal(busy.isClosed, false);
  held.pop()?.();
  await closed(busy);
  assert.deepEqual(bodies(busy), ['plain b']);
  assert.match(busy.received, /\r\nconnection: close\r\n/);
});

test('all can be ended whatever is under way, but for those that are Node’s', async (t) => {
  const { open, control, held, plainPosts } = await start(t);
  const ofNode = await open();
  ofNode.socket.write(get('/'));
  await answered(ofNode, 1);
  control.holds = true;
  const busy = await open();
  busy.socket.write(post('b'));
  await waitFor('the post to be taken', () => held.length === 1 || undefined);
  plainPosts.destroy();
  await closed(busy);
  held.pop()?.();
  await soon();
  assert.equal(ofNode.isClosed, false);
});

test('posts come through TLS as well, and so does what is Node’s', async (t) => {
  const folder = await temporaryFolder();
  t.after(() => folder[Symbol.asyncDispose]());
  const { open, port } = await start(t, { tls: await selfSigned(folder.path, 'server', ['127.0.0.1']) });
  const client = await open(connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false }));
  client.socket.write(post('a'));
  await answered(client, 1);
  client.socket.write(get('/x'));
  assert.deepEqual(await answered(client, 2), ['plain a', 'node GET /x']);
});
