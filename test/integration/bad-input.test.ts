import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { after, afterEach, before, test } from 'node:test';
import { openSocket, readToEnd } from '../support/raw-request.ts';
import { type Answer, adminPassword, basic, type Call, TestServer } from '../support/test-server.ts';
import { assertUnharmed, refusal } from '../support/unharmed.ts';

/*
 * Bodies, paths and headers that can not be meant so. Each is refused with a 4xx in Kibana's shape, in words that say
 * what was wrong and what would be right; after each the same process is well and has kept nothing.
 */

const key = 'b7F2c3D4e5F6a1B2c3D4e5F6a1B2c3D4';
const path = '/api/actions/connector';

let server: TestServer;
let kept: string;
before(async () => {
  server = await TestServer.start();
  server.secrets.add(key);
  kept = (await server.call('/api/actions/connectors')).text;
});
after(() => server.stop());
afterEach(() => assertUnharmed(server, kept));

function refused(answer: Answer, status: number, words: RegExp): void {
  const { statusCode, message } = refusal.parse(answer.body);
  assert.deepEqual([answer.status, statusCode], [status, status], answer.text);
  assert.match(message, words);
  assert.ok(message.length < 500, 'a refusal is for reading');
  assert.match(answer.headers.get('content-type') ?? '', /^application\/json/);
}

const good = { name: 'x', connector_type_id: '.pagerduty', secrets: { routingKey: key } };
const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

/** Bodies of `POST /api/actions/connector`. */
const bodies: [name: string, body: unknown, words: RegExp][] = [
  ['text', 'hello', /not JSON.*"h" stands where it can not/],
  ['an object that does not end', '{"name":', /not JSON.*ends too early/],
  ['a text that does not end', '{"name":"x', /not JSON.*at position 10 \(line 1 column 11\)/],
  ['a comma too many', '{"name":"x",}', /not JSON.*at position 12/],
  ['single quotes', "{'name':'x'}", /not JSON.*at position 1/],
  ['something behind the object', '{"name":"x"}}', /not JSON.*at position 12/],
  ['NaN', '{"name":NaN}', /not JSON.*"N" stands/],
  ['a form', 'name=x&connector_type_id=.pagerduty', /not JSON/],
  ['XML', '<connector/>', /not JSON.*"<" stands/],
  ['nothing', '', /\[request body\]: expected value of type \[object\] but got \[null\]/],
  ['null', 'null', /expected value of type \[object\] but got \[null\]/],
  ['a list', '[]', /expected value of type \[object\] but got \[Array\]/],
  ['a number', '7', /expected value of type \[object\] but got \[number\]/],
  ['a text as JSON', '"x"', /expected value of type \[object\] but got \[string\]/],
  ['true', 'true', /expected value of type \[object\] but got \[boolean\]/],
  ['a name that is a list', { ...good, name: ['x'] }, /request body.name\]: .*\[string\] but got \[Array\]/],
  [
    'a config that is a list',
    { ...good, config: [] },
    /request body.config\]: .*\[object\] but got \[Array\]/,
  ],
  ['secrets that are text', { ...good, secrets: key }, /body.secrets\]: .*\[object\] but got \[string\]/],
  [
    'an unknown field',
    { ...good, colour: 1 },
    /^\[request body.colour\]: definition for this key is missing$/,
  ],
  ['an unknown field in config', { ...good, config: { a: 1 } }, /config: ✖ Unrecognized key: "a"/],
  ['a NUL in the name', { ...good, name: 'a\0b' }, /body.name\]: must not hold control characters/],
  ['a name that never ends', { ...good, name: 'x'.repeat(5000) }, /must have 1024 characters at the most/],
  ['bytes that are no UTF-8', bytes('{"name":"', [0xff, 0xfe], '"}'), /not valid UTF-8/],
  ['half a letter', bytes('{"name":"', [0xe2, 0x82], '"}'), /not valid UTF-8/],
  ['an overlong letter', bytes('{"name":"', [0xc0, 0xaf], '"}'), /not valid UTF-8/],
  ['a surrogate in UTF-8', bytes('{"name":"', [0xed, 0xa0, 0x80], '"}'), /not valid UTF-8/],
  ['UTF-16', Buffer.from(JSON.stringify(good), 'utf16le'), /not JSON|not valid UTF-8/],
  ['zeroes', Buffer.alloc(1000), /not JSON/],
  ['__proto__', '{"__proto__":{"name":"x"}}', /uses the key __proto__/],
  ['__proto__ further in', '{"config":{"__proto__":{"apiUrl":"x"}}}', /uses the key __proto__/],
  ['__proto__ in disguise', '{"\\u005f_proto__":1}', /uses the key __proto__/],
  ['constructor.prototype', '{"constructor":{"prototype":{"a":1}}}', /uses the key .*constructor.prototype/],
  ['101 levels', nested(101), /deeper than 100 levels/],
  ['101 levels of objects', `${'{"a":'.repeat(101)}1${'}'.repeat(101)}`, /deeper than 100 levels/],
  ['a megabyte of brackets', '['.repeat(1024 * 1024), /deeper than 100 levels/],
  ['a megabyte of braces', '{"":'.repeat(250_000), /deeper than 100 levels/],
];
for (const [name, body, words] of bodies) {
  test(`a body is refused: ${name}`, async () => {
    refused(await server.call(path, { body }), 400, words);
    assert.equal(Reflect.get({}, 'name'), undefined);
  });
}

