import type { FastifyRequest } from 'fastify';
import type { Caller } from '../access/caller.ts';
import { Refusal } from '../refusal.ts';
import type { Services } from './app-types.ts';

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

/** An address that keeps failing is told of once so often. */
const tellEvery = 60_000;
const maxTold = 1000;

/** Makes the check that finds out who makes a request, and refuses nobodies where the route is not open. */
export function createSignIn({
  authenticator,
  metrics,
  log,
  monotonic,
}: Pick<Services, 'authenticator' | 'metrics' | 'log' | 'monotonic'>) {
  const told = new Map<string, number>();

  function tell({ code, message }: Refusal, address: string): void {
    metrics.signInFailures.labels(code).inc();
    const now = monotonic();
    if (now - (told.get(address) ?? Number.NEGATIVE_INFINITY) < tellEvery) return;
    if (told.size >= maxTold) told.clear();
    told.set(address, now);
    log.warn({ address }, `a sign-in was refused: ${message} (told once a minute for each address)`);
  }

  return async (request: FastifyRequest): Promise<Caller | undefined> => {
    // An unknown path needs no sign-in to be unknown; a browser would ask for a password for a missing icon.
    if (request.is404) return undefined;
    const { open } = request.routeOptions.config;
    const { authorization } = request.headers;
    // A probe that sends some password along is still only a probe, and costs nobody an argon2.
    if (open === true || (open === 'loopback' && isFromThisMachine(request))) return undefined;
    if (open === 'anonymous' && authorization === undefined) return undefined;
    try {
      return await authenticator.authenticate(authorization, request.ip);
    } catch (error) {
      if (error instanceof Refusal && authorization !== undefined) tell(error, request.ip);
      throw error;
    }
  };
}
