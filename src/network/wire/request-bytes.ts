import type { Hop } from '../exchange.ts';
import type { ByteRange } from '../posted-body.ts';

const token = /^[!#$%&'*+.^_`|~\w-]+$/;
/** Bytes that a header's value may have: no line ends, which would begin another header. */
const value = /^[\t\x20-\x7e\x80-\xff]*$/;
/** These say where a request ends, or whom it is for: we say it, and nobody beside us. */
const ownNames = /^(?:host|connection|content-length|transfer-encoding|expect|upgrade)$/i;
const target = /^\/[\x21-\x7e]*$/;

/** What stands before the length of the body, for requests that differ in nothing else. */
interface Preamble extends Pick<Hop, 'method' | 'url' | 'headers'> {
  readonly text: string;
}

/** Writes requests of HTTP/1.1 to one origin. */
export class RequestBytes {
  readonly #host: string;
  /** Of the last request: most have the same, and the same objects. */
  #last: Preamble | undefined;

  /** `host`: with its port, as in a URL. */
  constructor(host: string) {
    this.#host = host;
  }

  /** The whole request. @throws `TypeError` when something in it can not be said in HTTP. */
  of(hop: Hop): Buffer {
    const { method, body } = hop;
    const start = this.#preambleOf(hop);
    if (body === null)
      return Buffer.from(`${start}${expectsBody(method) ? 'content-length: 0\r\n' : ''}\r\n`, 'latin1');
    const length = typeof body === 'string' ? Buffer.byteLength(body) : lengthOf(body);
    const head = `${start}content-length: ${length}\r\n\r\n`;
    const bytes = Buffer.allocUnsafe(head.length + length);
    bytes.write(head, 0, 'latin1');
    if (typeof body === 'string') bytes.write(body, head.length, 'utf8');
    // What was allocated was somebody else's before.
    else if (copyInto(bytes, head.length, body) !== bytes.length) throw new TypeError('the body is gone');
    return bytes;
  }

  #preambleOf({ method, url, headers }: Hop): string {
    const last = this.#last;
    if (last !== undefined && last.url === url && last.headers === headers && last.method === method)
      return last.text;
    const path = url.pathname + url.search;
    if (!token.test(method) || !target.test(path))
      throw new TypeError(`${method} ${path} can not be asked for`);
    let text = `${method} ${path} HTTP/1.1\r\nhost: ${this.#host}\r\nconnection: keep-alive\r\n`;
    for (const [name, said] of Object.entries(headers)) {
      if (!token.test(name) || !value.test(said) || ownNames.test(name))
        throw new TypeError(`the header ${name} can not be sent`);
      text += `${name}: ${said}\r\n`;
    }
    this.#last = { method, url, headers, text };
    return text;
  }
}

const expectsBody = (method: string) => method === 'POST' || method === 'PUT' || method === 'PATCH';

function lengthOf(parts: readonly ByteRange[]): number {
  let length = 0;
  for (const { start, end } of parts) length += end - start;
  return length;
}

/** Returns where they end. */
function copyInto(target: Buffer, from: number, parts: readonly ByteRange[]): number {
  let at = from;
  // `copy` is not asked for bytes that are not there: it throws for some, and does nothing for others.
  for (const { bytes, start, end } of parts)
    if (end <= bytes.length) at += bytes.copy(target, at, start, end);
  return at;
}
