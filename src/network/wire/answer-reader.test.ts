import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { arbitraryAnswer, cutAt, mutatedAnswer } from '../../../test/support/network/arbitrary-answer.ts';
import type { AnswerHead } from './answer-head.ts';
import { type AnswerListener, AnswerReader } from './answer-reader.ts';
import { WireError } from './wire-error.ts';

/** Writes down what it is told. */
class Witness implements AnswerListener {
  readonly heads: AnswerHead[] = [];
  readonly chunks: Buffer[] = [];
  /** Of each end, whether nothing came after it. */
  readonly ends: boolean[] = [];

  onHead(head: AnswerHead): void {
    this.heads.push(head);
  }

  onBody(chunk: Buffer): void {
    this.chunks.push(Buffer.from(chunk));
  }

  onEnd(isClean: boolean): void {
    this.ends.push(isClean);
  }

  get body(): string {
    return Buffer.concat(this.chunks).toString('latin1');
  }
}

interface Reading {
  readonly statuses: readonly number[];
  readonly body: string;
  readonly ends: readonly boolean[];
  /** Of what it was refused for. */
  readonly code: string | undefined;
}

/** What comes of these pieces, when the connection closes after them. */
function reading(pieces: readonly (Buffer | string)[], method = 'GET', closes = true): Reading {
  const witness = new Witness();
  const reader = new AnswerReader(witness);
  reader.expect(method);
  let code: string | undefined;
  try {
    for (const piece of pieces) reader.feed(typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece);
    if (closes) reader.close();
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    code = error.code;
  }
  return {
    statuses: witness.heads.map(({ status }) => status),
    body: witness.body,
    ends: witness.ends,
    code,
  };
}

const oneByOne = (text: string): string[] => [...text];

const ok = 'HTTP/1.1 200 OK\r\n';
const chunked = `${ok}Transfer-Encoding: chunked\r\n\r\n`;
const five = `${ok}Content-Length: 5\r\n\r\n`;
const longLine = 'x'.repeat(1000);

const answers: {
  name: string;
  bytes: string;
  method?: string;
  /** The connection must close, for the end to be seen. */
  closes?: true;
  statuses?: number[];
  body?: string;
}[] = [
  { name: 'with a length', bytes: `${five}hello`, body: 'hello' },
  { name: 'of no length', bytes: `${ok}Content-Length: 0\r\n\r\n` },
  { name: 'until the connection closes', bytes: `${ok}\r\nhello`, closes: true, body: 'hello' },
  { name: 'of nothing until the connection closes', bytes: `${ok}\r\n`, closes: true },
  { name: 'in chunks', bytes: `${chunked}3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n`, body: 'hello' },
  { name: 'in no chunks', bytes: `${chunked}0\r\n\r\n` },
  {
    name: 'in chunks that contain what looks like their ends',
    bytes: `${chunked}7\r\n\r\n0\r\n\r\n\r\n0\r\n\r\n`,
    body: '\r\n0\r\n\r\n',
  },
  {
    name: 'in chunks whose sizes are written in any way',
    bytes: `${chunked}0A\r\n0123456789\r\n00a\r\n0123456789\r\n000\r\n\r\n`,
    body: '01234567890123456789',
  },
  {
    name: 'in chunks with extensions',
    bytes: `${chunked}5;a="b;c\\""; d ; e=f\r\nhello\r\n0;last\r\n\r\n`,
    body: 'hello',
  },
  {
    name: 'in chunks with a space before an extension (RFC 9112, 7.1.1)',
    bytes: `${chunked}5 \t;a\r\nhello\r\n0\r\n\r\n`,
    body: 'hello',
  },
  {
    name: 'in chunks with trailers',
    bytes: `${chunked}5\r\nhello\r\n0\r\nX-Sum: 1\r\nX-More:\r\n\r\n`,
    body: 'hello',
  },
  { name: 'to HEAD', bytes: five, method: 'HEAD' },
  { name: 'to HEAD, in chunks', bytes: chunked, method: 'HEAD' },
  { name: 'of 204', bytes: 'HTTP/1.1 204 No Content\r\n\r\n', statuses: [204] },
  { name: 'of 304', bytes: 'HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n', statuses: [304] },
  {
    name: 'after announcements',
    bytes: `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n${five}hello`,
    statuses: [100, 103, 200],
    body: 'hello',
  },
  {
    name: 'after an announcement that names a length',
    bytes: `HTTP/1.1 102 Processing\r\nContent-Length: 9\r\n\r\n${five}hello`,
    statuses: [102, 200],
    body: 'hello',
  },
  {
    name: 'with as large a head as there may be',
    bytes: `${ok}X: ${'x'.repeat(16_384 - ok.length - 3 - 21)}\r\nContent-Length: 5\r\n\r\nhello`,
    body: 'hello',
  },
  {
    name: 'with as long lines between its chunks as there may be',
    bytes: `${chunked}5;${'x'.repeat(1024 - 4)}\r\nhello\r\n0\r\nX: ${'x'.repeat(1024 - 5)}\r\n\r\n`,
    body: 'hello',
  },
];

