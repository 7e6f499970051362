import { STATUS_CODES } from '../../node-http.ts';
import type { Answer } from '../../sandbox/reply.ts';

export interface PlainAnswerOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Seconds that the connection is kept for another request; 0: it ends with this answer. */
  readonly keepFor: number;
}

/** What stands before the body, for answers that differ in nothing else. */
interface LastHead {
  readonly status: number;
  readonly headers: Answer['headers'];
  readonly bodyLength: number;
  readonly second: number;
  readonly keepFor: number;
  readonly text: string;
}

let lastHead: LastHead | undefined;

/** Of thousands of answers a second most begin alike, and with the same objects. */
function headOf(
  { status, headers }: Answer,
  bodyLength: number,
  { now, keepFor }: PlainAnswerOptions,
): string {
  const second = Math.floor(now / 1000);
  if (
    lastHead?.headers === headers &&
    lastHead.bodyLength === bodyLength &&
    lastHead.second === second &&
    lastHead.keepFor === keepFor &&
    lastHead.status === status
  )
    return lastHead.text;
  let text = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nx-content-type-options: nosniff\r\n`;
  for (const name in headers) if (name !== 'connection') text += `${name}: ${headers[name]}\r\n`;
  const connection = keepFor > 0 ? `keep-alive\r\nkeep-alive: timeout=${keepFor}` : 'close';
  const date = new Date(second * 1000).toUTCString();
  text += `content-length: ${bodyLength}\r\ndate: ${date}\r\nconnection: ${connection}\r\n\r\n`;
  lastHead = { status, headers, bodyLength, second, keepFor, text };
  return text;
}

/** An answer as it stands on the wire (RFC 9112), with the headers that Node gives those it writes. */
export function plainAnswer(answer: Answer, options: PlainAnswerOptions): string {
  return headOf(answer, Buffer.byteLength(answer.body), options) + answer.body;
}
