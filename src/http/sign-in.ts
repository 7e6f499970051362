import type { FastifyRequest } from 'fastify';
import type { Caller } from '../access/caller.ts';
import { Refusal } from '../refusal.ts';
import type { Services } from './app-types.ts';
import { harmlessMethods } from './foreign-page.ts';
import { sessionCookieOf } from './session-cookie.ts';
import type { TellSignInFailure } from './sign-in-failures.ts';
import { requireXsrfHeader } from './xsrf-header.ts';

const loopback = /^(127\.|::1$|::ffff:127\.)/;

/** What proxies add to a request, each its own. */
const forwarding = /^(x-forwarded-|x-real-ip$|forwarded$|via$)/;

/** Whether a request comes from this very machine, and not through a proxy that runs here. */
export function isFromThisMachine(request: FastifyRequest): boolean {
  const { headers, raw } = request;
  const names = Object.keys(headers);
  if (names.some((name) => forwarding.test(name))) return false;
  return loopback.test(raw.socket.remoteAddress ?? '');
}

/**
 * Makes the check that finds out who makes a request, and refuses nobodies where the route is not open. What stands in
 * `Authorization` goes before the cookie of a browser session.
 */
export function createSignIn(
  { authenticator, sessions }: Pick<Services, 'authenticator' | 'sessions'>,
  tellFailure: TellSignInFailure,
) {
  async function callerByCookie({ method, headers }: FastifyRequest): Promise<Caller | undefined> {
    const cookie = sessionCookieOf(headers);
    const session = cookie === undefined ? undefined : await sessions.open(cookie);
    if (session === undefined) return undefined;
    if (!harmlessMethods.has(method)) requireXsrfHeader(headers);
    const { id, user, expiresAt } = session;
    return { kind: 'user', name: user, session: { id, expiresAt } };
  }

  return async (request: FastifyRequest): Promise<Caller | undefined> => {
    // An unknown path needs no sign-in to be unknown; a browser would ask for a password for a missing icon.
    if (request.is404) return undefined;
    const { open } = request.routeOptions.config;
    const { authorization } = request.headers;
    // A probe that sends some password along is still only a probe, and costs nobody an argon2.
    if (open === true || (open === 'loopback' && isFromThisMachine(request))) return undefined;
    if (authorization === undefined) {
      const caller = await callerByCookie(request);
      if (caller !== undefined || open === 'anonymous') return caller;
      // The cookie stays where it is: a sign-in in another tab may just have replaced it.
      if (sessionCookieOf(request.headers) !== undefined)
        throw new Refusal('unauthenticated', 'The session has ended. Sign in again.');
    }
    try {
      return await authenticator.authenticate(authorization, request.ip);
    } catch (error) {
      if (error instanceof Refusal && authorization !== undefined) tellFailure(error, request.ip);
      throw error;
    }
  };
}
