import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, afterEach, before, test } from 'node:test';
import { appInProcess } from '../support/app-in-process.ts';
import { openSocket, type RawAnswer, rawRequest, readToEnd } from '../support/raw-request.ts';
import { adminPassword, basic, TestServer } from '../support/test-server.ts';
import { assertUnharmed, refusal } from '../support/unharmed.ts';

/*
 * What is hardly HTTP, written to the socket byte by byte: the answer is a 4xx in Kibana's shape and the end of the
 * connection, and the process goes on.
 */

let server: TestServer;
let host: string;
let kept: string;
before(async () => {
  server = await TestServer.start();
  host = `Host: ${new URL(server.url).host}\r\n`;
  kept = (await server.call('/api/actions/connectors')).text;
});
after(() => server.stop());
afterEach(() => assertUnharmed(server, kept));

function refused(answer: RawAnswer, status: number, words: RegExp): void {
  const { statusCode, message } = refusal.parse(answer.body, { error: () => answer.text });
  assert.deepEqual([answer.status, statusCode], [status, status]);
  assert.match(message, words);
  assert.match(answer.text, /\r\ncontent-type: application\/json/i);
}

const close = 'Connection: close\r\n\r\n';
const get = (headers: string) => () => `GET /health HTTP/1.1\r\n${host}${headers}${close}`;
const post = (headers: string, body: string) => () =>
  `POST /api/actions/connector HTTP/1.1\r\n${host}Content-Type: application/json\r\n` +
  `Authorization: ${basic('admin', adminPassword)}\r\n${headers}\r\n${body}`;
const notHttp = /^This is not a request that can be read: HTTP\/1.1 is spoken here/;

/** Each a request that is refused. */
const requests: [name: string, bytes: () => string | Uint8Array, status: number, words: RegExp][] = [
  ['bytes at random', () => Buffer.from('00ff17fe8d0a0d0a0d0a', 'hex'), 400, notHttp],
  ['a line of text', () => 'hello\r\n\r\n', 400, notHttp],
  ['TLS where there is none', () => Buffer.from('16030100a5010000a1030370', 'hex'), 400, notHttp],
  ['HTTP/2', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400, notHttp],
  ['a version from the future', () => `GET /health HTTP/2.5\r\n${host}${close}`, 400, notHttp],
  ['an unknown method', () => `FETCH /health HTTP/1.1\r\n${host}${close}`, 400, notHttp],
  ['a path without a slash', () => `GET health HTTP/1.1\r\n${host}${close}`, 400, notHttp],
  ['a NUL in the path', () => `GET /hea\0lth HTTP/1.1\r\n${host}${close}`, 400, notHttp],
  ['a NUL in a header', get('A: b\0c\r\n'), 400, notHttp],
  ['a space in the name of a header', get('A B: c\r\n'), 400, notHttp],
  ['a header in two lines', get('A: b\r\n c\r\n'), 400, notHttp],
  ['a Content-Length below zero', post('Content-Length: -5\r\n', ''), 400, notHttp],
  ['a Content-Length of "many"', post('Content-Length: many\r\n', ''), 400, notHttp],
  ['two lengths', post('Content-Length: 2\r\nContent-Length: 3\r\n', '{}'), 400, notHttp],
  [
    'a length and chunks',
    post('Content-Length: 5\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n'),
    400,
    notHttp,
  ],
  ['chunks of no size', post('Transfer-Encoding: chunked\r\n', 'zz\r\n{}\r\n'), 400, notHttp],
  ['no Host', () => `GET /health HTTP/1.1\r\n${close}`, 400, /names no host: send one Host header/],
  ['no Host in HTTP/1.0', () => 'GET /health HTTP/1.0\r\n\r\n', 400, /names no host: send one Host header/],
  ['an empty Host', () => `GET /health HTTP/1.1\r\nHost:\r\n${close}`, 400, /names no host/],
  ['two Hosts', get('Host: other.example\r\n'), 400, /names 2 Host headers: send one/],
  [
    'the same Host twice',
    () => `GET /health HTTP/1.1\r\n${host}${host}${close}`,
    400,
    /names 2 Host headers/,
  ],
  [
    'a URL of 100 KB',
    () => `GET /${'a'.repeat(100_000)} HTTP/1.1\r\n${host}${close}`,
    431,
    /larger than 16 KiB/,
  ],
  ['64 KB of headers', get(`A: ${'a'.repeat(64_000)}\r\n`), 431, /larger than 16 KiB/],
  ['3,000 headers', get('a: b\r\n'.repeat(3000)), 431, /or more than 900 headers/],
  ['an expectation', get('Expect: miracles\r\n'), 417, /Only "Expect: 100-continue" can be met/],
  [
    'a way out of the folder',
    () => `GET /docs/api/static/%2e%2e/%2e%2e/package.json HTTP/1.1\r\n${host}${close}`,
    403,
    /leads out/,
  ],
];
for (const [name, bytes, status, words] of requests) {
  test(`a request is refused: ${name}`, async () => {
    const answer = await rawRequest(server.url, bytes());
    server.remember(answer.text);
    refused(answer, status, words);
  });
}

const statusesIn = (text: string) => [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, code]) => code);

