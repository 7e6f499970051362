import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { portOf } from '../../../test/support/port-of.ts';
import { readRequestBody } from '../read-request-body.ts';
import { type PlainPost, PlainPostReader } from './read-plain-post.ts';

const paths = ['/v2/enqueue', '/v2/change/enqueue'];
const read = (text: string) => new PlainPostReader(paths).read(Buffer.from(text, 'latin1'));

interface Said {
  readonly path: string;
  readonly routingKey: string | undefined;
  readonly body: string;
}

const said = ({ path, routingKey, body }: PlainPost): Said => ({
  path,
  routingKey,
  body: body.toString('latin1'),
});

const post = (headers: string, body = '{"a":1}') =>
  `POST /v2/enqueue HTTP/1.1\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`;

const taken: [what: string, text: string, Partial<Said>][] = [
  ['nothing but its length', post(''), { routingKey: undefined }],
  ['a body of no bytes', post('', ''), { body: '' }],
  ['the other path', post('').replace('/v2/enqueue', '/v2/change/enqueue'), { path: '/v2/change/enqueue' }],
  ['what curl says', post('Host: localhost:5661\r\nUser-Agent: curl/8\r\nAccept: */*\r\n'), {}],
  ['what Python says', post('Accept-Encoding: gzip, deflate\r\nConnection: keep-alive\r\n'), {}],
  ['a routing key between spaces', post('x-ROUTING-key: \t abc \t\r\n'), { routingKey: 'abc' }],
  ['an empty routing key', post('X-Routing-Key:\r\n'), { routingKey: '' }],
  ['any case of a name', post('').replace('Content-Length', 'CONTENT-length'), {}],
];
for (const [what, text, expected] of taken) {
  test(`a plain POST: ${what}`, () => {
    const found = read(text);
    assert.ok(found !== undefined);
    assert.deepEqual(said(found), {
      path: '/v2/enqueue',
      routingKey: undefined,
      body: '{"a":1}',
      ...expected,
    });
    assert.equal(found.end, text.length);
  });
}

const left: [what: string, text: string][] = [
  ['nothing', ''],
  ['another method', post('').replace('POST', 'PUT')],
  ['a method in small letters', post('').replace('POST', 'post')],
  ['another path', post('').replace('/v2/enqueue', '/v2/enqueue2')],
  ['a path with a query', post('').replace('/v2/enqueue', '/v2/enqueue?a')],
  ['a whole URL', post('').replace('/v2/enqueue', 'http://a/v2/enqueue')],
  ['HTTP/1.0', post('').replace('HTTP/1.1', 'HTTP/1.0')],
  ['two spaces in its first line', post('').replace(' HTTP', '  HTTP')],
  ['an empty line before it', `\r\n${post('')}`],
  ['no header', 'POST /v2/enqueue HTTP/1.1\r\n\r\n'],
  ['no length', 'POST /v2/enqueue HTTP/1.1\r\nHost: a\r\n\r\n{}'],
  ['two lengths', post('Content-Length: 7\r\n')],
  ['a length and one that is none', post('Content-Length: A7\r\n')],
  ['a list of lengths', post('').replace('Length: 7', 'Length: 7, 7')],
  ['a length with a sign', post('').replace('Length: 7', 'Length: +7')],
  ['a length of hexadecimal digits', post('').replace('Length: 7', 'Length: 0x7')],
  ['an empty length', post('').replace('Length: 7', 'Length:')],
  ['a body in chunks', post('Transfer-Encoding: chunked\r\n')],
  ['an encoded body', post('Content-Encoding: gzip\r\n')],
  ['a client that waits to be asked', post('Expect: 100-continue\r\n')],
  ['another protocol', post('Connection: Upgrade\r\nUpgrade: h2c\r\n')],
  ['a connection that ends', post('Connection: close\r\n')],
  ['two words about the connection', post('Connection: keep-alive\r\nConnection: close\r\n')],
  ['trailers', post('Trailer: Expires\r\n')],
  ['two routing keys', post('X-Routing-Key: a\r\nX-Routing-Key: b\r\n')],
  ['a folded line', post('X-A: b\r\n c\r\n')],
  ['space before a colon', post('X-A : b\r\n')],
  ['a line without a colon', post('nonsense\r\n')],
  ['a line without a name', post(': b\r\n')],
  ['line ends that are no CRLF', post('').replaceAll('\r\n', '\n')],
  ['one line end that is no CRLF', post('X-A: b\nX-B: c\r\n')],
  ['a control character', post('X-A: \x01\r\n')],
  ['a character that is no ASCII', post('X-A: \xe9\r\n')],
  ['a head longer than any client has', post(`X-A: ${'a'.repeat(2048)}\r\n`)],
  ['half of a head', post('').slice(0, 40)],
  ['a body that is not all there', post('').slice(0, -1)],
];
for (const [what, text] of left) {
  test(`no plain POST: ${what}`, () => assert.equal(read(text), undefined));
}

