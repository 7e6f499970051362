import type { IncomingHttpHeaders } from 'node:http';

/** Methods that change nothing, so that it does not matter who makes a browser send them. */
export const harmlessMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a browser sends this on behalf of a page of another site: it adds the password that it remembers for Basic,
 * and a POST without a body needs no leave. Browsers say so in `Sec-Fetch-Site`, older ones in `Origin`; programs
 * that are no browsers send neither.
 */
export function isFromForeignPage(method: string, headers: IncomingHttpHeaders, host: string): boolean {
  if (harmlessMethods.has(method)) return false;
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const { origin } = headers;
  return origin !== undefined && URL.parse(origin)?.host !== host;
}
