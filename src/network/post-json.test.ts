import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { portOf } from '../../test/support/port-of.ts';
import { maxAnswerBytes } from './call-once.ts';
import { ClientConnection } from './client-connection.ts';
import { Connections, type OpenSocket } from './connections.ts';
import { Deadlines } from './deadlines.ts';
import { dial } from './dial.ts';
import type { Outcome } from './outcome.ts';
import { postJson } from './post-json.ts';
import { placeOf } from './route.ts';
import { tlsChoice } from './tls-choice.ts';
import { WireConnection } from './wire/wire-connection.ts';

const open: OpenSocket = (origin, reader) =>
  dial(
    { target: placeOf(new URL(origin)), why: 'of a test', tls: tlsChoice('full'), trustedBy: 'nobody' },
    { deadline: 8000, ...(reader && { reader }) },
  );
const servers: Server[] = [];
const sockets = new Set<Socket>();

/** A server that does with a connection exactly what the test says. */
async function peer(onRequest: (socket: Socket) => void, onConnect?: (socket: Socket) => void): Promise<URL> {
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    if (onConnect !== undefined) onConnect(socket);
    else socket.once('data', () => onRequest(socket));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  const port = portOf(server);
  return new URL(`http://127.0.0.1:${port}/v2/enqueue?a=b`);
}

let unusedPort = 0;
before(async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  unusedPort = portOf(server);
  server.close();
});
after(async () => {
  await Promise.all(all.map((connections) => connections.destroy()));
  for (const socket of sockets) socket.destroy();
  for (const server of servers) server.close();
});

const kinds = [
  ['by our own hand', WireConnection],
  ['by undici', ClientConnection],
] as const;
const all: Connections[] = [];

