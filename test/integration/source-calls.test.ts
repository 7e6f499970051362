import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import { after, before, describe, type TestContext, test } from 'node:test';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import type { SourceAnswer } from '../../src/rules/sources.ts';
import { type Behaviour, OddPeer } from '../support/network/odd-peer.ts';
import { testCertificates } from '../support/network/test-certificates.ts';
import { portOf } from '../support/port-of.ts';
import { type SourcesForTest, sourcesForTest } from '../support/source-network.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

/* How rules call the systems that they watch: whatever those answer, a call ends, and says in words what became of it. */

type Answered = Extract<SourceAnswer, { kind: 'answered' }>;
type Failed = Extract<SourceAnswer, { kind: 'failed' }>;

function answered(answer: SourceAnswer): Answered {
  assert.ok(answer.kind === 'answered', JSON.stringify(answer));
  return answer;
}

function failed(answer: SourceAnswer): Failed {
  assert.ok(answer.kind === 'failed', JSON.stringify(answer));
  return answer;
}

interface Request {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A web server that remembers what it was asked. */
async function web(
  t: TestContext,
  handle: (request: Request, response: ServerResponse) => void,
  make: (listener: (request: IncomingMessage, response: ServerResponse) => void) => Server = createServer,
): Promise<{
  readonly url: string;
  readonly port: number;
  readonly requests: Request[];
  readonly server: Server;
}> {
  const requests: Request[] = [];
  const server = make((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method, url, headers } = incoming;
      const request = { method, url, headers, body: Buffer.concat(chunks).toString() };
      requests.push(request);
      handle(request, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const port = portOf(server);
  return { url: `http://127.0.0.1:${port}`, port, requests, server };
}

let sources: SourcesForTest;
before(() => {
  sources = sourcesForTest();
});
after(() => sources[Symbol.asyncDispose]());

describe('a call', () => {
  for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'PROPFIND']) {
    test(`by ${method} arrives, with its headers and its body`, async (t) => {
      const { url, requests } = await web(t, (_, response) =>
        response.writeHead(203, { 'X-Answer': 'yes' }).end(method === 'HEAD' ? undefined : 'übrig'),
      );
      const body = ['GET', 'HEAD', 'OPTIONS'].includes(method) ? null : '{"a":"ü"}';
      const headers = { 'X-Team': 'ops', 'content-type': 'application/json' };
      const answer = answered(await sources.ask(`${url}/a/b?c=d#e`, { method, body, headers }));
      assert.deepEqual(
        [answer.status, answer.headers['x-answer'], answer.body, answer.isCut],
        [203, 'yes', method === 'HEAD' ? '' : 'übrig', false],
      );
      assert.equal(answer.certificateUntil, undefined);
      const [request] = requests;
      assert.deepEqual([request?.method, request?.url, request?.body], [method, '/a/b?c=d', body ?? '']);
      assert.equal(request?.headers['x-team'], 'ops');
      assert.equal(request?.headers['accept-encoding'], 'identity');
      assert.equal(request?.headers['user-agent'], 'tocsin');
    });
  }

  test('may say who it is in its own words', async (t) => {
    const { url, requests } = await web(t, (_, response) => response.end());
    await sources.ask(url, { headers: { 'User-Agent': 'probe', accept: 'text/html' } });
    assert.equal(requests[0]?.headers['user-agent'], 'probe');
    assert.equal(requests[0]?.headers.accept, 'text/html');
  });

  test('after others goes over a connection of theirs', async (t) => {
    const { url, server } = await web(t, (_, response) => response.end('x'));
    let connections = 0;
    server.on('connection', () => {
      connections++;
    });
    for (let n = 0; n < 20; n++) answered(await sources.ask(url));
    assert.ok(connections <= 2, `${connections} connections`);
  });

  test('that is slow keeps no other from the same server', async (t) => {
    const { url } = await web(t, ({ url: path }, response) => {
      if (path !== '/slow') response.end('x');
    });
    const slow = sources.ask(`${url}/slow`, { deadline: 1000 });
    for (let n = 0; n < 3; n++) assert.equal(answered(await sources.ask(url)).body, 'x');
    failed(await slow);
  });

  test('ends when its run does', async (t) => {
    const { url, requests } = await web(t, () => {});
    const controller = new AbortController();
    const call = sources.ask(url, { signal: controller.signal });
    await waitFor('the request', () => (requests.length > 0 ? true : undefined));
    controller.abort();
    assert.match(failed(await call).message, /was ended from our side/);
    assert.equal(failed(await sources.ask(url, { signal: controller.signal })).cause, 'network');
    assert.equal(requests.length, 1);
  });
});

const head = (status: string, ...headers: string[]) =>
  [`HTTP/1.1 ${status}`, ...headers, '', ''].join('\r\n');
const large = 50 * 1024 * 1024;

/** Writes blanks as fast as they are taken. */
function pour(socket: Socket, bytes: number): void {
  const chunk = Buffer.alloc(64 * 1024, ' ');
  let left = bytes;
  const more = () => {
    while (left > 0 && !socket.destroyed) {
      left -= chunk.length;
      if (!socket.write(chunk)) return;
    }
  };
  socket.on('drain', more);
  more();
}

function drip(socket: Socket, text: string): void {
  const timer = setInterval(() => socket.write(text), 20);
  socket.on('close', () => clearInterval(timer));
}

const odd: readonly (readonly [
  name: string,
  behaviour: Behaviour,
  cause: Failed['cause'],
  message: RegExp,
])[] = [
  ['hangs', () => {}, 'timeout', /did not answer within 500 ms/],
  [
    'answers a header now and then',
    (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      drip(socket, 'x-wait: more\r\n');
    },
    'timeout',
    /did not answer within 500 ms/,
  ],
  [
    'answers a byte now and then',
    (socket) => {
      socket.write(head('200 OK', 'content-length: 100000'));
      drip(socket, 'x');
    },
    'timeout',
    /did not finish its answer within 500 ms/,
  ],
  ['closes at once', (socket) => socket.destroy(), 'network', /closed before an answer came/],
  [
    'answers half and closes',
    (socket) => socket.end(`${head('200 OK', 'content-length: 100')}half`),
    'network',
    /closed in the middle of the answer/,
  ],
  [
    'answers half a chunk and closes',
    (socket) => socket.end(`${head('200 OK', 'transfer-encoding: chunked')}64\r\nhalf`),
    'network',
    /closed in the middle of the answer/,
  ],
  [
    'answers garbage',
    (socket) => socket.end('\0\x01\x02 no HTTP\r\n\r\n'),
    'network',
    /is no answer in HTTP/,
  ],
  [
    'has endless headers',
    (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      socket.write(`x: ${'a'.repeat(1000)}\r\n`.repeat(100));
    },
    'network',
    /headers of the answer are too large/,
  ],
  [
    'says that it is packed, and is not',
    (socket) => socket.end(`${head('200 OK', 'content-encoding: gzip', 'content-length: 7')}garbage`),
    'network',
    /is packed .* although that was not asked for, and can not be unpacked/,
  ],
  [
    'redirects to itself for ever',
    (socket) => socket.end(head('302 Found', 'location: /again', 'content-length: 0', 'connection: close')),
    'network',
    /redirects once more after 5 redirects/,
  ],
  [
    'redirects to a file',
    (socket) => socket.end(head('302 Found', 'location: file:///etc/passwd', 'content-length: 0')),
    'network',
    /redirects to what is no http or https URL/,
  ],
];

for (const [name, behaviour, cause, message] of odd) {
  test(`a server that ${name} is a failure with clear words`, async () => {
    await using peer = await OddPeer.open(behaviour);
    const answer = failed(await sources.ask(`http://127.0.0.1:${peer.port}/`, { deadline: 500 }));
    assert.equal(answer.cause, cause);
    assert.match(answer.message, message);
    assert.ok(answer.duration < 3000, `${answer.duration} ms`);
  });
}

test('a server that nobody is at is a failure with clear words', async () => {
  const peer = await OddPeer.open();
  const { port } = peer;
  await peer[Symbol.asyncDispose]();
  const answer = failed(await sources.ask(`http://127.0.0.1:${port}/`));
  assert.deepEqual([answer.cause, /nothing listens there/.test(answer.message)], ['network', true]);
});

describe('an answer that is too long', () => {
  for (const [name, first] of [
    ['with a length', head('200 OK', `content-length: ${large}`)],
    ['without one', head('200 OK', 'connection: close')],
  ] as const) {
    test(`is cut, and its connection is let go of: ${name}`, async () => {
      await using peer = await OddPeer.open((socket) => {
        socket.write(first);
        pour(socket, large);
      });
      const answer = answered(await sources.ask(`http://127.0.0.1:${peer.port}/`));
      assert.deepEqual([answer.isCut, answer.body.length], [true, 1024 ** 2]);
      await waitFor('the connection to end', () => (peer.open === 0 ? true : undefined));
      assert.ok(peer.sent < large / 2, `${peer.sent} bytes were taken`);
    });
  }

  test('is one that is a byte too long, and not one that just fits', async (t) => {
    const { url } = await web(t, ({ url: path }, response) =>
      response.end('x'.repeat(Number(path?.slice(1)))),
    );
    await using small = sourcesForTest({ maxResponseContentLength: 100_000 });
    const fits = answered(await small.ask(`${url}/100000`));
    assert.deepEqual([fits.isCut, fits.body.length], [false, 100_000]);
    const longer = answered(await small.ask(`${url}/100001`));
    assert.deepEqual([longer.isCut, longer.body.length], [true, 100_000]);
  });

  test('in very many small pieces is put together', async () => {
    const piece = '1\r\na\r\n';
    await using peer = await OddPeer.open((socket) => {
      socket.end(`${head('200 OK', 'transfer-encoding: chunked')}${piece.repeat(50_000)}0\r\n\r\n`);
    });
    const { body } = answered(await sources.ask(`http://127.0.0.1:${peer.port}/`));
    assert.equal(body, 'a'.repeat(50_000));
  });
});

describe('an answer that is packed although nobody asked for it', () => {
  const text = JSON.stringify({ status: 'ok', list: Array.from({ length: 5000 }, (_, n) => n) });
  const packers: Record<string, (body: Buffer) => Buffer> = {
    gzip: gzipSync,
    'X-GZIP': gzipSync,
    deflate: deflateSync,
    br: brotliCompressSync,
    zstd: zstdCompressSync,
  };
  const packed = (encoding: string, body: Buffer) => (_: Request, response: ServerResponse) =>
    void response.writeHead(200, { 'content-encoding': encoding }).end(body);

  for (const [encoding, pack] of Object.entries(packers)) {
    test(`is unpacked: ${encoding}`, async (t) => {
      const { url } = await web(t, packed(encoding, pack(Buffer.from(text))));
      const answer = answered(await sources.ask(url));
      assert.deepEqual([answer.body, answer.isCut], [text, false]);
    });

    test(`is unpacked as far as it may be read: ${encoding}`, async (t) => {
      const bomb = pack(Buffer.alloc(200 * 1024 * 1024, 'a'));
      const { url } = await web(t, packed(encoding, bomb));
      const before = process.memoryUsage().rss;
      const answer = answered(await sources.ask(url));
      assert.deepEqual([answer.body.length, answer.isCut], [1024 ** 2, true]);
      const grown = process.memoryUsage().rss - before;
      assert.ok(grown < 64 * 1024 * 1024, `${grown} bytes more`);
    });
  }

  test('stays as it is when its packing is unknown', async (t) => {
    const { url } = await web(t, packed('rot13', Buffer.from('uryyb')));
    assert.equal(answered(await sources.ask(url)).body, 'uryyb');
  });
});

describe('a redirect', () => {
  const to = (status: number, location: string) => (_: Request, response: ServerResponse) =>
    void response.writeHead(status, { location }).end('moved');

  const kept: readonly (readonly [status: number, method: string, becomes: string])[] = [
    [301, 'GET', 'GET'],
    [301, 'POST', 'GET'],
    [302, 'POST', 'GET'],
    [302, 'HEAD', 'HEAD'],
    [303, 'POST', 'GET'],
    [303, 'PUT', 'GET'],
    [303, 'HEAD', 'HEAD'],
    [307, 'POST', 'POST'],
    [308, 'PUT', 'PUT'],
  ];
  for (const [status, method, becomes] of kept) {
    test(`${status} of ${method} is followed by ${becomes}`, async (t) => {
      const target = await web(t, (_, response) => response.end('here'));
      const { url } = await web(t, to(status, `${target.url}/there?x=1`));
      const body = method === 'POST' || method === 'PUT' ? 'body' : null;
      const answer = answered(
        await sources.ask(url, { method, body, headers: { 'content-type': 'text/plain', 'x-team': 'ops' } }),
      );
      assert.equal(answer.status, 200);
      assert.equal(answer.url.href, `${target.url}/there?x=1`);
      const [request] = target.requests;
      assert.deepEqual([request?.method, request?.body], [becomes, becomes === method ? (body ?? '') : '']);
      assert.equal(request?.headers['x-team'], 'ops');
      if (becomes !== method) assert.equal(request?.headers['content-type'], undefined);
    });
  }

  test('is the answer where none is to be followed, and where it leads nowhere', async (t) => {
    const { url } = await web(t, to(302, '/elsewhere'));
    const answer = answered(await sources.ask(url, { redirects: 0 }));
    assert.deepEqual([answer.status, answer.headers.location, answer.body], [302, '/elsewhere', 'moved']);
    const nowhere = await web(t, (_, response) => response.writeHead(304).end());
    assert.equal(answered(await sources.ask(nowhere.url)).status, 304);
  });

  test('of a long chain is followed as often as was said', async (t) => {
    const { url } = await web(t, ({ url: path = '' }, response) => {
      const left = Number(path.slice(1));
      if (left === 0) response.end('end');
      else response.writeHead(302, { location: `/${left - 1}` }).end();
    });
    assert.equal(answered(await sources.ask(`${url}/5`)).body, 'end');
    assert.match(failed(await sources.ask(`${url}/6`)).message, /redirects once more after 5 redirects/);
  });

  test('has no time of its own: the deadline is for all of them', async (t) => {
    const { url } = await web(t, (_, response) => {
      setTimeout(() => response.writeHead(302, { location: '/again' }).end(), 150);
    });
    const answer = failed(await sources.ask(url, { deadline: 400, redirects: 20 }));
    assert.equal(answer.cause, 'timeout');
    assert.ok(answer.duration >= 390 && answer.duration < 2000, `${answer.duration} ms`);
  });

  test('of a long body costs no time', async (t) => {
    const target = await web(t, (_, response) => response.end('here'));
    await using peer = await OddPeer.open((socket) => {
      socket.write(head('302 Found', `location: ${target.url}`, `content-length: ${large}`));
      pour(socket, large);
    });
    assert.equal(answered(await sources.ask(`http://127.0.0.1:${peer.port}/`)).body, 'here');
    await waitFor('the connection to end', () => (peer.open === 0 ? true : undefined));
    assert.ok(peer.sent < large / 2);
  });

  test('with a user and password sends neither', async (t) => {
    const target = await web(t, (_, response) => response.end());
    const { url } = await web(t, to(302, `http://me:hunter2@127.0.0.1:${target.port}/`));
    const answer = answered(await sources.ask(url));
    assert.equal(answer.url.href, `${target.url}/`);
    assert.equal(target.requests[0]?.headers.authorization, undefined);
  });
});

describe('what is allowed', () => {
  test('is asked of the host, and of the host of every redirect', async (t) => {
    await using strict = sourcesForTest({ allowedHosts: ['127.0.0.1'] });
    const target = await web(t, (_, response) => response.end('reached'));
    const { url } = await web(t, (_, response) =>
      response.writeHead(302, { location: `http://localhost:${target.port}/` }).end(),
    );
    const answer = failed(await strict.ask(url));
    assert.equal(answer.cause, 'network', 'it is the fault of who redirects');
    assert.match(
      answer.message,
      /redirects elsewhere: http:\/\/localhost:\d+ may not be called: rules\.sources\.allowedHosts does not name localhost/,
    );
    const direct = failed(await strict.ask(`http://localhost:${target.port}/`));
    assert.equal(direct.cause, 'refused');
    assert.match(direct.message, /may not be called/);
    assert.equal(target.requests.length, 0);
    assert.equal(answered(await strict.ask(target.url)).body, 'reached');
  });

  test('private addresses are refused where the settings say so, also behind a name and a redirect', async (t) => {
    await using strict = sourcesForTest({ denyPrivateAddresses: true });
    const { port, requests } = await web(t, (_, response) => response.end());
    for (const host of ['127.0.0.1', 'localhost', '2130706433', '[::1]', '169.254.169.254']) {
      const answer = failed(await strict.ask(`http://${host}:${port}/`));
      assert.equal(answer.cause, 'refused', host);
      assert.match(answer.message, /which rules\.sources\.denyPrivateAddresses refuses/);
    }
    assert.equal(requests.length, 0);
  });

  test('this very server is reached, unless private addresses are refused', async (t) => {
    const { url, requests } = await web(t, (_, response) => response.end('own'));
    const own = { origin: url, sandboxUrl: `${url}/sandbox/v2/enqueue`, certificate: undefined };
    await using open = sourcesForTest({ proxyUrl: 'http://127.0.0.1:1' }, {}, own);
    assert.equal(answered(await open.ask(`${url}/api/status`)).body, 'own', 'and not by the proxy');
    await using strict = sourcesForTest({ denyPrivateAddresses: true }, {}, own);
    for (const path of ['/api/status', '/sandbox/v2/enqueue'])
      assert.match(
        failed(await strict.ask(url + path)).message,
        /it is this very server, which rules\.sources\.denyPrivateAddresses refuses$/,
      );
    await using named = sourcesForTest({ allowedHosts: ['example.com'] }, {}, own);
    assert.match(failed(await named.ask(own.sandboxUrl)).message, /may not be called/);
    assert.equal(requests.length, 1);
  });

  test('a proxy that asks for credentials is a failure, and no answer', async () => {
    await using proxy = await OddPeer.open((socket) =>
      socket.end(head('407 Proxy Authentication Required', 'content-length: 0')),
    );
    await using through = sourcesForTest({ proxyUrl: `http://127.0.0.1:${proxy.port}` });
    const answer = failed(await through.ask('http://source.example/'));
    assert.match(answer.message, /proxy http:\/\/127\.0\.0\.1:\d+ asks for credentials/);
  });
});

describe('a secret', () => {
  const token = 'tok3n-That-Nobody-May-See';
  const credentials = {
    headers: { authorization: `Bearer ${token}` },
    strike: (text: string) => text.replaceAll(token, '[secret]'),
    canChange: false,
  };
  let trusting: SourcesForTest;
  before(() => {
    trusting = sourcesForTest({}, { mine: credentials });
  });
  after(() => trusting[Symbol.asyncDispose]());

  test('is sent, in the place of a header of the same name', async (t) => {
    const { url, requests } = await web(t, (_, response) => response.end());
    answered(await trusting.ask(url, { secret: 'mine', headers: { Authorization: 'other' } }));
    assert.equal(requests[0]?.headers.authorization, `Bearer ${token}`);
    answered(await trusting.ask(url));
    assert.equal(requests[1]?.headers.authorization, undefined);
  });

  test('that is not there is a failure, and nobody is called', async (t) => {
    const { url, requests } = await web(t, (_, response) => response.end());
    const { cause, message } = failed(await trusting.ask(url, { secret: 'other' }));
    assert.deepEqual([cause, message], ['refused', 'There is no secret "other".']);
    assert.equal(requests.length, 0);
  });

  test('that a source sends back is in none of the ways by which its body can be read', async (t) => {
    const { url } = await web(t, ({ headers }, response) => response.end(`${headers.authorization} ü`));
    const asked = answered(await trusting.ask(url, { secret: 'mine' }));
    assert.equal(asked.body, 'Bearer [secret] ü');
    assert.equal(asked.bytes, undefined);
    const plain = answered(await trusting.ask(url));
    assert.equal(plain.body, 'undefined ü');
    assert.equal(Buffer.from(plain.bytes ?? []).toString(), 'undefined ü');
  });

  test('goes along with redirects to the same origin, and to no other one, not even back', async (t) => {
    const home = await web(t, ({ url: path }, response) => {
      if (path === '/') response.writeHead(302, { location: '/here' }).end();
      else if (path === '/here') response.writeHead(307, { location: `${abroad.url}/there` }).end();
      else response.end('back');
    });
    const abroad = await web(t, (_, response) =>
      response.writeHead(302, { location: `${home.url}/back` }).end(),
    );
    assert.equal(answered(await trusting.ask(home.url, { secret: 'mine' })).body, 'back');
    const sent = (requests: readonly Request[]) => requests.map(({ headers }) => headers.authorization);
    assert.deepEqual(sent(home.requests), [`Bearer ${token}`, `Bearer ${token}`, undefined]);
    assert.deepEqual(sent(abroad.requests), [undefined]);
  });

  test('that the server sends back is struck out of all that is seen', async (t) => {
    const { url } = await web(t, ({ headers, url: path }, response) => {
      const seen = headers.authorization ?? '';
      if (path === '/') response.writeHead(302, { location: `/echo?${encodeURIComponent(seen)}` }).end();
      else response.writeHead(200, { 'x-echo': seen, 'x-list': [seen, 'b'] }).end(`You sent ${seen}.`);
    });
    const answer = answered(await trusting.ask(url, { secret: 'mine' }));
    assert.equal(answer.body, 'You sent Bearer [secret].');
    assert.equal(answer.headers['x-echo'], 'Bearer [secret]');
    assert.ok(!JSON.stringify({ ...answer, url: answer.url.href }).includes(token));
  });
});

describe('TLS', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let certificates: Awaited<ReturnType<typeof testCertificates>>;
  const secure = (t: TestContext, { cert, key }: { readonly cert: string; readonly key: string }) =>
    web(
      t,
      (_, response) => response.end('safe'),
      (listener) => createTlsServer({ cert, key }, listener),
    );
  before(async () => {
    folder = await temporaryFolder();
    certificates = await testCertificates(folder.path);
  });
  after(async () => {
    await folder[Symbol.asyncDispose]();
  });

  test('is told of by when the certificate ends', async (t) => {
    const { port } = await secure(t, certificates.trusted);
    const ssl = {
      verificationMode: 'full',
      certificateAuthoritiesFiles: [certificates.authority.file],
    } as const;
    await using own = sourcesForTest({ customHostSettings: [{ url: `https://localhost:${port}`, ssl }] });
    const first = answered(await own.ask(`https://localhost:${port}/`));
    assert.equal(first.body, 'safe');
    assert.ok(first.certificateUntil !== undefined && first.certificateUntil > Date.now(), 'it still holds');
    const kept = answered(await own.ask(`https://localhost:${port}/`));
    assert.equal(kept.certificateUntil, first.certificateUntil, 'also over a kept connection');
  });

  for (const [which, message] of [
    ['expired', /its certificate has expired/],
    ['unknownCa', /an authority that is not trusted here/],
  ] as const) {
    test(`that can not be trusted is a failure of TLS: ${which}`, async (t) => {
      const { port, requests } = await secure(t, certificates[which]);
      const ssl = {
        verificationMode: 'full',
        certificateAuthoritiesFiles: [certificates.authority.file],
      } as const;
      await using own = sourcesForTest({ customHostSettings: [{ url: `https://localhost:${port}`, ssl }] });
      const answer = failed(await own.ask(`https://localhost:${port}/`));
      assert.equal(answer.cause, 'tls');
      assert.match(answer.message, message);
      assert.equal(requests.length, 0);
    });
  }

  test('that is not checked is told of all the same', async (t) => {
    const { port } = await secure(t, certificates.expired);
    await using lax = sourcesForTest({
      ssl: { verificationMode: 'none', proxyVerificationMode: 'full', proxyCertificateAuthoritiesFiles: [] },
    });
    const { certificateUntil = Number.NaN } = answered(await lax.ask(`https://localhost:${port}/`));
    assert.ok(certificateUntil < Date.now());
  });
});
