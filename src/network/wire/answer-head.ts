import { WireError } from './wire-error.ts';

/** By lower-case names; one that comes several times is a list. Several answers may share one. */
export type AnswerHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** How the end of a body is found (RFC 9112, 6.3). */
export type BodyLength = number | 'chunked' | 'until_close';

export interface AnswerHead {
  readonly status: number;
  readonly headers: AnswerHeaders;
  readonly length: BodyLength;
  /** The connection may be used for another call afterwards. */
  readonly keepsAlive: boolean;
}

const statusLine = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: |$)/;
const token = /^[!#$%&'*+.^_`|~\w-]+$/;
/** What may not stand in a head: control characters, and line ends that are no CRLF. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const strange = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)|(?<!\r)\n/;

const notHttp = (detail: string): WireError => new WireError('NOT_HTTP', detail);

/**
 * Reads the head of an answer: everything before the empty line, one character a byte. As strict as RFC 9112 lets a
 * client be: an answer that could be read in two ways is none.
 *
 * @throws `WireError`.
 */
export function readAnswerHead(text: string, isHead: boolean): AnswerHead {
  if (strange.test(text)) throw notHttp('a character that may not stand in a head');
  const [first = '', ...lines] = text.split('\r\n');
  const [, minor, digits] = statusLine.exec(first) ?? [];
  if (digits === undefined) throw notHttp('no status line');
  const status = Number(digits);
  // We ask for no other protocol.
  if (status === 101) throw notHttp('a switch of protocols');
  const headers = readHeaders(lines);
  const length = lengthOf(headers);
  const isBare = status < 200 || status === 204 || status === 304;
  return {
    status,
    headers,
    length: isHead || isBare ? 0 : length,
    keepsAlive: keepsAlive(headers, minor === '1') && isSure(length, isBare && !isHead, minor === '1'),
  };
}

/** Whether everybody on the way sees the same end: else the rest of this answer may be taken for the next one. */
function isSure(length: BodyLength, isBare: boolean, isNew: boolean): boolean {
  if (isBare) return length === 0 || length === 'until_close';
  // HTTP/1.0 knows no chunks (RFC 9112, 6.1).
  return isNew || length !== 'chunked';
}

/** What may stand before a body only. */
const framing = /^(?:content-length|transfer-encoding)$/i;

/** For one line of what follows a body, which nobody reads. @throws `WireError` when it may not stand there. */
export function checkTrailer(line: string): void {
  if (strange.test(line)) throw notHttp('a character that may not stand in a trailer');
  const name = nameIn(line);
  if (!token.test(name) || framing.test(name)) throw notHttp('a trailer that is none');
}

const nameIn = (line: string): string => line.slice(0, Math.max(0, line.indexOf(':')));

function readHeaders(lines: readonly string[]): AnswerHeaders {
  const headers: Record<string, string | string[] | undefined> = Object.create(null);
  for (const line of lines) {
    const name = nameIn(line);
    if (!token.test(name)) throw notHttp('a line that is no header');
    add(headers, name.toLowerCase(), withoutSpace(line, name.length + 1));
  }
  return headers;
}

function add(headers: Record<string, string | string[] | undefined>, name: string, value: string): void {
  const before = headers[name];
  if (before === undefined) headers[name] = value;
  else if (typeof before === 'string') headers[name] = [before, value];
  else before.push(value);
}

/** From there on, without spaces and tabs around it. `trim` would take 0xa0 for a space, which others read as text. */
function withoutSpace(line: string, from: number): string {
  let [start, end] = [from, line.length];
  while (isSpace(line.charCodeAt(start))) start++;
  while (end > start && isSpace(line.charCodeAt(end - 1))) end--;
  return line.slice(start, end);
}

const isSpace = (code: number): boolean => code === 32 || code === 9;

function lengthOf(headers: AnswerHeaders): BodyLength {
  const { 'transfer-encoding': coding, 'content-length': length } = headers;
  if (coding !== undefined) {
    // With both, whoever stands in between may have believed the other one.
    if (length !== undefined) throw notHttp('a length beside an encoding');
    if (typeof coding !== 'string' || coding.toLowerCase() !== 'chunked')
      throw notHttp('an encoding that was not asked for');
    return 'chunked';
  }
  if (length === undefined) return 'until_close';
  const [first = '', ...others] = Array.isArray(length) ? length : [length];
  if (!/^\d{1,15}$/.test(first) || others.some((other) => other !== first)) throw notHttp('no length');
  return Number(first);
}

function keepsAlive({ connection }: AnswerHeaders, isNew: boolean): boolean {
  if (connection === undefined) return isNew;
  const options = String(connection).toLowerCase().split(',');
  const says = (option: string) => options.some((each) => each.trim() === option);
  return !says('close') && (isNew || says('keep-alive'));
}