test('a refusal never repeats the body, which may hold a key', async () => {
  for (const body of [
    `{"secrets":{"routingKey":"${key}"`,
    `${key}`,
    `{"routingKey":"${key}"}`,
    `["${key}"]`,
  ]) {
    const { status, text } = await server.call(path, { body });
    assert.equal(status, 400);
    assert.ok(!text.includes(key) && !text.includes(key.slice(0, 8)), text);
  }
});

test('a lone surrogate in a name is kept as the sign for it, in every answer the same', async () => {
  const body = `{"name":"a\\ud800b","connector_type_id":".pagerduty","secrets":{"routingKey":"${key}"}}`;
  const made = await server.call(`${path}/surrogate`, { body });
  assert.equal(Object(made.body).name, 'a\ufffdb', made.text);
  assert.equal(Object((await server.call(`${path}/surrogate`)).body).name, 'a\ufffdb');
  assert.equal((await server.call(`${path}/surrogate`, { method: 'DELETE' })).status, 204);
});

test('a byte order mark before the body does no harm', async () => {
  const made = await server.call(`${path}/bom`, { body: bytes([0xef, 0xbb, 0xbf], JSON.stringify(good)) });
  assert.equal(made.status, 200, made.text);
  await server.call(`${path}/bom`, { method: 'DELETE' });
});

const types: [type: string | undefined, status: number][] = [
  ['text/plain', 415],
  ['application/x-www-form-urlencoded', 415],
  ['multipart/form-data; boundary=x', 415],
  ['application/xml', 415],
  ['application/jsonx', 415],
  ['json', 415],
  ['*/*', 415],
  ['application/json; charset=utf-8', 400],
  ['APPLICATION/JSON', 400],
];
for (const [type = '', status] of types) {
  test(`a body of the type ${type} is ${status === 415 ? 'refused unread' : 'read as JSON'}`, async () => {
    const answer = await server.call(path, { body: '{}', headers: { 'content-type': type } });
    refused(answer, status, status === 415 ? /Content-Type: application\/json/ : /request body.name/);
  });
}

test('a delete that names a content type but sends nothing is an ordinary delete', async () => {
  await server.call(`${path}/short-lived`, { body: good });
  const headers = { 'content-type': 'application/json' };
  const gone = await server.call(`${path}/short-lived`, { method: 'DELETE', headers });
  assert.deepEqual([gone.status, gone.text], [204, '']);
});

