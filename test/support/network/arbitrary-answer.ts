import fc from 'fast-check';

/** An answer in HTTP, its bytes and what they mean. */
export interface ArbitraryAnswer {
  readonly method: 'GET' | 'HEAD';
  readonly bytes: Buffer;
  readonly status: number;
  readonly body: Buffer;
}

const cased = (text: string) => fc.constantFrom(text, text.toLowerCase(), text.toUpperCase());
const space = fc.constantFrom('', ' ', '  ', '\t ');
const value = fc.string({
  unit: fc.constantFrom(...'aZ0 \t:;,="-/', '\x80', '\xa0', '\xff'),
  maxLength: 12,
});
const header = fc
  .tuple(fc.constantFrom('x-a', 'X-B', 'Retry-After', 'content-type', 'Set-Cookie'), space, value, space)
  .map(([name, before, said, after]) => `${name}:${before}${said}${after}\r\n`);
const connection = fc
  .tuple(cased('Connection'), fc.constantFrom('close', 'keep-alive', 'Keep-Alive, x', 'x , Close'))
  .map(([name, said]) => `${name}: ${said}\r\n`);
const bodyBytes = fc
  .oneof(
    fc.string({ maxLength: 20 }),
    fc.constantFrom('HTTP/1.1 200 OK\r\n\r\n', '0\r\n\r\n', 'x'.repeat(3000)),
  )
  .map((text) => Buffer.from(text));

interface Framed {
  readonly headers: string;
  readonly bytes: Buffer;
  readonly body: Buffer;
}

const withLength: fc.Arbitrary<Framed> = fc
  .tuple(cased('Content-Length'), bodyBytes, fc.constantFrom('', '0', '00'))
  .map(([name, body, zeros]) => ({
    headers: `${name}: ${zeros}${body.length}\r\n`,
    bytes: body,
    body,
  }));
const extension = fc.constantFrom('', '', '', ';a', ';a=b', ';a="b c"');
const chunk = fc
  .tuple(
    bodyBytes.filter(({ length }) => length > 0),
    fc.boolean(),
    extension,
    fc.constantFrom('', '0', '000'),
  )
  .map(([body, isUpper, more, zeros]) => {
    const size = body.length.toString(16);
    const line = `${zeros}${isUpper ? size.toUpperCase() : size}${more}\r\n`;
    return { bytes: Buffer.concat([Buffer.from(line), body, Buffer.from('\r\n')]), body };
  });
const inChunks: fc.Arbitrary<Framed> = fc
  .tuple(
    cased('Transfer-Encoding'),
    cased('chunked'),
    fc.array(chunk, { maxLength: 4 }),
    extension,
    fc.array(header, { maxLength: 2 }),
  )
  .map(([name, said, chunks, more, trailers]) => ({
    headers: `${name}: ${said}\r\n`,
    bytes: Buffer.concat([
      ...chunks.map(({ bytes }) => bytes),
      Buffer.from(`0${more}\r\n${trailers.join('')}\r\n`, 'latin1'),
    ]),
    body: Buffer.concat(chunks.map(({ body }) => body)),
  }));
const untilClose: fc.Arbitrary<Framed> = bodyBytes.map((body) => ({ headers: '', bytes: body, body }));
const announcement = fc
  .tuple(fc.constantFrom(102, 103, 199), fc.array(header, { maxLength: 2 }))
  .map(([status, headers]) => `HTTP/1.1 ${status} Wait\r\n${headers.join('')}\r\n`);

/** Any answer that a server may give to a call without a body. After it the server closes. */
export const arbitraryAnswer: fc.Arbitrary<ArbitraryAnswer> = fc
  .record({
    method: fc.constantFrom('GET' as const, 'GET' as const, 'HEAD' as const),
    announcements: fc.array(announcement, { maxLength: 2 }),
    version: fc.constantFrom('1.1', '1.1', '1.0'),
    status: fc.constantFrom(200, 202, 204, 302, 304, 400, 429, 500, 599),
    reason: fc.constantFrom(' ', ' OK', ' No\tidea \xfc', ''),
    before: fc.array(fc.oneof(header, connection), { maxLength: 3 }),
    framed: fc.oneof(withLength, inChunks, untilClose),
    after: fc.array(header, { maxLength: 2 }),
  })
  .map(({ method, announcements, version, status, reason, before, framed, after }) => {
    const isBare = method === 'HEAD' || status === 204 || status === 304;
    const head = `HTTP/${version} ${status}${reason}\r\n${before.join('')}${framed.headers}${after.join('')}\r\n`;
    return {
      method,
      bytes: Buffer.concat([
        Buffer.from(announcements.join('') + head, 'latin1'),
        isBare ? Buffer.alloc(0) : framed.bytes,
      ]),
      status,
      body: isBare ? Buffer.alloc(0) : framed.body,
    };
  });

const oddities = [
  '\r\n',
  '\n',
  '\r',
  '\r\n\r\n',
  '\0',
  ' ',
  '\t',
  ':',
  ',',
  ';',
  '-',
  '+',
  '0',
  '5',
  'f',
  'x',
  '\x0b',
  '\x7f',
  '\xa0',
  '\xff',
  '\r\nContent-Length: 5',
  '\r\nContent-Length: 0',
  '\r\nTransfer-Encoding: chunked',
  '\r\nTransfer-Encoding: gzip, chunked',
  '\r\nConnection: upgrade\r\nUpgrade: x',
  '\r\n folded',
  '0\r\n\r\n',
  'HTTP/1.1 101 Switch\r\n\r\n',
];

/** A place in an answer, more often one in its head or where two lines meet, and what is done there. */
const mutation = fc.record({
  at: fc.oneof(fc.nat(80), fc.nat(400), fc.nat(4000)),
  isAtLineEnd: fc.boolean(),
  removed: fc.constantFrom(0, 0, 1, 2, 5),
  added: fc.oneof(fc.constant(''), fc.constantFrom(...oddities)),
});

/** The same with one to three accidents in it. */
export const mutatedAnswer: fc.Arbitrary<Pick<ArbitraryAnswer, 'method' | 'bytes'>> = fc
  .tuple(arbitraryAnswer, fc.array(mutation, { minLength: 1, maxLength: 3 }))
  .map(([{ method, bytes }, mutations]) => {
    let text = bytes.toString('latin1');
    for (const { at, isAtLineEnd, removed, added } of mutations) {
      const near = at % (text.length + 1);
      const end = text.indexOf('\r\n', near);
      const place = isAtLineEnd && end !== -1 ? end : near;
      text = text.slice(0, place) + added + text.slice(place + removed);
    }
    return { method, bytes: Buffer.from(text, 'latin1') };
  });

/** Bytes, cut at any places. */
export function cutAt(bytes: Buffer, places: readonly number[]): Buffer[] {
  const sorted = places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b);
  return [0, ...sorted].map((from, index) => bytes.subarray(from, sorted[index]));
}
