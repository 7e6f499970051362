import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AnswerHead, readAnswerHead } from './answer-head.ts';
import { WireError } from './wire-error.ts';

/** The head of these lines. */
const headOf = (...lines: readonly string[]): string => lines.join('\r\n');

const read: { name: string; head: string; method?: 'HEAD'; expected: Partial<AnswerHead> }[] = [
  {
    name: 'a status and headers, whatever their case and the space around them',
    head: headOf('HTTP/1.1 202 Accepted', 'Retry-After:3', 'X-A: \t b c\t ', 'CONTENT-LENGTH: 15'),
    expected: {
      status: 202,
      headers: { 'retry-after': '3', 'x-a': 'b c', 'content-length': '15' },
      length: 15,
      keepsAlive: true,
    },
  },
  {
    name: 'headers that come several times, as lists',
    head: headOf('HTTP/1.1 200 OK', 'A: 1', 'B: 2', 'a: 3', 'A: 4'),
    expected: { headers: { a: ['1', '3', '4'], b: '2' } },
  },
  {
    name: 'headers with nothing in them',
    head: headOf('HTTP/1.1 200 OK', 'A:', 'B: '),
    expected: { headers: { a: '', b: '' } },
  },
  {
    name: 'headers that are named as what every object has',
    head: headOf('HTTP/1.1 200 OK', '__proto__: 1', 'constructor: 2'),
    expected: { headers: { ['__proto__']: '1', constructor: '2' } },
  },
  {
    name: 'bytes beyond ASCII, one character each',
    head: headOf('HTTP/1.1 200 \xc3\x9c', 'A: \xe4\xf6'),
    expected: { status: 200, headers: { a: '\xe4\xf6' } },
  },
  { name: 'a status without a reason', head: 'HTTP/1.1 503', expected: { status: 503 } },
  { name: 'a status with an empty reason', head: 'HTTP/1.1 503 ', expected: { status: 503 } },
  { name: 'a status that nobody knows', head: 'HTTP/1.1 999 What', expected: { status: 999 } },
  {
    name: 'a version that closes unless it says otherwise',
    head: 'HTTP/1.0 200 OK',
    expected: { keepsAlive: false },
  },
  {
    name: 'a version that closes and says otherwise',
    head: headOf('HTTP/1.0 200 OK', 'Connection: Keep-Alive'),
    expected: { keepsAlive: true },
  },
  {
    name: 'a connection that closes',
    head: headOf('HTTP/1.1 200 OK', 'Connection: Close'),
    expected: { keepsAlive: false },
  },
  {
    name: 'a connection that closes, among other options',
    head: headOf('HTTP/1.1 200 OK', 'Connection: x ,close, keep-alive'),
    expected: { keepsAlive: false },
  },
  {
    name: 'a connection that closes, in another line',
    head: headOf('HTTP/1.1 200 OK', 'Connection: keep-alive', 'Connection: close'),
    expected: { keepsAlive: false },
  },
  {
    name: 'an option that only sounds like closing',
    head: headOf('HTTP/1.1 200 OK', 'Connection: close-later'),
    expected: { keepsAlive: true },
  },
  {
    name: 'a body until the connection closes',
    head: 'HTTP/1.1 200 OK',
    expected: { length: 'until_close' },
  },
  {
    name: 'a body in chunks',
    head: headOf('HTTP/1.1 200 OK', 'Transfer-Encoding: Chunked'),
    expected: { length: 'chunked', keepsAlive: true },
  },
  {
    name: 'a body of no length',
    head: headOf('HTTP/1.1 200 OK', 'Content-Length: 0'),
    expected: { length: 0 },
  },
  {
    name: 'a length with zeros before it',
    head: headOf('HTTP/1.1 200 OK', 'Content-Length: 007'),
    expected: { length: 7 },
  },
  {
    name: 'the same length twice (RFC 9110, 8.6)',
    head: headOf('HTTP/1.1 200 OK', 'Content-Length: 5', 'Content-Length: 5'),
    expected: { length: 5 },
  },
  {
    name: 'no body for HEAD, and the connection serves on',
    head: headOf('HTTP/1.1 200 OK', 'Content-Length: 5'),
    method: 'HEAD',
    expected: { length: 0, keepsAlive: true, headers: { 'content-length': '5' } },
  },
  {
    name: 'no body for HEAD with 304',
    head: headOf('HTTP/1.1 304 Not Modified', 'Content-Length: 5'),
    method: 'HEAD',
    expected: { length: 0, keepsAlive: true },
  },
  {
    name: 'no body of 204',
    head: 'HTTP/1.1 204 No Content',
    expected: { length: 0, keepsAlive: true },
  },
  {
    name: 'no body of 304',
    head: 'HTTP/1.1 304 Not Modified',
    expected: { length: 0, keepsAlive: true },
  },
  {
    name: 'no body of what only announces',
    head: headOf('HTTP/1.1 103 Early Hints', 'Link: </x>'),
    expected: { status: 103, length: 0 },
  },
  {
    name: 'no body of 204 that says to have one, but what comes next may be that',
    head: headOf('HTTP/1.1 204 No Content', 'Content-Length: 5'),
    expected: { length: 0, keepsAlive: false },
  },
  {
    name: 'no body of 304 in chunks, but what comes next may be that',
    head: headOf('HTTP/1.1 304 Not Modified', 'Transfer-Encoding: chunked'),
    expected: { length: 0, keepsAlive: false },
  },
  {
    name: 'chunks of a version that knows none, but whoever stands in between may see another end',
    head: headOf('HTTP/1.0 200 OK', 'Connection: keep-alive', 'Transfer-Encoding: chunked'),
    expected: { length: 'chunked', keepsAlive: false },
  },
];

