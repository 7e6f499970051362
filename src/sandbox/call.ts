import type { Effect, MoodName } from '../api/sandbox.ts';
import { maskKeyIn } from './mask-key.ts';
import type { Answer, Break } from './reply.ts';

/** What became of a call: what the caller gets, what it did, and why in a sentence. */
export interface Result {
  readonly reply: Answer | Break;
  readonly effect: Effect;
  readonly why: string;
  readonly incident?: number;
  /** The dedup key that the event goes by, given or made. */
  readonly dedupKey?: string;
}

/** One call received. */
export interface Call {
  /** ms since 1970. */
  readonly at: number;
  readonly path: 'enqueue' | 'change';
  /** As sent, well-formed or not, but never more than 64 characters of it. */
  readonly routingKey: string | undefined;
  readonly action: string | undefined;
  readonly dedupKey: string | undefined;
  readonly mood: MoodName;
  readonly delay: number;
  /** Undefined where the connection was broken. */
  readonly status: number | undefined;
  readonly broken: 'reset' | 'close' | undefined;
  readonly effect: Effect;
  readonly why: string;
  readonly incident: number | undefined;
  /** Length of the body as received. */
  readonly bytes: number;
  /** The beginning of the body, with the routing key in it: show it only through `shownBody`. */
  readonly body: string;
  readonly truncated: boolean;
}

const decoder = new TextDecoder();

/** The first `max` bytes of a body as text; what is no UTF-8 becomes U+FFFD. */
export function keptBody(body: Uint8Array, max: number): Pick<Call, 'bytes' | 'body' | 'truncated'> {
  const bytes = body.byteLength;
  if (bytes <= max) return { bytes, body: decoder.decode(body), truncated: false };
  // A stream that never ends holds a character back that was cut in two.
  const text = new TextDecoder().decode(body.subarray(0, max), { stream: true });
  return { bytes, body: text, truncated: true };
}

/** The kept body without the routing key, nor the beginning of one where it was cut off. */
export function shownBody(call: Pick<Call, 'body' | 'truncated' | 'routingKey'>): string {
  const { routingKey: key } = call;
  const text = maskKeyIn(call.body, key);
  if (!call.truncated || key === undefined) return text;
  for (let length = key.length - 1; length > 4; length -= 1) {
    if (text.endsWith(key.slice(0, length))) return text.slice(0, -length);
  }
  return text;
}
