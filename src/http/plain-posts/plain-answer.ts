import { STATUS_CODES } from '../../node-http.ts';
import type { Answer } from '../../sandbox/reply.ts';

let lastDate = { second: Number.NaN, text: '' };

/** As in the header `Date`; many are written within a second. */
function dateOf(now: number): string {
  const second = Math.floor(now / 1000);
  if (lastDate.second !== second) lastDate = { second, text: new Date(now).toUTCString() };
  return lastDate.text;
}

export interface PlainAnswerOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Seconds that the connection is kept for another request; 0: it ends with this answer. */
  readonly keepFor: number;
}

/** An answer as it stands on the wire (RFC 9112), with the headers that Node gives those it writes. */
export function plainAnswer({ status, headers, body }: Answer, { now, keepFor }: PlainAnswerOptions): string {
  let text = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nx-content-type-options: nosniff\r\n`;
  for (const name in headers) if (name !== 'connection') text += `${name}: ${headers[name]}\r\n`;
  const connection = keepFor > 0 ? `keep-alive\r\nkeep-alive: timeout=${keepFor}` : 'close';
  return `${text}content-length: ${Buffer.byteLength(body)}\r\ndate: ${dateOf(now)}\r\nconnection: ${connection}\r\n\r\n${body}`;
}