for (const { name, head, method, expected } of read) {
  test(`a head is read: ${name}`, () => {
    const found = readAnswerHead(head, method === 'HEAD');
    // The headers have no prototype, which is none of our business here.
    assert.partialDeepStrictEqual({ ...found, headers: { ...found.headers } }, expected);
    for (const name of Object.keys(expected.headers ?? {})) assert.ok(Object.hasOwn(found.headers, name));
  });
}

test('a header that did not come is not there, whatever objects have by themselves', () => {
  assert.equal(readAnswerHead('HTTP/1.1 200 OK', false).headers.constructor, undefined);
});

const ok = 'HTTP/1.1 200 OK';
const refused: [name: string, head: string][] = [
  ['a line feed alone', headOf(ok, 'A: b\nC: d')],
  ['a carriage return alone', headOf(ok, 'A: b\rC: d')],
  ['a carriage return before the end of a line', headOf(ok, 'A: b\r', 'C: d')],
  ['a line feed alone behind the status', `${ok}\nA: b`],
  ['a NUL', headOf(ok, 'A: b\0')],
  ['a control character', headOf(ok, 'A: b\x1b[31m')],
  ['a DEL', headOf(ok, 'A: b\x7f')],
  ['a folded line', headOf(ok, 'A: b', ' c')],
  ['a line folded by a tab', headOf(ok, 'A: b', '\tc: d')],
  ['a line without a colon', headOf(ok, 'A b')],
  ['a header without a name', headOf(ok, ': b')],
  ['a space before the colon', headOf(ok, 'Content-Length : 5')],
  ['a space in a name', headOf(ok, 'A B: c')],
  ['a name beyond ASCII', headOf(ok, '\xc4: b')],
  ['a length beside an encoding', headOf(ok, 'Content-Length: 5', 'Transfer-Encoding: chunked')],
  ['an encoding beside a length', headOf(ok, 'Transfer-Encoding: chunked', 'Content-Length: 0')],
  ['packed chunks', headOf(ok, 'Transfer-Encoding: gzip, chunked')],
  ['chunks in chunks', headOf(ok, 'Transfer-Encoding: chunked, chunked')],
  ['chunks, said twice', headOf(ok, 'Transfer-Encoding: chunked', 'Transfer-Encoding: chunked')],
  ['another encoding', headOf(ok, 'Transfer-Encoding: identity')],
  ['no encoding', headOf(ok, 'Transfer-Encoding:')],
  ['chunks with a byte behind that looks like a space', headOf(ok, 'Transfer-Encoding: chunked\xa0')],
  ['two lengths', headOf(ok, 'Content-Length: 5', 'Content-Length: 6')],
  ['the same length in two ways', headOf(ok, 'Content-Length: 5', 'Content-Length: 05')],
  ['a list of lengths', headOf(ok, 'Content-Length: 5, 5')],
  ['a negative length', headOf(ok, 'Content-Length: -5')],
  ['a length with a sign', headOf(ok, 'Content-Length: +5')],
  ['a length in hexadecimal', headOf(ok, 'Content-Length: 0x5')],
  ['a length with a part', headOf(ok, 'Content-Length: 5.0')],
  ['a length beyond what numbers hold', headOf(ok, 'Content-Length: 9007199254740993')],
  ['a length of nothing', headOf(ok, 'Content-Length:')],
  ['a length with a byte behind that looks like a space', headOf(ok, 'Content-Length: 5\xa0')],
  ['a wrong length where there is no body', headOf('HTTP/1.1 204 No Content', 'Content-Length: x')],
  ['a switch of protocols', headOf('HTTP/1.1 101 Switching Protocols', 'Upgrade: x')],
  ['HTTP/2', 'HTTP/2 200 OK'],
  ['HTTP/2.0', 'HTTP/2.0 200 OK'],
  ['HTTP/1.2', 'HTTP/1.2 200 OK'],
  ['HTTP/0.9', 'HTTP/0.9 200 OK'],
  ['HTTP in lower case', 'http/1.1 200 OK'],
  ['a status of two figures', 'HTTP/1.1 20 OK'],
  ['a status of four figures', 'HTTP/1.1 1000 OK'],
  ['a status that begins with zero', 'HTTP/1.1 099 OK'],
  ['no status', 'HTTP/1.1 OK'],
  ['no status line', 'A: b'],
  ['nothing', ''],
  ['two spaces before the status', 'HTTP/1.1  200 OK'],
  ['a tab behind the status', 'HTTP/1.1 200\tOK'],
  ['an empty line before the status', headOf('', ok)],
];

for (const [name, head] of refused) {
  test(`a head is refused: ${name}`, () => {
    assert.throws(
      () => readAnswerHead(head, false),
      (error) => error instanceof WireError && error.code === 'NOT_HTTP',
    );
  });
}

test('a line of nothing but space takes no time that grows with its square', () => {
  const head = headOf(ok, `A: b${' '.repeat(16_000)}c`, `B:${'\t'.repeat(16_000)}`);
  const start = performance.now();
  for (let count = 0; count < 100; count++) readAnswerHead(head, false);
  assert.ok(performance.now() - start < 2000);
});
