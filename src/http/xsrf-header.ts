import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from '../refusal.ts';

/** Kibana's own name. A page of another site can not set it without this server's leave, which nobody gets. */
const xsrfHeader = 'kbn-xsrf';

/** Whether a request carries the header, with whatever value but none. */
export function hasXsrfHeader(headers: IncomingHttpHeaders): boolean {
  const value = headers[xsrfHeader];
  return value !== undefined && value !== '';
}

/** Refuses a request that changes something and comes with nothing but a cookie, which browsers add by themselves. */
export function requireXsrfHeader(headers: IncomingHttpHeaders): void {
  if (hasXsrfHeader(headers)) return;
  throw new Refusal(
    'forbidden',
    `The header ${xsrfHeader} is missing: a browser session needs it, with any value, on everything but GET. Nothing was done.`,
  );
}
