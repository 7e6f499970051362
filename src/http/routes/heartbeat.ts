import type { Readable } from 'node:stream';
import type { FastifyContextConfig, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { commonErrors, errorBody } from '../../api/error-body.ts';
import {
  forgetSourceBody,
  pingBody,
  pingedBody,
  pingParams,
  pingQuery,
  pingWordParams,
  ruleHeartbeatBody,
} from '../../api/rule-heartbeat.ts';
import { ruleIdParams } from '../../api/rules.ts';
import { Refusal } from '../../refusal.ts';
import type { SourceStatus } from '../../rules/types/heartbeat/list-sources.ts';
import { type Ping, pingKindOf } from '../../rules/types/heartbeat/ping.ts';
import { defaultSource, sourceName } from '../../rules/types/heartbeat/source-name.ts';
import type { App, Services } from '../app-types.ts';
import { readTail } from '../read-tail.ts';
import { registerOpen } from '../register-open.ts';

const tags = ['rules'];
const pingPath = '/api/tocsin/heartbeat';
/** Bytes of what a job says that are kept. */
const mostOutput = 10_000;

const description =
  'Answered when the call is on disk. Without `start`, `fail` or an exit code it says that all is well. GET, HEAD and ' +
  'POST say the same. What a job sends along, of any content type and length, is read as text; the last 10,000 bytes ' +
  'of it are `context.output`.';

const pingErrors = {
  400: errorBody.describe('A word or a source that is none.'),
  404: errorBody.describe('Nobody has this token.'),
  409: errorBody.describe('The rule has no room for another source.'),
  429: errorBody.describe('Too many calls: try again after Retry-After.'),
  503: errorBody.describe('Nothing can be kept now: try again.'),
};

const iso = (time: number | undefined) => (time === undefined ? null : new Date(time).toISOString());

function sourceToWire(each: SourceStatus) {
  const { source, status, lastBeat, dueAt, missingAt, exitCode, duration } = each;
  return {
    source,
    status,
    last_beat: iso(lastBeat),
    due_at: iso(dueAt),
    missing_at: iso(missingAt),
    exit_code: exitCode ?? null,
    duration: duration ?? null,
  };
}

function sourceOf(given: string | undefined): string {
  if (given === undefined) return defaultSource;
  const read = sourceName.safeParse(given);
  if (read.success) return read.data;
  throw new Refusal(
    'invalid',
    `?source= names who calls, in 1 to 255 characters, without control characters and without spaces around it; it is ${JSON.stringify(given.slice(0, 300))}.`,
  );
}

function kindOf(word: string | undefined): Pick<Ping, 'kind' | 'exitCode'> {
  const kind = pingKindOf(word);
  if (kind !== undefined) return kind;
  throw new Refusal(
    'invalid',
    `The last part of the path is start, fail or an exit code such as 0 or 137; it is ${JSON.stringify(word?.slice(0, 100))}.`,
  );
}

/** Heartbeats: what jobs call, and what people see and do about it. */
export async function heartbeatRoutes(
  app: App,
  { heartbeats, now }: Pick<Services, 'heartbeats' | 'now'>,
  publicBaseUrl: string | undefined,
): Promise<void> {
  const hear = async (token: string, word: string | undefined, given: string | undefined, body: unknown) => {
    const at = Math.floor(now());
    const output = typeof body === 'string' && body !== '' ? body : undefined;
    // Whoever has no token is told nothing more, not even that the rest is wrong.
    heartbeats.mustKnow(token);
    const heard = await heartbeats.hear(token, { source: sourceOf(given), ...kindOf(word), output, at });
    return heard === 'noted'
      ? { noted: true }
      : { noted: false, message: 'The rule is disabled: nothing was noted.' };
  };

  // Open: the token is what lets a call in.
  await registerOpen(app, (opened) =>
    opened.register(async (scope: App) => {
      scope.addHook('onRequest', async ({ raw }) => {
        // Whatever a caller says that it sends, and be it nonsense, it is read as text.
        raw.headers['content-type'] = 'text/plain';
      });
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', (_request: FastifyRequest, body: Readable) =>
        readTail(body, mostOutput),
      );
      for (const [method, summary] of [
        ['GET', 'Call a heartbeat'],
        ['POST', 'Call a heartbeat, with what the job said'],
      ] as const) {
        const config: FastifyContextConfig = method === 'POST' ? { documentedBody: pingBody } : {};
        const shared = { tags, description, querystring: pingQuery, consumes: ['text/plain'] };
        scope.route({
          method,
          url: `${pingPath}/:token`,
          config,
          schema: { ...shared, summary, params: pingParams, response: { 200: pingedBody, ...pingErrors } },
          handler: async ({ params: { token }, query: { source }, body }) =>
            hear(token, undefined, source, body),
        });
        scope.route({
          method,
          url: `${pingPath}/:token/:what`,
          config,
          schema: {
            ...shared,
            summary: `${summary}: its start, its failure or its exit code`,
            params: pingWordParams,
            response: { 200: pingedBody, ...pingErrors },
          },
          handler: async ({ params: { token, what }, query: { source }, body }) =>
            hear(token, what, source, body),
        });
      }
    }),
  );

  const ruleErrors = {
    ...commonErrors,
    404: errorBody.describe('There is no such rule.'),
    503: errorBody.describe('The token can not be shown or kept now.'),
  };
  const shown = (
    request: FastifyRequest,
    { token, sources }: { token: string; sources: readonly SourceStatus[] },
  ) => {
    const path = `${pingPath}/${token}`;
    const base = publicBaseUrl ?? `${request.protocol}://${request.host}`;
    return { url: base.replace(/\/$/, '') + path, path, token, sources: sources.map(sourceToWire) };
  };

  app.get(
    '/api/tocsin/rule/:id/heartbeat',
    {
      schema: {
        tags,
        summary: 'Read what the jobs of a heartbeat rule call, and who has called',
        params: ruleIdParams,
        response: { 200: ruleHeartbeatBody, ...ruleErrors },
      },
    },
    async (request) => shown(request, await heartbeats.of(request.params.id)),
  );

  app.post(
    '/api/tocsin/rule/:id/heartbeat/_rotate',
    {
      schema: {
        tags,
        summary: 'Make another token for a heartbeat rule',
        description: 'The one before it is unknown from then on.',
        params: ruleIdParams,
        response: { 200: ruleHeartbeatBody, ...ruleErrors },
      },
    },
    async (request) => shown(request, await heartbeats.rotate(request.params.id)),
  );

  app.post(
    '/api/tocsin/rule/:id/heartbeat/_forget',
    {
      schema: {
        tags,
        summary: 'Forget a source of a heartbeat rule',
        description: 'It is expected again when it calls again. What its alert has open is resolved.',
        params: ruleIdParams,
        body: forgetSourceBody,
        response: {
          204: z.undefined().describe('Done.'),
          ...ruleErrors,
          404: errorBody.describe('There is no such rule, or it knows no such source.'),
          409: errorBody.describe('The rule is disabled, or names the source among its expectedSources.'),
        },
      },
    },
    async (request, reply) => {
      await heartbeats.forget(request.params.id, request.body.source);
      return reply.code(204).send(undefined);
    },
  );
}
