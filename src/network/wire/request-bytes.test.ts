import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Hop } from '../exchange.ts';
import { RequestBytes } from './request-bytes.ts';

const url = new URL('http://events.example:8080/v2/enqueue?a=b#c');
const hop: Hop = { method: 'POST', url, body: '{}', headers: { accept: '*/*' } };

function written(changes: Partial<Hop>, host = 'events.example:8080'): string {
  return new RequestBytes(host).of({ ...hop, ...changes }).toString();
}

const start = 'POST /v2/enqueue?a=b HTTP/1.1\r\nhost: events.example:8080\r\nconnection: keep-alive\r\n';
const get = start.replace('POST', 'GET');
const bytes = Buffer.from('0123456789äöü');

const cases: { name: string; hop: Partial<Hop>; host?: string; expected: string }[] = [
  { name: 'a text', hop: {}, expected: `${start}accept: */*\r\ncontent-length: 2\r\n\r\n{}` },
  {
    name: 'a text whose characters take several bytes',
    hop: { body: 'aäあ😀', headers: {} },
    expected: `${start}content-length: 10\r\n\r\naäあ😀`,
  },
  {
    name: 'half a character, as what stands for it',
    hop: { body: 'a\ud83d', headers: {} },
    expected: `${start}content-length: 4\r\n\r\na\ufffd`,
  },
  { name: 'an empty text', hop: { body: '', headers: {} }, expected: `${start}content-length: 0\r\n\r\n` },
  {
    name: 'ranges of bytes, one after the other',
    hop: {
      body: [
        { bytes, start: 2, end: 4 },
        { bytes, start: 7, end: 7 },
        { bytes, start: 8, end: 14 },
      ],
      headers: {},
    },
    expected: `${start}content-length: 8\r\n\r\n2389äö`,
  },
  { name: 'no ranges', hop: { body: [], headers: {} }, expected: `${start}content-length: 0\r\n\r\n` },
  {
    name: 'POST without a body',
    hop: { body: null, headers: {} },
    expected: `${start}content-length: 0\r\n\r\n`,
  },
  { name: 'GET without a body', hop: { method: 'GET', body: null, headers: {} }, expected: `${get}\r\n` },
  {
    name: 'GET with a body',
    hop: { method: 'GET', headers: {} },
    expected: `${get}content-length: 2\r\n\r\n{}`,
  },
  {
    name: 'a host that is an address of IPv6',
    hop: { url: new URL('http://[2001:db8::1]:81'), headers: {} },
    host: '[2001:db8::1]:81',
    expected:
      'POST / HTTP/1.1\r\nhost: [2001:db8::1]:81\r\nconnection: keep-alive\r\ncontent-length: 2\r\n\r\n{}',
  },
  {
    name: 'a path beyond ASCII',
    hop: { url: new URL('http://a.example/ä b?ö=\r\n x'), headers: {} },
    host: 'a.example',
    expected:
      'POST /%C3%A4%20b?%C3%B6=%20x HTTP/1.1\r\nhost: a.example\r\nconnection: keep-alive\r\ncontent-length: 2\r\n\r\n{}',
  },
  {
    name: 'headers in their order, with tabs and spaces',
    hop: { headers: { 'x-b': 'c\td e', 'X-A': '' } },
    expected: `${start}x-b: c\td e\r\nX-A: \r\ncontent-length: 2\r\n\r\n{}`,
  },
];

for (const { name, hop: changes, host, expected } of cases) {
  test(`a request is written to the byte: ${name}`, () => {
    assert.equal(written(changes, host), expected);
  });
}

test('a value beyond ASCII is one byte a character, and does not move where the body stands', () => {
  const request = new RequestBytes('a.example').of({ ...hop, headers: { a: '\xe4\xff' }, body: 'ä' });
  assert.ok(request.includes(Buffer.from('a: \xe4\xff\r\n', 'latin1')));
  assert.ok(request.toString().endsWith('content-length: 2\r\n\r\nä'));
});

const line = 'x\r\nevil: 1';
const refused: [name: string, hop: Partial<Hop>][] = [
  ['a value with a line in it', { headers: { a: line } }],
  ['a value with a line feed', { headers: { a: 'x\nevil: 1' } }],
  ['a value that ends with a line feed', { headers: { a: 'x\n' } }],
  ['a value with a carriage return', { headers: { a: 'x\revil: 1' } }],
  ['a value with a NUL', { headers: { a: 'x\0' } }],
  ['a value with what would become a line feed as one byte', { headers: { a: 'x\u010aevil: 1' } }],
  ['a name with a line in it', { headers: { [line]: 'a' } }],
  ['a name that ends with a line feed', { headers: { 'a\n': 'b' } }],
  ['a name with a NUL', { headers: { 'a\0': 'b' } }],
  ['a name with a colon', { headers: { 'a:': 'b' } }],
  ['a name with a space', { headers: { 'a ': 'b' } }],
  ['an empty name', { headers: { '': 'b' } }],
  ['another host', { headers: { Host: 'elsewhere.example' } }],
  ['another length', { headers: { 'Content-Length': '1' } }],
  ['an encoding', { headers: { 'transfer-encoding': 'chunked' } }],
  ['what to do with the connection', { headers: { connection: 'upgrade' } }],
  ['a wish to be asked to go on', { headers: { expect: '100-continue' } }],
  ['another protocol', { headers: { upgrade: 'h2c' } }],
  ['a method with a line in it', { method: 'GET / HTTP/1.1\r\nevil: 1\r\n' }],
  ['a method with a space', { method: 'GET /' }],
  ['no method', { method: '' }],
  ['a path that is none', { url: new URL('data:text/plain,x') }],
  ['bytes that are not there', { body: [{ bytes, start: 0, end: bytes.length + 1 }] }],
];

for (const [name, changes] of refused) {
  test(`a request is refused: ${name}`, () => {
    assert.throws(() => written(changes), TypeError);
  });
}

test('bytes that were given back are refused, not replaced by what lies there', () => {
  const gone = Buffer.from(new ArrayBuffer(8));
  structuredClone(gone.buffer, { transfer: [gone.buffer] });
  assert.throws(() => written({ body: [{ bytes: gone, start: 0, end: 8 }] }), /the body is gone/);
});

test('a request says nothing of the one before it, whatever differs', () => {
  const other: readonly Partial<Hop>[] = [
    {},
    { body: '{"other":true}' },
    { url: new URL('http://events.example:8080/other') },
    { method: 'PUT' },
    { headers: { accept: 'text/plain' } },
    { body: null },
    { body: null, method: 'GET' },
  ];
  const requests = new RequestBytes('events.example:8080');
  for (const before of other) {
    for (const after of other) {
      requests.of({ ...hop, ...before });
      assert.equal(requests.of({ ...hop, ...after }).toString(), written(after));
    }
  }
});

test('a request that was refused is refused again, and the next one is written', () => {
  const requests = new RequestBytes('events.example:8080');
  const bad = { ...hop, headers: { a: line } };
  assert.throws(() => requests.of(bad), TypeError);
  assert.throws(() => requests.of(bad), TypeError);
  assert.equal(requests.of(hop).toString(), written({}));
});
