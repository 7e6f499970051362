import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { SignedIn } from '../../access/authenticator.ts';
import { sessionIdOf, userNameOf } from '../../access/caller.ts';
import type { Session } from '../../access/sessions.ts';
import { commonErrors, errorBody } from '../../api/error-body.ts';
import {
  currentSessionBody,
  sessionIdParams,
  sessionListBody,
  signedInBody,
  signInBody,
  signInLinkBody,
} from '../../api/sessions.ts';
import { Refusal } from '../../refusal.ts';
import type { App, Services } from '../app-types.ts';
import { sessionCookieOf, setSessionCookie } from '../session-cookie.ts';
import type { TellSignInFailure } from '../sign-in-failures.ts';
import { requireXsrfHeader } from '../xsrf-header.ts';

const tags = ['access'];
const iso = (time: number) => new Date(time).toISOString();

const sessionToWire = (session: Session, currentId: string | undefined) => ({
  id: session.id,
  user: session.user,
  created_at: iso(session.createdAt),
  last_used_at: iso(session.lastUsedAt),
  expires_at: iso(session.expiresAt),
  address: session.address,
  user_agent: session.userAgent,
  current: session.id === currentId,
});

const gone = { 204: z.undefined().describe('Done.') };
const needsHeader = { 403: errorBody.describe('The header kbn-xsrf is missing.') };
const signInAnswers = { 200: signedInBody, ...commonErrors, ...needsHeader };

/** A page of another site could otherwise sign a browser in, or out, as somebody whom that page chose. */
const onRequest = async ({ headers }: FastifyRequest) => requireXsrfHeader(headers);

export interface SessionRouteOptions {
  readonly publicBaseUrl: string | undefined;
  readonly tellFailure: TellSignInFailure;
}

/** Signing in and out with a browser. Everybody who is signed in sees and ends all sessions; all users are equal. */
export function sessionRoutes(
  app: App,
  { authenticator, sessions, signInLinks }: Services,
  { publicBaseUrl, tellFailure }: SessionRouteOptions,
): void {
  const isSecure = ({ protocol }: FastifyRequest) =>
    protocol === 'https' || publicBaseUrl?.startsWith('https:') === true;

  async function begin(request: FastifyRequest, reply: FastifyReply, shown: Promise<SignedIn>) {
    const signedIn = await shown.catch((error: unknown) => {
      if (error instanceof Refusal) tellFailure(error, request.ip);
      throw error;
    });
    const origin = { address: request.ip, userAgent: request.headers['user-agent'] };
    const session = await sessions.begin(signedIn, origin);
    const maxAge = Math.floor(sessions.lifespan / 1000);
    reply.header('set-cookie', setSessionCookie(session.cookie, maxAge, isSecure(request)));
    return { user: session.user, expires_at: iso(session.expiresAt) };
  }

  app.post(
    '/api/tocsin/session',
    {
      config: { open: true },
      onRequest,
      schema: {
        tags,
        summary: 'Sign a browser in',
        description:
          'Answers with the cookie `tocsin_session`. It wants the header `kbn-xsrf`, as does everything else but GET that is asked with the cookie.',
        body: signInBody,
        response: signInAnswers,
      },
    },
    async (request, reply) => {
      const { user, password } = request.body;
      return begin(request, reply, authenticator.checkPassword(user, password, request.ip));
    },
  );

  app.post(
    '/api/tocsin/session/_link',
    {
      config: { open: true },
      onRequest,
      schema: {
        tags,
        summary: 'Sign a browser in with a one-time link',
        description:
          'Takes what stands behind the # of the link that the first start prints, or "tocsin user link".',
        body: signInLinkBody,
        response: signInAnswers,
      },
    },
    async (request, reply) => begin(request, reply, signInLinks.redeem(request.body.token)),
  );

  app.get(
    '/api/tocsin/session',
    {
      schema: {
        tags,
        summary: 'Say who is signed in',
        response: { 200: currentSessionBody, ...commonErrors },
      },
    },
    async ({ caller }) => {
      if (caller === undefined) throw new Refusal('unauthenticated', 'Nobody is signed in.');
      const expiresAt = caller.kind === 'user' ? caller.session?.expiresAt : undefined;
      return {
        user: userNameOf(caller),
        kind: caller.kind,
        expires_at: expiresAt === undefined ? null : iso(expiresAt),
      };
    },
  );

  app.delete(
    '/api/tocsin/session',
    {
      config: { open: true },
      onRequest,
      schema: {
        tags,
        summary: 'Sign this browser out',
        response: { ...gone, ...needsHeader, 503: commonErrors[503] },
      },
    },
    async (request, reply) => {
      const cookie = sessionCookieOf(request.headers);
      if (cookie !== undefined) await sessions.end(cookie);
      reply.header('set-cookie', setSessionCookie('', 0, isSecure(request)));
      return reply.code(204).send(undefined);
    },
  );

  app.get(
    '/api/tocsin/sessions',
    {
      schema: {
        tags,
        summary: 'List the browsers that are signed in',
        response: { 200: sessionListBody, ...commonErrors },
      },
    },
    async ({ caller }) => {
      const current = sessionIdOf(caller);
      return { items: (await sessions.list()).map((session) => sessionToWire(session, current)) };
    },
  );

  app.delete(
    '/api/tocsin/sessions/:id',
    {
      schema: {
        tags,
        summary: 'Sign a browser out',
        params: sessionIdParams,
        response: { ...gone, ...commonErrors, 404: errorBody.describe('There is no such session.') },
      },
    },
    async (request, reply) => {
      await sessions.revoke(request.params.id);
      return reply.code(204).send(undefined);
    },
  );
}
