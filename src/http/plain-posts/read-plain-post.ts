/** A POST that came whole and says nothing unusual. */
export interface PlainPost {
  readonly path: string;
  /** The header `X-Routing-Key`. */
  readonly routingKey: string | undefined;
  /** Bytes of the same buffer. */
  readonly body: Buffer;
  /** Where it ends in the bytes that it was read from. */
  readonly end: number;
}

/** What a head says. */
interface PlainHead {
  readonly path: string;
  readonly routingKey: string | undefined;
  readonly bodyLength: number;
}

/** Longer heads than those of any client of PagerDuty are not looked at. */
const mostOfHead = 2048;
const start = 'POST ';
const version = ' HTTP/1.1\r\n';
/** One header line or more: a name, and a value of visible ASCII. No folded lines, no line ends but CRLF (RFC 9112, 5). */
const headerLines = /^(?:[!#$%&'*+.^_`|~\w-]+:[\t\x20-\x7e]*\r\n)+$/;
/**
 * What changes how a request is read or answered (RFC 9112, 6 and 9; RFC 9110, 7 and 10.1.1): but for the usual ways,
 * which are taken out first, that is for Node to judge.
 */
const unusual =
  /^(?:transfer-encoding|content-encoding|connection|expect|upgrade|trailer|te|keep-alive|proxy-\w+):/im;
const usualConnection = /^connection:[\t ]*keep-alive[\t ]*\r\n/im;
const contentLength = /^content-length:[\t ]*(.*?)[\t ]*\r$/gim;
const routingKeyHeader = /^x-routing-key:[\t ]*(.*?)[\t ]*\r$/gim;
/** Zeros may lead; more digits than these no body has that came whole. */
const lengthInDigits = /^\d{1,8}$/;

/** The value of a header; `null`: it came several times. */
function only(lines: string, header: RegExp): string | undefined | null {
  const [first, second] = lines.matchAll(header);
  return second === undefined ? first?.[1] : null;
}

function readPlainHead(text: string): PlainHead | undefined {
  const lineEnd = text.indexOf(version);
  const path = text.slice(start.length, lineEnd);
  if (lineEnd === -1 || path.includes('\r')) return undefined;
  const lines = text.slice(lineEnd + version.length, -2).replace(usualConnection, '');
  if (!headerLines.test(lines) || unusual.test(lines)) return undefined;
  const length = only(lines, contentLength);
  const routingKey = only(lines, routingKeyHeader);
  if (typeof length !== 'string' || !lengthInDigits.test(length) || routingKey === null) return undefined;
  return { path, routingKey, bodyLength: Number(length) };
}

/** Reads the plain POSTs of one connection. */
export class PlainPostReader {
  readonly #paths: readonly string[];
  /** A client that keeps its connection says the same head again and again, but for the length of a body. */
  #last: { readonly bytes: Buffer; readonly head: PlainHead } | undefined;

  /** `paths`: those that are looked for, as they stand in a request line. */
  constructor(paths: readonly string[]) {
    this.#paths = paths;
  }

  /**
   * The POST that these bytes begin with. `undefined`: something else, not all of it, or something that could be read
   * in more than one way; nothing of it was taken.
   */
  read(bytes: Buffer, from = 0): PlainPost | undefined {
    if (this.#last === undefined || !beginsWith(bytes, from, this.#last.bytes)) {
      this.#last = this.#readHead(bytes, from);
    }
    if (this.#last === undefined) return undefined;
    const { path, routingKey, bodyLength } = this.#last.head;
    const bodyStart = from + this.#last.bytes.length;
    const end = bodyStart + bodyLength;
    if (end > bytes.length) return undefined;
    return { path, routingKey, body: bytes.subarray(bodyStart, end), end };
  }

  #readHead(bytes: Buffer, from: number): { readonly bytes: Buffer; readonly head: PlainHead } | undefined {
    const text = bytes.toString('latin1', from, from + mostOfHead);
    const headEnd = text.indexOf('\r\n\r\n');
    if (headEnd === -1 || !this.#isFor(text)) return undefined;
    const head = readPlainHead(text.slice(0, headEnd + 4));
    if (head === undefined) return undefined;
    // A copy: what was read into would stay as a whole.
    return { bytes: Buffer.from(bytes.subarray(from, from + headEnd + 4)), head };
  }

  #isFor(text: string): boolean {
    return (
      text.startsWith(start) &&
      this.#paths.some(
        (path) => text.startsWith(path, start.length) && text.startsWith(version, start.length + path.length),
      )
    );
  }
}

/** With its empty line at the end nothing that begins with a head can be another one. */
function beginsWith(bytes: Buffer, from: number, head: Buffer): boolean {
  const end = from + head.length;
  return end <= bytes.length && bytes.compare(head, 0, head.length, from, end) === 0;
}
