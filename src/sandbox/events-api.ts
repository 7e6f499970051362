import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { throwAway } from '../throw-away.ts';
import { changeEventAccepted, eventAccepted, eventRefused } from './events-api-answers.ts';
import { alertEvent, changeEvent } from './events-api-bodies.ts';
import { tooLarge, unrecognized } from './reply.ts';
import type { Sandbox, SandboxRequest } from './sandbox.ts';
import { sendReply } from './send-reply.ts';

/** More is not even read; between this and PagerDuty's 512,000 bytes the sandbox refuses. */
const bodyLimit = 1024 * 1024;

const description =
  'Behaves as https://events.pagerduty.com does: alerts by routing key and dedup key, its limits and its texts. ' +
  'The routing key stands in the body as `routing_key`, or in the header `X-Routing-Key`.';

const refusals = { 400: eventRefused, 413: eventRefused, 429: eventRefused, 500: eventRefused };

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}

/**
 * The Events API of a sandbox: `POST <prefix>/enqueue` and `POST <prefix>/change/enqueue`. It takes bodies of any
 * content type as they are, since it judges them in PagerDuty's words, and touches nothing outside its prefix. The
 * host sets the serializer compiler of zod.
 */
export function eventsApi(sandbox: Sandbox): FastifyPluginAsync {
  return async (app) => {
    const stopping = new AbortController();
    app.addHook('preClose', async () => stopping.abort());
    // Fastify answers 415 to a content type that it can not read; here none is ever asked for.
    app.addHook('onRequest', async (request) => {
      request.raw.headers['content-type'] = 'application/octet-stream';
    });
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, done) =>
      done(null, body),
    );
    app.setErrorHandler(async (error, request, reply) => {
      const code = codeOf(error);
      // Only what the reading of a body can end in is PagerDuty's to answer; the rest is the host's.
      if (!code.startsWith('FST_ERR_CTP_')) throw error;
      const isTooLarge = code === 'FST_ERR_CTP_BODY_TOO_LARGE';
      const answer = isTooLarge ? tooLarge() : unrecognized();
      if (isTooLarge) {
        reply.removeHeader('connection');
        await throwAway(request.raw);
      }
      await sendReply(reply, answer, stopping.signal);
    });

    async function take(request: FastifyRequest, reply: FastifyReply, path: SandboxRequest['path']) {
      const header = request.headers['x-routing-key'];
      const routingKeyHeader = Array.isArray(header) ? header[0] : header;
      const body = Buffer.isBuffer(request.body) ? request.body : new Uint8Array();
      await sendReply(reply, sandbox.handle({ path, routingKeyHeader, body }), stopping.signal);
      return reply;
    }

    app.post(
      '/enqueue',
      {
        bodyLimit,
        config: { documentedBody: alertEvent },
        schema: {
          tags: ['sandbox'],
          summary: 'Send an alert event to the sandbox',
          description,
          response: { 202: eventAccepted, ...refusals },
        },
      },
      (request, reply) => take(request, reply, 'enqueue'),
    );
    app.post(
      '/change/enqueue',
      {
        bodyLimit,
        config: { documentedBody: changeEvent },
        schema: {
          tags: ['sandbox'],
          summary: 'Send a change event to the sandbox',
          description,
          response: { 202: changeEventAccepted, ...refusals },
        },
      },
      (request, reply) => take(request, reply, 'change'),
    );
  };
}
