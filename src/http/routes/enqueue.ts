import { randomUUID } from 'node:crypto';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { connectorIdParams } from '../../api/connectors.ts';
import {
  documentedEnqueueBody,
  enqueuedBody,
  enqueuedManyBody,
  enqueueRefusedBody,
  maxQueuedAtOnce,
} from '../../api/enqueue.ts';
import { commonErrors, errorBody } from '../../api/error-body.ts';
import type { AcceptedEvent, DeliveryConnector, NewEvent } from '../../delivery/delivery-service.ts';
import { type QueuedEvent, queuedEvents } from '../../delivery/entering/enqueue.ts';
import { grouped } from '../../pagerduty/wording.ts';
import { Refusal } from '../../refusal.ts';
import { throwAway } from '../../throw-away.ts';
import type { App, Services } from '../app-types.ts';
import { errorAnswer } from '../status-of.ts';
import { strikerFor } from '../striker-for.ts';

/** Room for 1,000 events of 8 KiB each, where the app's own limit has room for 1,000 of 1 KiB. */
const bodyLimit = 8 * 1024 * 1024;
const json = 'application/json; charset=utf-8';

type Many = z.input<typeof enqueuedManyBody>;
type AllRefused = z.input<typeof enqueueRefusedBody>;

/** What the route asks for. */
export interface EnqueueServices extends Pick<Services, 'delivery'> {
  readonly connectors: Pick<Services['connectors'], 'usable'>;
}

/** The items of an array: its valid ones, and of each why it is not. */
interface Judged {
  readonly events: NewEvent[];
  readonly faults: (string | undefined)[];
}

function checkLength(count: number): void {
  if (count >= 1 && count <= maxQueuedAtOnce) return;
  const most = grouped(maxQueuedAtOnce);
  throw new Refusal(
    'invalid',
    count === 0
      ? `The array holds no events. Send 1 to ${most} of them, or one event as an object.`
      : `The array holds ${grouped(count)} events. Send at most ${most} at once.`,
  );
}

function numbered(accepted: AcceptedEvent | undefined): { id: string; dedup_key: string | null } {
  if (accepted === undefined) throw new Error('An event was accepted without a number.');
  return { id: String(accepted.seq), dedup_key: accepted.dedupKey };
}

/** The app's own words speak of its own limit. */
async function refuseLarge(error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
  if (error.statusCode !== 413) throw error;
  reply.removeHeader('connection');
  await throwAway(request.raw);
  return reply.code(413).type(json).send(errorAnswer(413, 'The request body is larger than 8 MiB.'));
}

/** Takes events into their lanes: answered once they are on disk (rule 1). */
export function enqueueRoutes(app: App, { connectors, delivery }: EnqueueServices): void {
  async function enqueueOne(connectorId: string, parsed: QueuedEvent) {
    if (!parsed.ok) {
      const strike = await strikerFor(connectors, connectorId);
      throw new Refusal('invalid', strike(parsed.message));
    }
    const [accepted] = await delivery.accept([parsed.event]);
    return { ...numbered(accepted), status: 'accepted' as const };
  }

  /** Item by item; what is valid and finds room shares one commit. */
  async function enqueueMany(connectorId: string, { events, faults }: Judged): Promise<Many | AllRefused> {
    const allValid = events.length === faults.length;
    const strike = allValid ? (text: string) => text : await strikerFor(connectors, connectorId);
    const refusalOf = (message: string) => ({ error: errorAnswer(400, strike(message)) });
    if (events.length === 0) {
      const refused = faults.flatMap((fault) => (fault === undefined ? [] : refusalOf(fault)));
      const first = refused[0]?.error.message ?? '';
      return { ...errorAnswer(400, noneValid(refused.length, first)), items: refused };
    }
    const accepted = (await delivery.acceptEach(events.splice(0))).values();
    return {
      items: faults.map((fault) => {
        if (fault !== undefined) return refusalOf(fault);
        const its = accepted.next().value;
        return its instanceof Refusal ? { error: errorAnswer(503, its.message) } : numbered(its);
      }),
    };
  }

  /**
   * What a body asks for. It is not kept with its request: thousands of events that wait for the disk would be copied by
   * the garbage collector all the while.
   */
  function judgeBody(request: FastifyRequest, connector: DeliveryConnector): QueuedEvent | Judged {
    const { body } = request;
    request.body = undefined;
    const parse = queuedEvents(connector, { uuid: randomUUID, acceptedAt: delivery.now() });
    if (!Array.isArray(body)) return parse(body);
    const judged: Judged = { events: [], faults: [] };
    for (const item of body) {
      const parsed = parse(item);
      if (parsed.ok) judged.events.push(parsed.event);
      judged.faults.push(parsed.ok ? undefined : parsed.message);
    }
    return judged;
  }

  app.post(
    '/api/tocsin/connector/:id/_enqueue',
    {
      bodyLimit,
      errorHandler: refuseLarge,
      config: { documentedBody: documentedEnqueueBody },
      schema: {
        tags: ['events'],
        summary: 'Have events delivered: one, or up to 1,000 in an array',
        description:
          'Answered once the events are on disk: from then on they are delivered, in order, through whatever outage. Send a dedup key, or keep the one that is answered: it acknowledges and resolves the incident. An array is judged event by event, and its valid ones are accepted together; while too many events wait, only its resolves.',
        params: connectorIdParams,
        response: {
          202: enqueuedBody.or(enqueuedManyBody).describe('On disk. An array is answered by `items`.'),
          ...commonErrors,
          400: enqueueRefusedBody,
          403: errorBody.describe('The connector type is not enabled.'),
          404: errorBody.describe('There is no such connector.'),
          413: errorBody.describe('The request body is larger than 8 MiB.'),
          503: errorBody.describe(
            'The events can not be kept just now: too many wait, or the disk is full or fails. Try again; only where the message says so they may be delivered all the same.',
          ),
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (Array.isArray(request.body)) checkLength(request.body.length);
      const judged = judgeBody(request, await delivery.connector(id));
      const answer = 'faults' in judged ? await enqueueMany(id, judged) : await enqueueOne(id, judged);
      // The schemas of the answer would look at each of a thousand items again.
      reply.type(json).serializer(JSON.stringify);
      return 'statusCode' in answer ? reply.code(400).send(answer) : reply.code(202).send(answer);
    },
  );
}

function noneValid(count: number, first: string): string {
  return count === 1
    ? `The one event is not valid: ${first}`
    : `None of the ${grouped(count)} events is valid. The first: ${first}`;
}
