import { callOnce } from './call-once.ts';
import type { Line } from './exchange.ts';
import type { Outcome } from './outcome.ts';

export interface GetRequest {
  readonly url: URL;
  /** Milliseconds for the whole call, from now to the last byte read. */
  readonly deadline: number;
}

/** Asks for a page once, follows nothing, retries nothing, never rejects. */
export function get(line: Line, { url, deadline }: GetRequest): Promise<Outcome> {
  const headers = { accept: '*/*', 'user-agent': 'tocsin' };
  return callOnce(line, { method: 'GET', url, body: null, headers, deadline });
}