for (const { name, bytes, method, closes, statuses = [200], body = '' } of answers) {
  test(`an answer is read: ${name}`, () => {
    const expected: Reading = { statuses, body, ends: [true], code: undefined };
    assert.deepEqual(reading([bytes], method, closes), expected);
    assert.deepEqual(reading(oneByOne(bytes), method, closes), expected);
    if (closes) assert.deepEqual(reading([bytes], method, false).ends, []);
    else assert.deepEqual(reading([`${bytes}H`], method, false), { ...expected, ends: [false] });
  });
}

const refused: { name: string; bytes: string; code: string }[] = [
  { name: 'something else', bytes: 'SSH-2.0-OpenSSH_9.2\r\n', code: 'NOT_HTTP' },
  { name: 'something else without an end', bytes: '\x15\x03\x01', code: 'NOT_HTTP' },
  { name: 'something else, and much of it', bytes: 'x'.repeat(20_000), code: 'NOT_HTTP' },
  { name: 'a head in another form', bytes: 'HTTP/1.1 200 OK\nA: b\n\n', code: 'CONNECTION_CLOSED' },
  { name: 'a line feed alone in a head', bytes: `${ok}A: b\nC: d\r\n\r\n`, code: 'NOT_HTTP' },
  {
    name: 'a head that is one byte too large',
    bytes: `${ok}X: ${'x'.repeat(16_385 - ok.length - 3)}\r\n\r\n`,
    code: 'HEADERS_TOO_LARGE',
  },
  { name: 'a head without an end', bytes: `${ok}X: ${'x'.repeat(20_000)}`, code: 'HEADERS_TOO_LARGE' },
  { name: 'a size of nothing', bytes: `${chunked}\r\nhello\r\n0\r\n\r\n`, code: 'NOT_HTTP' },
  { name: 'a size that is none', bytes: `${chunked}g\r\n`, code: 'NOT_HTTP' },
  { name: 'a size with a sign', bytes: `${chunked}+5\r\nhello\r\n`, code: 'NOT_HTTP' },
  { name: 'a size with a minus', bytes: `${chunked}-5\r\nhello\r\n`, code: 'NOT_HTTP' },
  { name: 'a size written 0x5', bytes: `${chunked}0x5\r\nhello\r\n`, code: 'NOT_HTTP' },
  { name: 'a size with a space before it', bytes: `${chunked} 5\r\nhello\r\n`, code: 'NOT_HTTP' },
  { name: 'a size with a space behind it', bytes: `${chunked}5 \r\nhello\r\n`, code: 'NOT_HTTP' },
  { name: 'a size with something behind it', bytes: `${chunked}5 6\r\nhello\r\n`, code: 'NOT_HTTP' },
  { name: 'a size beyond all bounds', bytes: `${chunked}${'f'.repeat(13)}\r\n`, code: 'NOT_HTTP' },
  { name: 'a size whose line ends with a line feed', bytes: `${chunked}5\nhello\r\n`, code: 'NOT_HTTP' },
  { name: 'a line feed alone for a size', bytes: `${chunked}\n`, code: 'NOT_HTTP' },
  { name: 'a carriage return in an extension', bytes: `${chunked}5;a\rb\r\nhello`, code: 'NOT_HTTP' },
  { name: 'an extension that is none', bytes: `${chunked}5;a: b\r\nhello\r\n0\r\n\r\n`, code: 'NOT_HTTP' },
  { name: 'an extension whose quotes do not end', bytes: `${chunked}5;a="b\r\nhello`, code: 'NOT_HTTP' },
  { name: 'a NUL in an extension', bytes: `${chunked}5;a\0\r\nhello`, code: 'NOT_HTTP' },
  { name: 'an extension without an end', bytes: `${chunked}5;${longLine}${longLine}`, code: 'NOT_HTTP' },
  {
    name: 'a chunk that is longer than it says',
    bytes: `${chunked}4\r\nhello\r\n0\r\n\r\n`,
    code: 'NOT_HTTP',
  },
  {
    name: 'a chunk that is shorter than it says',
    bytes: `${chunked}6\r\nhello\r\n0\r\n\r\n`,
    code: 'NOT_HTTP',
  },
  { name: 'a chunk that a line feed ends', bytes: `${chunked}5\r\nhello\n0\r\n\r\n`, code: 'NOT_HTTP' },
  { name: 'a chunk that nothing ends', bytes: `${chunked}5\r\nhello0\r\n\r\n`, code: 'NOT_HTTP' },
  { name: 'a trailer that is no header', bytes: `${chunked}0\r\nx\r\n\r\n`, code: 'NOT_HTTP' },
  { name: 'a trailer with a carriage return', bytes: `${chunked}0\r\nX: a\rb\r\n\r\n`, code: 'NOT_HTTP' },
  {
    name: 'a trailer that says a length',
    bytes: `${chunked}0\r\nContent-Length: 5\r\n\r\nhello`,
    code: 'NOT_HTTP',
  },
  { name: 'a trailer that is folded', bytes: `${chunked}0\r\nX: a\r\n b\r\n\r\n`, code: 'NOT_HTTP' },
  { name: 'a trailer that a line feed ends', bytes: `${chunked}0\r\nX: a\n\r\n`, code: 'NOT_HTTP' },
  { name: 'a trailer without an end', bytes: `${chunked}0\r\nX: ${longLine}${longLine}`, code: 'NOT_HTTP' },
  {
    name: 'trailers without an end',
    bytes: `${chunked}0\r\n${`X: ${longLine}\r\n`.repeat(20)}`,
    code: 'HEADERS_TOO_LARGE',
  },
  { name: 'a switch of protocols', bytes: `HTTP/1.1 101 Switching Protocols\r\n\r\n`, code: 'NOT_HTTP' },
  { name: 'an announcement and nothing else', bytes: 'HTTP/1.1 103 x\r\n\r\n', code: 'CONNECTION_CLOSED' },
  { name: 'nothing', bytes: '', code: 'CONNECTION_CLOSED' },
];

