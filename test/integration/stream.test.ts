import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { after, afterEach, before, test } from 'node:test';
import { eventChange, gateChange, manyChanges } from '../../src/api/delivery-status.ts';
import { openSocket } from '../support/raw-request.ts';
import { adminPassword, basic, TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

/* `GET /api/tocsin/stream`: what changes, told live, to whoever listens, and to nobody's harm. */

const path = '/api/tocsin/stream';
const authorization = basic('admin', adminPassword);

let server: TestServer;
before(async () => {
  server = await TestServer.start();
});
after(() => server.stop());
afterEach(() => mood('ok'));

async function mood(name: string): Promise<void> {
  await server.call('/api/tocsin/sandbox/mood', { method: 'PUT', body: { mood: name } });
}

interface Message {
  readonly name: string;
  readonly data: unknown;
}

/** Somebody who listens, and what was heard so far. */
interface Listening extends AsyncDisposable {
  readonly response: Response;
  readonly messages: Message[];
  /** Settles when the server has ended the stream properly. */
  readonly ended: Promise<void>;
}

function messagesIn(text: string): Message[] {
  return text.split('\n\n').flatMap((block) => {
    const [, name = '', data = ''] = /^event: (\w+)\ndata: (.+)$/.exec(block) ?? [];
    return name === '' ? [] : [{ name, data: JSON.parse(data) }];
  });
}

async function listen(to: TestServer = server): Promise<Listening> {
  const leave = new AbortController();
  const response = await fetch(to.url + path, { headers: { authorization }, signal: leave.signal });
  assert.equal(response.status, 200);
  const messages: Message[] = [];
  let rest = '';
  const read = async () => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      rest += decoder.decode(chunk, { stream: true });
      const end = rest.lastIndexOf('\n\n') + 2;
      if (end < 2) continue;
      messages.push(...messagesIn(rest.slice(0, end)));
      to.remember(rest.slice(0, end));
      rest = rest.slice(end);
    }
  };
  const ended = read();
  const left = ended.catch(() => {});
  return {
    response,
    messages,
    ended,
    [Symbol.asyncDispose]: async () => {
      leave.abort();
      await left;
    },
  };
}

const enqueue = (body: unknown, to: TestServer = server) =>
  to.call('/api/tocsin/connector/sandbox/_enqueue', { body });

const statesOf = ({ messages }: Listening, id: string) =>
  messages
    .filter(({ name }) => name === 'event')
    .map(({ data }) => eventChange.parse(data))
    .filter((each) => each.id === id)
    .map(({ state }) => state);

test('whoever listens is told of an event from its acceptance to its delivery', async () => {
  await using listening = await listen();
  const { headers } = listening.response;
  assert.match(headers.get('content-type') ?? '', /^text\/event-stream/);
  assert.equal(headers.get('cache-control'), 'no-store');
  const { body } = await enqueue({ summary: 'x' });
  const { id } = Object(body);
  const states = await waitFor('its delivery', () => {
    const states = statesOf(listening, id);
    return states.at(-1) === 'delivered' ? states : undefined;
  });
  assert.deepEqual(states, ['waiting', 'in_flight', 'delivered']);
});

test('a gate that closes and opens is told, and why an event ended', async () => {
  await using listening = await listen();
  await mood('portal');
  await enqueue({ summary: 'x', dedupKey: 'gated' });
  const gates = () =>
    listening.messages.filter(({ name }) => name === 'gate').map(({ data }) => gateChange.parse(data));
  const closed = await waitFor('the gate to close', () => gates()[0]);
  assert.deepEqual(closed, { host: new URL(server.url).host, closed: true });
  await mood('ok');
  await waitFor('the gate to open', () => (gates().at(-1)?.closed === false ? true : undefined), 45_000);
  await mood('400');
  const { body } = await enqueue({ summary: 'x', dedupKey: 'refused' });
  const { id } = Object(body);
  const end = await waitFor('its end', () => {
    const changes = listening.messages.filter(({ name }) => name === 'event');
    return changes
      .map(({ data }) => eventChange.parse(data))
      .find((each) => each.id === id && each.state === 'dead');
  });
  assert.equal(end.reason, 'invalid_event');
});

test('many changes at once are told by their number, and all of them', async () => {
  await using listening = await listen();
  const before = (await server.call('/api/tocsin/status')).body;
  assert.equal(Object(before).backlog.events, 0);
  const events = 3000;
  await mood('429');
  for (let i = 0; i < events; i += 1000) {
    await enqueue(
      Array.from({ length: 1000 }, (_, j) => ({ dedupKey: `many-${i + j}`, eventAction: 'acknowledge' })),
    );
  }
  const told = () => {
    let waiting = 0;
    for (const { name, data } of listening.messages) {
      if (name === 'many') waiting += manyChanges.parse(data).by_state.waiting ?? 0;
      else if (name === 'event' && eventChange.parse(data).state === 'waiting') waiting++;
    }
    return waiting;
  };
  await waitFor('all of them', () => (told() >= events ? true : undefined));
  const many = listening.messages.filter(({ name }) => name === 'many');
  assert.ok(many.length > 0, 'by their number');
  await server.call('/api/tocsin/events/_cancel', { body: { connector_id: 'sandbox' } });
});

/** Somebody who asks for the stream and reads no byte of it. */
async function deaf(to: TestServer): Promise<Socket> {
  const socket = await openSocket(to.url);
  socket.pause();
  socket.write(
    `GET ${path} HTTP/1.1\r\nhost: ${new URL(to.url).host}\r\nauthorization: ${authorization}\r\n\r\n`,
  );
  return socket;
}

test('a stop ends open streams properly, and at once, also those that nobody reads', async () => {
  const other = await TestServer.start();
  await using listening = await listen(other);
  await using second = await listen(other);
  const socket = await deaf(other);
  await enqueue({ summary: 'x' }, other);
  const startedAt = performance.now();
  await other.stop();
  assert.ok(performance.now() - startedAt < 4000, 'requests under way would have five seconds');
  await Promise.all([listening.ended, second.ended]);
  socket.destroy();
});

test('who leaves is forgotten, and does no harm', async () => {
  for (let i = 0; i < 120; i++) {
    const listening = await listen();
    await listening[Symbol.asyncDispose]();
  }
  // There may be 100 at a time: those above have made room.
  await waitFor('room for one more', async () => {
    try {
      await using listening = await listen();
      return listening.response.status === 200 ? true : undefined;
    } catch {
      return undefined;
    }
  });
  const socket = await deaf(server);
  socket.resetAndDestroy();
  await once(socket, 'close');
  assert.equal((await enqueue({ summary: 'x' })).status, 202);
});

test('the 101st who listens is told to wait, and those before go on', async () => {
  const listening = await Promise.all(Array.from({ length: 100 }, () => listen()));
  try {
    const { status, body, headers } = await server.call(path);
    assert.equal(status, 503);
    assert.match(Object(body).message, /^100 streams are open already/);
    assert.equal(headers.get('retry-after'), '10');
    const { body: accepted } = await enqueue({ summary: 'x' });
    for (const each of listening) {
      await waitFor('the news', () =>
        statesOf(each, Object(accepted).id).includes('delivered') ? true : undefined,
      );
    }
  } finally {
    for (const each of listening) await each[Symbol.asyncDispose]();
  }
});

test('nobody listens without a sign-in, and a query or another method changes nothing', async () => {
  assert.equal((await server.call(path, { authorization: null })).status, 401);
  assert.equal((await server.call(path, { method: 'POST' })).status, 404);
  assert.equal((await server.call(path, { method: 'HEAD' })).status, 404);
});