test('of several posts each is read from where the one before it ends', () => {
  const bytes = Buffer.from(
    [post('', 'one'), post('X-Routing-Key: k\r\n', 'two'), post('', 'three')].join(''),
  );
  const reader = new PlainPostReader(paths);
  const found: Said[] = [];
  for (let at = 0; at < bytes.length; ) {
    const next = reader.read(bytes, at);
    assert.ok(next !== undefined);
    found.push(said(next));
    at = next.end;
  }
  assert.deepEqual(
    found.map(({ body, routingKey }) => [body, routingKey]),
    [
      ['one', undefined],
      ['two', 'k'],
      ['three', undefined],
    ],
  );
});

test('the same head may come with a body that is not all there yet', () => {
  const reader = new PlainPostReader(paths);
  const bytes = Buffer.from(post(''));
  assert.ok(reader.read(bytes) !== undefined);
  assert.equal(reader.read(bytes.subarray(0, -1)), undefined);
  assert.ok(reader.read(bytes) !== undefined);
});

/* Whatever comes: what our reader takes for a plain POST Node's own takes for the same one. */

let server: Server;
let heard: Said[] = [];
before(async () => {
  server = createServer({ requireHostHeader: false, keepAlive: true }, async (request, response) => {
    const { url = '', headers, method } = request;
    const key = headers['x-routing-key'];
    const body = await readRequestBody(request, 1_000_000);
    heard.push({
      path: method === 'POST' ? url : `${method} ${url}`,
      routingKey: Array.isArray(key) ? 'a list' : key,
      body: body === 'too_large' ? body : body.toString('latin1'),
    });
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
after(() => {
  server.close();
  server.closeAllConnections();
});

/** What Node hears of it first. */
async function byNode(bytes: Buffer): Promise<Said | undefined> {
  heard = [];
  const socket = connect(portOf(server), '127.0.0.1');
  socket.on('error', () => {}).resume();
  // Whatever is not answered ends with the connection.
  socket.end(bytes);
  await once(socket, 'close');
  return heard[0];
}

const arbitraryHeader = fc.constantFrom(
  'Host: a\r\n',
  'Accept: */*\r\n',
  'Connection: keep-alive\r\n',
  'connection: Keep-Alive \r\n',
  'X-Routing-Key: abc\r\n',
  'x-routing-key:\t\r\n',
  'Content-Length: 7\r\n',
  'Content-Length: 007 \r\n',
  'Transfer-Encoding: chunked\r\n',
  'X-A: b c;d="e"\r\n',
  'X-B:\r\n',
);
const arbitraryRequest = fc
  .record({
    path: fc.constantFrom(...paths),
    headers: fc.array(arbitraryHeader, { maxLength: 4 }),
    body: fc.string({ maxLength: 12 }),
    more: fc.constantFrom('', '', 'GET / HTTP/1.1\r\n\r\n', '\r\n'),
    /** Some bytes are others. */
    changes: fc.array(fc.tuple(fc.nat(160), fc.constantFrom(0, 9, 10, 13, 32, 44, 58, 65, 127, 200)), {
      maxLength: 2,
    }),
  })
  .map(({ path, headers, body, more, changes }) => {
    const text = `POST ${path} HTTP/1.1\r\n${headers.join('')}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
    const bytes = Buffer.concat([Buffer.from(text, 'latin1'), Buffer.from(body), Buffer.from(more)]);
    for (const [at, byte] of changes) if (at < bytes.length) bytes[at] = byte;
    return bytes;
  });

test('property: what is taken for a plain POST is for Node the same one', { timeout: 60_000 }, async (t) => {
  let count = 0;
  await fc.assert(
    fc.asyncProperty(arbitraryRequest, async (bytes) => {
      const ours = new PlainPostReader(paths).read(bytes);
      if (ours === undefined) return;
      count++;
      assert.deepEqual(said(ours), await byNode(bytes));
    }),
    { numRuns: 600 },
  );
  t.diagnostic(`${count} of 600 were taken`);
  assert.ok(count > 50, `only ${count} were taken`);
});