/** What else may be wrong with a call. */
const calls: [name: string, path: string, call: Call, status: number, words: RegExp][] = [
  ['a method that is not there', path, { method: 'PATCH', body: {} }, 404, /nothing at PATCH/],
  ['a read of what is only made', path, {}, 404, /nothing at GET .*described at \/docs\/api/],
  ['a path that is not there', '/api/actions', {}, 404, /nothing at GET \/api\/actions\./],
  ['a slash too many', `${path}s/`, {}, 404, /nothing at GET/],
  ['a path as long as headers may be', `/${'a'.repeat(15_000)}`, {}, 414, /longer than 1,024 characters/],
  ['a long path of short parts', '/a'.repeat(7_500), {}, 404, /nothing at GET (\/a){100}…/],
  ['a "%" that means nothing', `${path}/%zz`, {}, 400, /not percent-encoded properly.*"%25"/],
  ['a "%" at the end', `${path}/a%`, {}, 400, /not percent-encoded properly/],
  ['percent-encoded bytes that are no UTF-8', `${path}/%E0%A4%A`, {}, 400, /not percent-encoded properly/],
  ['a percent-encoded surrogate', `${path}/%ED%A0%80`, {}, 400, /not percent-encoded properly/],
  ['an id with a NUL', `${path}/a%00b`, { body: good }, 400, /params.id\]: Connector ID must contain only/],
  ['an id with a NUL, to be read', `${path}/a%00b`, {}, 404, /not found/],
  ['an id of 600 characters', `${path}/${'a'.repeat(600)}`, {}, 400, /request params.id\]: .*512/],
  ['an id of 15,000 characters', `${path}/${'a'.repeat(15_000)}`, {}, 414, /longer than 1,024/],
  ['an id in capitals, to be made', `${path}/ABC`, { body: good }, 400, /only lowercase letters/],
  ['an unknown query', `${path}_types?colour=red`, {}, 400, /request query.colour\]: definition/],
  ['a query that comes twice', `${path}_types?feature_id=a&feature_id=b`, {}, 400, /but got \[Array\]/],
  ['__proto__ in the query', `${path}_types?__proto__=a`, {}, 400, /definition for this key is missing/],
  ['an incident that is no number', '/api/tocsin/sandbox/incidents/one', {}, 400, /request params.id\]/],
  ['a page of 5,000', '/api/tocsin/sandbox/calls?limit=5000', {}, 400, /request query.limit\]: .*1000/],
  ['a page from nowhere', '/api/tocsin/sandbox/calls?cursor=-1', {}, 400, /request query.cursor\]/],
  [
    'params that are text',
    `${path}/sandbox/_execute`,
    { body: { params: '{}' } },
    400,
    /body.params\]: .*object/,
  ],
  ['params of nobody', `${path}/nobody/_execute`, { body: { params: {} } }, 404, /action\/nobody/],
  ['an option that is none', '/api/tocsin/connector/x/options', put({ speed: 1 }), 400, /body.speed\]/],
  [
    'a rate of "fast"',
    '/api/tocsin/connector/x/options',
    put({ rateLimit: 'fast' }),
    400,
    /"auto", "off" or/,
  ],
  ['a user name with a NUL', '/api/tocsin/users', { body: user('a\0b') }, 400, /can not be a user name/],
  [
    'a password that is a number',
    '/api/tocsin/users',
    { body: { name: 'a', password: 1 } },
    400,
    /password\]: /,
  ],
  [
    'a key that expires never soon',
    '/api/tocsin/api-keys',
    { body: { name: 'k', expires_in_days: 0 } },
    400,
    /days/,
  ],
  [
    'a key for half a day',
    '/api/tocsin/api-keys',
    { body: { name: 'k', expires_in_days: 0.5 } },
    400,
    /whole number/,
  ],
  [
    'an unknown mood',
    '/api/tocsin/sandbox/mood',
    put({ mood: 'bad' }),
    400,
    /request body.mood\]: .*"lose-answer"/,
  ],
];
function put(body: unknown): Call {
  return { method: 'PUT', body };
}
function user(name: string) {
  return { name, password: 'long enough for anybody' };
}
for (const [name, url, call, status, words] of calls) {
  test(`a call is refused: ${name}`, async () => refused(await server.call(url, call), status, words));
}

