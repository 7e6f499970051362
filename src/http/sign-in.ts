import type { FastifyRequest } from 'fastify';
import type { Authenticator } from '../access/authenticator.ts';
import type { Caller } from '../access/caller.ts';
import { Refusal } from '../refusal.ts';
import type { Metrics } from '../telemetry/metrics.ts';

const loopback = /^(127\.|::1$|::ffff:127\.)/;

/** Whether a request comes from this very machine, and not through a proxy that runs here. */
export function isFromThisMachine(request: FastifyRequest): boolean {
  const { headers, raw } = request;
  const forwarded = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];
  if (forwarded.some((name) => headers[name] !== undefined)) return false;
  return loopback.test(raw.socket.remoteAddress ?? '');
}

/** Makes the check that finds out who makes a request, and refuses nobodies where the route is not open. */
export function createSignIn(authenticator: Authenticator, metrics: Metrics) {
  return async (request: FastifyRequest): Promise<Caller | undefined> => {
    // An unknown path needs no sign-in to be unknown; a browser would ask for a password for a missing icon.
    if (request.is404) return undefined;
    const { open } = request.routeOptions.config;
    const mayBeNobody = open === true || (open === 'loopback' && isFromThisMachine(request));
    const { authorization } = request.headers;
    if (mayBeNobody && authorization === undefined) return undefined;
    try {
      return await authenticator.authenticate(authorization, request.ip);
    } catch (error) {
      if (error instanceof Refusal) metrics.signInFailures.labels(error.code).inc();
      // A probe that sends some password along is still only a probe.
      if (mayBeNobody) return undefined;
      throw error;
    }
  };
}