for (const { name, bytes, code } of refused) {
  test(`an answer is refused: ${name}`, () => {
    for (const pieces of [[bytes], oneByOne(bytes)]) {
      const found = reading(pieces);
      assert.deepEqual({ code: found.code, ends: found.ends }, { code, ends: [] });
    }
  });
}

for (const whole of [`${five}hello`, `${chunked}5;a\r\nhello\r\n0\r\nX: a\r\n\r\n`]) {
  test(`an answer that breaks off anywhere is none: ${JSON.stringify(whole.slice(15))}`, () => {
    for (let length = 0; length < whole.length; length++) {
      const found = reading([whole.slice(0, length)]);
      assert.deepEqual({ code: found.code, ends: found.ends }, { code: 'CONNECTION_CLOSED', ends: [] });
    }
  });
}

test('answers to calls one after the other are each read by themselves', () => {
  const witness = new Witness();
  const reader = new AnswerReader(witness);
  const told: string[] = [];
  for (const { bytes, method = 'GET', closes, body = '' } of [...answers, ...answers]) {
    if (closes) continue;
    reader.expect(method);
    reader.feed(Buffer.from(bytes, 'latin1'));
    told.push(body);
  }
  assert.equal(witness.body, told.join(''));
  assert.deepEqual(
    witness.ends,
    told.map(() => true),
  );
});