const megabytes = Array.from({ length: 10 }, () => Buffer.alloc(1024 * 1024, ' '));
const large: [name: string, body: () => Buffer | Readable][] = [
  ['that says how large it is', () => Buffer.concat(megabytes)],
  ['in chunks, which does not', () => Readable.from(megabytes)],
];
for (const [name, body] of large) {
  test(`a body of ten megabytes ${name} is refused, and whoever sends it gets to read why`, async () => {
    const response = await fetch(server.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: basic('admin', adminPassword) },
      body: body(),
      duplex: 'half',
    });
    assert.equal(response.status, 413);
    const { message } = refusal.parse(await response.json());
    assert.equal(message, 'The request body is larger than 1 MiB.');
  });
}

for (const connection of ['close', 'keep-alive']) {
  for (const target of [path, '/sandbox/v2/enqueue']) {
    test(`ten megabytes to ${target} on a connection that says ${connection}: the refusal can be read`, async () => {
      const body = 'x'.repeat(10 * 1024 * 1024);
      const head = [
        `POST ${target} HTTP/1.1`,
        `Host: ${new URL(server.url).host}`,
        `Authorization: ${basic('admin', adminPassword)}`,
        'Content-Type: application/json',
        `Content-Length: ${body.length}`,
        `Connection: ${connection}`,
      ];
      // What comes behind closes a connection that was kept.
      const last =
        connection === 'close' ? '' : `GET /health HTTP/1.1\r\n${head[1]}\r\nConnection: close\r\n\r\n`;
      const socket = await openSocket(server.url);
      const answered = readToEnd(socket);
      // Every byte is taken: a client that is cut off while writing may never get to read.
      const written = Promise.withResolvers<void>();
      socket.write(`${head.join('\r\n')}\r\n\r\n${body}${last}`, (error) =>
        error == null ? written.resolve() : written.reject(error),
      );
      await written.promise;
      const answer = await answered;
      assert.match(answer.text, /^HTTP\/1\.1 413 /);
      assert.match(answer.text, target === path ? /larger than 1 MiB/ : /Event object is invalid/);
    });
  }
}

const details: [name: string, customDetails: string, words: RegExp][] = [
  ['a megabyte of brackets', '['.repeat(500_000), /error validating action params: ✖ /],
  ['a hundred thousand levels', `{"a":${nested(100_000)}}`, /Too deep: .*100 levels/],
  ['no JSON', '{"a":', /✖ .*JSON.*\n {2}→ at customDetails/],
];
for (const [name, customDetails, words] of details) {
  test(`custom details as text are refused: ${name}`, async () => {
    const { status, body } = await server.call(`${path}/sandbox/_execute`, {
      body: { params: { customDetails } },
    });
    assert.equal(status, 200);
    assert.match(String(Object(body).message), words);
    assert.deepEqual([Object(body).status, Object(body).errorSource], ['error', 'user']);
  });
}

test('__proto__ in custom details as text reaches nothing', async () => {
  const customDetails = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"a":1}';
  const { body } = await server.call(`${path}/sandbox/_execute`, { body: { params: { customDetails } } });
  assert.equal(Object(body).status, 'ok');
  const calls = await server.call('/api/tocsin/sandbox/calls?limit=1');
  assert.match(Object(calls.body).items[0].body, /"a":1/);
  assert.doesNotMatch((await server.call('/api/status')).text, /polluted/);
});
