import { parseDuration } from '../../duration.ts';
import type { SourceCall } from '../../sources.ts';
import type { PrometheusQueryParams } from './params.ts';

/** Where a server is, as people are told it: without what its URL may ask besides. */
export interface Server {
  readonly text: string;
  readonly host: string;
}

export function serverOf(url: string): Server {
  const { origin, pathname, host } = new URL(url);
  return { text: origin + pathname.replace(/\/+$/, ''), host };
}

/**
 * The call of Prometheus' instant query (`/api/v1/query`). It names no time: the server's own clock counts, so that a
 * clock that is off finds no future without data.
 */
export function queryCall(params: PrometheusQueryParams, signal: AbortSignal): SourceCall {
  const { query, method, headers, auth, timeout } = params;
  const url = new URL(params.url);
  url.hash = '';
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/api/v1/query`;
  // The server gives up when we do.
  const form = new URLSearchParams({ query, timeout });
  if (method === 'GET') for (const [name, value] of form) url.searchParams.set(name, value);
  const own: Record<string, string> = { accept: 'application/json' };
  if (method === 'POST') own['content-type'] = 'application/x-www-form-urlencoded';
  const given = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return {
    method,
    url,
    headers: { ...Object.fromEntries(given), ...own },
    body: method === 'POST' ? form.toString() : null,
    secret: auth?.secret,
    redirects: 0,
    deadline: parseDuration(timeout)?.ms ?? 10_000,
    signal,
  };
}