test('the same head means something else when HEAD was asked', () => {
  const witness = new Witness();
  const reader = new AnswerReader(witness);
  for (const method of ['GET', 'HEAD', 'GET']) {
    reader.expect(method);
    reader.feed(Buffer.from(method === 'HEAD' ? five : `${five}hello`));
  }
  assert.deepEqual(witness.ends, [true, true, true]);
  assert.equal(witness.body, 'hellohello');
});

test('what comes unasked is not read', () => {
  const witness = new Witness();
  const reader = new AnswerReader(witness);
  reader.feed(Buffer.from(`${five}hello`));
  reader.close();
  reader.expect('GET');
  reader.feed(Buffer.from(`${five}hello${five}again`));
  reader.feed(Buffer.from(`${five}again`));
  reader.close();
  assert.deepEqual([witness.body, witness.ends], ['hello', [false]]);
});

const stops: [state: string, before: string][] = [
  ['a head', five.slice(0, 20)],
  ['a body', `${five}he`],
  ['a chunk', `${chunked}5\r\nhe`],
  ['the size of a chunk', `${chunked}5;`],
];
for (const [state, before] of stops) {
  test(`after it was stopped in ${state}, the next answer is read from its beginning`, () => {
    const witness = new Witness();
    const reader = new AnswerReader(witness);
    reader.expect('GET');
    reader.feed(Buffer.from(before));
    reader.stop();
    reader.feed(Buffer.from('llo'));
    reader.close();
    assert.deepEqual(witness.ends, []);
    witness.chunks.length = 0;
    reader.expect('GET');
    reader.feed(Buffer.from(`${five}again`));
    assert.deepEqual([witness.body, witness.ends], ['again', [true]]);
  });
}

for (const moment of ['onHead', 'onBody'] as const) {
  for (const whole of [
    `${five}hello`,
    `${ok}Content-Length: 0\r\n\r\n`,
    `${chunked}5\r\nhello\r\n0\r\n\r\n`,
  ]) {
    if (moment === 'onBody' && !whole.includes('hello')) continue;
    test(`nothing more is told once it is stopped in ${moment}: ${JSON.stringify(whole.slice(15))}`, () => {
      const witness = new Witness();
      const reader = new AnswerReader({
        onHead: (head) => {
          witness.onHead(head);
          if (moment === 'onHead') reader.stop();
        },
        onBody: (chunk) => {
          witness.onBody(chunk);
          reader.stop();
        },
        onEnd: (isClean) => witness.onEnd(isClean),
      });
      reader.expect('GET');
      reader.feed(Buffer.from(whole));
      reader.close();
      assert.deepEqual([witness.chunks.length, witness.ends], [moment === 'onBody' ? 1 : 0, []]);
    });
  }
}

test('pieces of a head may be written over once they were fed', () => {
  const witness = new Witness();
  const reader = new AnswerReader(witness);
  reader.expect('GET');
  const piece = Buffer.alloc(1);
  for (const byte of Buffer.from(`${five}`)) {
    piece[0] = byte;
    reader.feed(piece);
  }
  assert.equal(witness.heads[0]?.length, 5);
});

const places = fc.array(fc.nat(10_000), { maxLength: 12 });

test('property: an answer is read as it was meant, wherever it is cut', () => {
  fc.assert(
    fc.property(arbitraryAnswer, places, ({ method, bytes, status, body }, where) => {
      for (const pieces of [[bytes], cutAt(bytes, where)]) {
        const found = reading(pieces, method);
        assert.equal(found.statuses.at(-1), status);
        assert.deepEqual([found.body, found.ends, found.code], [body.toString('latin1'), [true], undefined]);
      }
    }),
    { numRuns: 500 },
  );
});

test('property: what is odd in an answer is seen wherever it is cut', () => {
  fc.assert(
    fc.property(mutatedAnswer, places, ({ method, bytes }, where) => {
      const { ends: whole, ...expected } = reading([bytes], method);
      for (const pieces of [cutAt(bytes, where), oneByOne(bytes.toString('latin1'))]) {
        const { ends, ...found } = reading(pieces, method);
        // Whether something came behind the end is seen later when it is cut there.
        assert.deepEqual([found, ends.length], [expected, whole.length]);
      }
    }),
    { numRuns: 500 },
  );
});
