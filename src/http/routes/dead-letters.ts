import { z } from 'zod';
import { cursorOf } from '../../api/cursor.ts';
import {
  deadLetterDetailsBody,
  deadLettersBody,
  deadLettersQuery,
  purgeBody,
  purgedBody,
  resendBody,
  resendManyBody,
  resentBody,
  resentManyBody,
} from '../../api/dead-letters.ts';
import { commonErrors, errorBody } from '../../api/error-body.ts';
import { eventParams } from '../../api/events.ts';
import type { AcceptedEvent } from '../../delivery/delivery-service.ts';
import type { ResendResult } from '../../delivery/reading/dead-letters.ts';
import type { ShownDeadLetter, ShownDeadLetterDetails } from '../../delivery/reading/delivery-log.ts';
import { Refusal } from '../../refusal.ts';
import type { App, Services } from '../app-types.ts';
import { eventDetailsToWire, eventToWire, filterFromWire } from '../event-to-wire.ts';
import { answerFor } from '../status-of.ts';
import { strikerFor } from '../striker-for.ts';

const tags = ['dead letters'];
const notFound = { 404: errorBody.describe('There is no such dead letter.') };

const deadLetterToWire = (letter: ShownDeadLetter) => {
  return { ...eventToWire(letter), message: letter.message, errors: [...letter.errors] };
};

function detailsToWire(letter: ShownDeadLetterDetails): z.input<typeof deadLetterDetailsBody> {
  const { params, leftOut } = letter.editable;
  return {
    ...eventDetailsToWire(letter),
    ...deadLetterToWire(letter),
    params: { ...params },
    params_leave_out: [...leftOut],
  };
}

function resentToWire(resendOf: string, { seq, dedupKey }: AcceptedEvent): z.input<typeof resentBody> {
  return { id: String(seq), dedup_key: dedupKey, status: 'accepted', resend_of: resendOf };
}

function resultToWire(result: ResendResult) {
  const resendOf = String(result.resendOf);
  if (result.kind === 'accepted') return resentToWire(resendOf, result.accepted);
  const { isDefect: _, ...error } = answerFor(result.error);
  return { resend_of: resendOf, error };
}

/** What was rejected, given up or cancelled: read, edited and sent again, purged (rule 12). */
export function deadLetterRoutes(app: App, { connectors, deliveryLog, deadLetters }: Services): void {
  /** A refusal of an edit repeats what its caller wrote: the routing key goes out of it (rule 16). */
  async function withoutKey(id: string, error: unknown): Promise<unknown> {
    if (!(error instanceof Refusal) || error.code !== 'invalid') return error;
    const { connectorId } = await deliveryLog.deadLetterOf(id);
    const strike = await strikerFor(connectors, connectorId);
    return new Refusal('invalid', strike(error.message));
  }

  app.get(
    '/api/tocsin/dead-letters',
    {
      schema: {
        tags,
        summary: 'List the dead letters, the newest first',
        querystring: deadLettersQuery,
        response: { 200: deadLettersBody, ...commonErrors },
      },
    },
    async ({ query }) => {
      const wish = { before: query.cursor ?? null, limit: query.limit };
      const filter = { ...filterFromWire(query), reason: query.reason };
      const { rows, next } = await deliveryLog.deadLetters(filter, wish);
      return { items: rows.map(deadLetterToWire), next_cursor: cursorOf(next) };
    },
  );

  app.get(
    '/api/tocsin/dead-letters/:id',
    {
      schema: {
        tags,
        summary: 'Read a dead letter: every attempt, PagerDuty’s words, and the params to edit',
        params: eventParams,
        response: { 200: deadLetterDetailsBody, ...commonErrors, ...notFound },
      },
    },
    async ({ params }) => detailsToWire(await deliveryLog.deadLetter(params.id)),
  );

  app.post(
    '/api/tocsin/dead-letters/:id/_resend',
    {
      schema: {
        tags,
        summary: 'Send a dead letter again, as it is or edited',
        description:
          'Makes a new event at the end of its lane and takes the dead letter away. To edit it, read the dead letter, change what it shows as `params`, and send that as `event`; it is judged as strictly as `_enqueue` does.',
        params: eventParams,
        body: resendBody,
        response: {
          202: resentBody,
          ...commonErrors,
          ...notFound,
          403: errorBody.describe('The connector type is not enabled.'),
          409: errorBody.describe(
            'A newer event of the incident was accepted since, or it was sent again already: `force` sends it all the same. Or its connector is gone.',
          ),
        },
      },
    },
    async ({ params, body }, reply) => {
      const { event, force = false } = body ?? {};
      try {
        const accepted = await deadLetters.resend(params.id, { params: event, force });
        return await reply.code(202).send(resentToWire(params.id, accepted));
      } catch (error) {
        throw await withoutKey(params.id, error);
      }
    },
  );

  app.post(
    '/api/tocsin/dead-letters/_resend',
    {
      schema: {
        tags,
        summary: 'Send many dead letters again, in their old order',
        description:
          'Answers 200 whatever becomes of them: `items` tells, one for one. What is sent again together does not make each other outdated.',
        body: resendManyBody,
        response: { 200: resentManyBody, ...commonErrors },
      },
    },
    async ({ body }) => {
      const results = await deadLetters.resendMany(body.ids, body.force ?? false);
      return { items: results.map(resultToWire) };
    },
  );

  app.delete(
    '/api/tocsin/dead-letters/:id',
    {
      schema: {
        tags,
        summary: 'Purge a dead letter; it stays in the delivery log',
        params: eventParams,
        response: { 204: z.undefined().describe('It is gone.'), ...commonErrors, ...notFound },
      },
    },
    async ({ params }, reply) => {
      await deadLetters.purgeOne(params.id);
      return reply.code(204).send(undefined);
    },
  );

  app.post(
    '/api/tocsin/dead-letters/_purge',
    {
      schema: {
        tags,
        summary: 'Purge many dead letters, by id or by what they are',
        description: 'They stay in the delivery log.',
        body: purgeBody,
        response: { 200: purgedBody, ...commonErrors },
      },
    },
    async ({ body: { ids, filter } }) => {
      if (ids === undefined) {
        const { reason, ...rest } = filter ?? {};
        return { missing: [], ...(await deadLetters.purgeAll({ ...filterFromWire(rest), reason })) };
      }
      const purged = new Set(await deadLetters.purge(ids));
      const missing = [...new Set(ids)].filter((id) => !purged.has(id)).map(String);
      return { purged: purged.size, missing, more: false };
    },
  );
}
