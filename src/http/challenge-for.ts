import type { IncomingHttpHeaders } from 'node:http';
import { hasXsrfHeader } from './xsrf-header.ts';

/**
 * The `WWW-Authenticate` header of a 401. At the sight of `Basic` browsers open a password dialog of their own, which is
 * welcome where a person goes to an address, and in the way where the app asks for something behind the screen.
 */
export function challengeFor(headers: IncomingHttpHeaders): string {
  const mode = headers['sec-fetch-mode'];
  const isAsked =
    hasXsrfHeader(headers) ||
    (mode !== undefined && mode !== 'navigate') ||
    headers.accept?.toLowerCase().includes('text/event-stream') === true;
  return isAsked ? 'ApiKey' : 'Basic realm="Tocsin", charset="UTF-8", ApiKey';
}