const failures: {
  name: string;
  url: () => Promise<URL> | URL;
  deadline?: number;
  phase: string;
  cause: string;
  message: RegExp;
}[] = [
  {
    name: 'a refused connection failed before the request',
    url: () => new URL(`http://127.0.0.1:${unusedPort}/`),
    phase: 'before_request',
    cause: 'network',
    message: /nothing listens there .*\[ECONNREFUSED\]/,
  },
  {
    name: 'a host name without an address failed before the request',
    url: () => new URL('http://nowhere.invalid/'),
    deadline: 8000,
    phase: 'before_request',
    cause: 'network',
    message: /DNS/,
  },
  {
    name: 'a reset after the request began may have arrived',
    url: () => peer((socket) => socket.resetAndDestroy()),
    phase: 'after_request',
    cause: 'network',
    message: /ECONNRESET/,
  },
  {
    name: 'a connection closed without an answer may have arrived',
    url: () => peer((socket) => socket.end()),
    phase: 'after_request',
    cause: 'network',
    message: /closed before an answer came/,
  },
  {
    name: 'half an answer is a lost connection, whatever its status said',
    url: () => peer((socket) => socket.end('HTTP/1.1 202 Accepted\r\nContent-Length: 100\r\n\r\n{"sta')),
    phase: 'after_request',
    cause: 'network',
    message: /could not be called/,
  },
  {
    name: 'bytes that are not HTTP are a failure after the request',
    url: () => peer((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n')),
    phase: 'after_request',
    cause: 'network',
    message: /could not be called/,
  },
  {
    name: 'a peer that never answers is a time-out after the request',
    url: () => peer(() => {}),
    deadline: 150,
    phase: 'after_request',
    cause: 'timeout',
    message: /did not answer within 150 ms/,
  },
  {
    name: 'a peer that dribbles headers for ever is a time-out after the request',
    url: () =>
      peer((socket) => {
        socket.write('HTTP/1.1 202 Accepted\r\n');
        const timer = setInterval(() => socket.write('X: y\r\n'), 20);
        socket.on('close', () => clearInterval(timer));
      }),
    deadline: 200,
    phase: 'after_request',
    cause: 'timeout',
    message: /did not answer within 200 ms/,
  },
  {
    name: 'a TLS handshake with a server that speaks plain text failed before the request',
    url: async () => {
      const url = await peer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
      return new URL(`https://127.0.0.1:${url.port}/`);
    },
    phase: 'before_request',
    cause: 'tls',
    message: /could not be called/,
  },
  {
    name: 'a TLS handshake that never ends is a time-out before the request',
    url: async () => {
      const url = await peer(() => {});
      return new URL(`https://127.0.0.1:${url.port}/`);
    },
    deadline: 200,
    phase: 'before_request',
    cause: 'timeout',
    message: /did not answer within 200 ms/,
  },
];

for (const [by, Kind] of kinds) {
  const connections = new Connections({
    make: (origin, onRelease) => new Kind(origin, open, onRelease),
    mostAge: 0,
  });
  all.push(connections);
  const line = { connections, deadlines: new Deadlines(), maxAnswerBytes };
  const post = (url: URL, deadline = 2000, signal?: AbortSignal): Promise<Outcome> =>
    postJson(line, { url, body: '{"hello":"world"}', deadline, ...(signal && { signal }) });

  test(`${by}: an answer is read whole, with its status, headers and body`, async () => {
    const url = await peer((socket) =>
      socket.end('HTTP/1.1 202 Accepted\r\nRetry-After: 3\r\nContent-Length: 15\r\n\r\n{"status":"ok"}'),
    );
    const outcome = await post(url);
    assert.equal(outcome.kind, 'answered');
    assert.equal(outcome.kind === 'answered' && outcome.status, 202);
    assert.equal(outcome.kind === 'answered' && outcome.headers['retry-after'], '3');
    assert.equal(outcome.kind === 'answered' && outcome.body, '{"status":"ok"}');
  });

  test(`${by}: the request carries the path with its query, the body and its type`, async () => {
    let seen = '';
    const url = await peer(
      () => {},
      (socket) => {
        socket.on('data', (chunk) => {
          seen += chunk.toString();
          if (seen.includes('world')) socket.end('HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n');
        });
      },
    );
    await post(url);
    assert.match(seen, /^POST \/v2\/enqueue\?a=b HTTP\/1\.1\r\n/);
    assert.match(seen, /content-type: application\/json\r\n/i);
    assert.ok(seen.endsWith('\r\n\r\n{"hello":"world"}'), seen);
  });

  test(`${by}: a redirect is an answer and is not followed`, async () => {
    let calls = 0;
    const url = await peer((socket) => {
      calls++;
      socket.end('HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n');
    });
    const outcome = await post(url);
    assert.equal(outcome.kind === 'answered' && outcome.status, 302);
    assert.equal(calls, 1);
  });

  test(`${by}: of a huge answer only the first 64 KiB are read`, async () => {
    const url = await peer((socket) => {
      socket.write('HTTP/1.1 400 Bad Request\r\nTransfer-Encoding: chunked\r\n\r\n');
      const chunk = `2000\r\n${'x'.repeat(0x2000)}\r\n`;
      const timer = setInterval(() => (socket.destroyed ? clearInterval(timer) : socket.write(chunk)), 1);
      socket.on('close', () => clearInterval(timer));
    });
    const outcome = await post(url);
    assert.equal(outcome.kind === 'answered' && outcome.status, 400);
    assert.equal(outcome.kind === 'answered' && outcome.body.length, 64 * 1024);
  });

  for (const { name, url, deadline, phase, cause, message } of failures) {
    test(`${by}: ${name}`, async () => {
      const outcome = await post(await url(), deadline);
      assert.equal(outcome.kind, 'failed');
      if (outcome.kind !== 'failed') return;
      assert.deepEqual({ phase: outcome.phase, cause: outcome.cause }, { phase, cause });
      assert.match(outcome.message, message);
    });
  }

  test(`${by}: a call that is ended from our side fails at once and closes its connection`, async () => {
    const closed = Promise.withResolvers<void>();
    const controller = new AbortController();
    const url = await peer((socket) => {
      socket.on('close', () => closed.resolve());
      controller.abort();
    });
    const outcome = await post(url, 60_000, controller.signal);
    assert.equal(outcome.kind === 'failed' && outcome.phase, 'after_request');
    await closed.promise;
  });

  test(`${by}: an early hint before the answer is not the answer`, async () => {
    const url = await peer((socket) =>
      socket.end(
        'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n',
      ),
    );
    const outcome = await post(url);
    assert.equal(outcome.kind === 'answered' && outcome.status, 202);
  });
}
