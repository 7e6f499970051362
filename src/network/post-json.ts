import { callOnce } from './call-once.ts';
import type { Line } from './exchange.ts';
import type { Outcome } from './outcome.ts';
import type { PostedBody } from './posted-body.ts';

export interface JsonRequest {
  readonly url: URL;
  /** A JSON document. */
  readonly body: PostedBody;
  /** Milliseconds for the whole call, from now to the last byte read. */
  readonly deadline: number;
  /** Sent beside those that every call carries. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Ends the call early, as a broken connection would. */
  readonly signal?: AbortSignal;
}

const usualHeaders = {
  'content-type': 'application/json',
  accept: 'application/json',
  'user-agent': 'tocsin',
};

/** Posts JSON once, follows nothing, retries nothing, never rejects. */
export function postJson(line: Line, request: JsonRequest): Promise<Outcome> {
  const { url, body, deadline, signal } = request;
  const headers = request.headers === undefined ? usualHeaders : { ...usualHeaders, ...request.headers };
  return callOnce(line, { method: 'POST', url, body, headers, deadline, signal });
}
