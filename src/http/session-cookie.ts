import type { IncomingHttpHeaders } from 'node:http';

export const sessionCookieName = 'tocsin_session';

const inHeader = new RegExp(`(?:^|;)\\s*${sessionCookieName}=([A-Za-z0-9_.-]+)\\s*(?:;|$)`);

/** The value of the session cookie that a request came with. */
export function sessionCookieOf({ cookie = '' }: IncomingHttpHeaders): string | undefined {
  return inHeader.exec(cookie)?.[1];
}

/**
 * The `Set-Cookie` header that keeps a session in a browser for so many seconds at the most; an empty value and 0
 * take it away. Scripts can not read it, and no page of another site makes a browser send it along.
 */
export function setSessionCookie(value: string, maxAge: number, isSecure: boolean): string {
  const secure = isSecure ? '; Secure' : '';
  return `${sessionCookieName}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Strict${secure}`;
}