test('garbage behind a good request ends the connection with a refusal', async () => {
  const good = `GET /health HTTP/1.1\r\n${host}\r\n`;
  const { text } = await rawRequest(server.url, `${good}\x00\x01rubbish\r\n\r\n`);
  assert.equal(statusesIn(text).at(-1), '400', text);
});

test('requests that come at once are answered in their order', async () => {
  const first = `GET /nowhere HTTP/1.1\r\n${host}\r\n`;
  const { text } = await rawRequest(server.url, first + get('')());
  assert.deepEqual(statusesIn(text), ['404', '200']);
});

test('HTTP/1.0 with a Host is answered', async () => {
  assert.equal((await rawRequest(server.url, `GET /health HTTP/1.0\r\n${host}\r\n`)).status, 200);
});

for (const upgrade of ['websocket', 'h2c', 'TLS/1.0']) {
  test(`an upgrade to ${upgrade} is not made; the request is answered as it is, and the next one too`, async () => {
    const socket = await openSocket(server.url);
    const answer = readToEnd(socket);
    socket.write(`GET /health HTTP/1.1\r\n${host}Connection: Upgrade\r\nUpgrade: ${upgrade}\r\n\r\n`);
    await once(socket, 'data');
    socket.write(get('')());
    const { text } = await answer;
    assert.equal(text.match(/HTTP\/1\.1 200 OK/g)?.length, 2, text);
    assert.doesNotMatch(text, /HTTP\/1\.1 101/);
  });
}

test('nobody gets through to another host', async () => {
  const { text } = await rawRequest(
    server.url,
    'CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n',
  );
  assert.doesNotMatch(text, /HTTP\/1\.1 2/);
});

const halves: [name: string, bytes: () => string][] = [
  ['in the first line', () => 'GET /heal'],
  ['in the headers', () => `POST /api/actions/connector HTTP/1.1\r\n${host}Auth`],
  [
    'in the body',
    post('Content-Length: 200\r\n', '{"name":"half","connector_type_id":".pagerduty","secrets":{'),
  ],
  ['in a chunk', post('Transfer-Encoding: chunked\r\n', 'ff\r\n{"name":"half",')],
];
for (const [name, bytes] of halves) {
  for (const how of ['end', 'resetAndDestroy'] as const) {
    test(`a client that goes ${name} (${how}) leaves nothing behind`, async () => {
      const socket = await openSocket(server.url);
      socket.resume();
      socket.write(bytes());
      socket[how]();
      await once(socket, 'close');
    });
  }
}

test('200 connections that say nothing keep nobody else out', async () => {
  const sockets = await Promise.all(Array.from({ length: 200 }, () => openSocket(server.url)));
  for (const socket of sockets.slice(0, 100)) socket.write('GET /health HTTP/1.1\r\n');
  const answers = await Promise.all(Array.from({ length: 20 }, () => server.call('/api/actions/connectors')));
  assert.ok(answers.every(({ status }) => status === 200));
  for (const socket of sockets) socket.destroy();
});

test('headers have 10 seconds and a request has 30, however little comes at a time', async () => {
  const { app, ...running } = await appInProcess();
  await using _ = running;
  assert.deepEqual([app.server.headersTimeout, app.server.requestTimeout], [10_000, 30_000]);

  // The same server in less time: Node reads these on every check, once a second.
  app.server.headersTimeout = 300;
  app.server.requestTimeout = 600;
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const local = `Host: ${new URL(url).host}\r\n`;
  const slow = async (head: string, drop: string) => {
    const socket = await openSocket(url);
    const answer = readToEnd(socket);
    socket.write(head);
    const drip = setInterval(() => socket.write(drop), 100);
    try {
      return await answer;
    } finally {
      clearInterval(drip);
    }
  };
  const tooSlow = /took too long to arrive: its headers have 10 seconds, all of it has 30/;
  const body = `POST /sandbox/v2/enqueue HTTP/1.1\r\n${local}Content-Length: 1000\r\n\r\n`;
  const answers = await Promise.all([
    slow(`GET /health HTTP/1.1\r\n${local}`, 'X-Slow: yes\r\n'),
    slow('G', ''),
    slow(body, ' '),
  ]);
  for (const answer of answers) refused(answer, 408, tooSlow);

  const large = 1024 * 1024 + 1;
  const tooLarge = `Transfer-Encoding: chunked\r\n\r\n${large.toString(16)}\r\n${' '.repeat(large)}\r\n`;
  const token = `Content-Type: application/json\r\nAuthorization: ApiKey ${btoa('local:token')}\r\n`;
  const endless = await Promise.all([
    slow(`POST /api/actions/connector HTTP/1.1\r\n${local}${token}${tooLarge}`, '1\r\n \r\n'),
    slow(`POST /sandbox/v2/enqueue HTTP/1.1\r\n${local}${tooLarge}`, '1\r\n \r\n'),
  ]);
  // Too large, or too slow in being thrown away: refused, and the connection ended.
  for (const { text } of endless) assert.match(text, /^HTTP\/1\.1 4(13|08) /);
  assert.equal((await fetch(`${url}/health`)).status, 200);
});
