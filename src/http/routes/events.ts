import { cursorOf } from '../../api/cursor.ts';
import { commonErrors, errorBody } from '../../api/error-body.ts';
import {
  cancelBody,
  cancelledBody,
  eventDetailsBody,
  eventParams,
  eventsBody,
  eventsQuery,
} from '../../api/events.ts';
import type { CancelWhat } from '../../delivery/delivery-service.ts';
import { fitDedupKey } from '../../pagerduty/fit-dedup-key.ts';
import type { App, Services } from '../app-types.ts';
import { eventDetailsToWire, eventToWire, filterFromWire } from '../event-to-wire.ts';

const tags = ['events'];

/** What a body says shall be cancelled; its schema has seen to it that it says one thing. */
function cancelFromWire(ids: readonly number[] | undefined, connectorId = '', dedupKey?: string): CancelWhat {
  if (ids !== undefined) return { what: 'events', seqs: ids };
  return dedupKey === undefined
    ? { what: 'connector', connectorId }
    : // Callers know the key that they gave; incidents are known by the one that was sent.
      { what: 'incident', connectorId, dedupKey: fitDedupKey(dedupKey).dedupKey };
}

/** The delivery log (rule 13), and the brake for what still waits (rule 12). */
export function eventRoutes(app: App, { deliveryLog, delivery }: Services): void {
  app.get(
    '/api/tocsin/events',
    {
      schema: {
        tags,
        summary: 'List events, the newest first',
        description: 'Every event that was accepted, for as long as the delivery log is kept.',
        querystring: eventsQuery,
        response: { 200: eventsBody, ...commonErrors },
      },
    },
    async ({ query }) => {
      const wish = { before: query.cursor ?? null, limit: query.limit };
      const { rows, next } = await deliveryLog.events({ ...filterFromWire(query), state: query.state }, wish);
      return { items: rows.map(eventToWire), next_cursor: cursorOf(next) };
    },
  );

  app.get(
    '/api/tocsin/events/:id',
    {
      schema: {
        tags,
        summary: 'Read an event: its attempts, what PagerDuty answered, what took its place',
        params: eventParams,
        response: {
          200: eventDetailsBody,
          ...commonErrors,
          404: errorBody.describe('There is no such event.'),
        },
      },
    },
    async ({ params }) => eventDetailsToWire(await deliveryLog.event(params.id)),
  );

  app.post(
    '/api/tocsin/events/_cancel',
    {
      schema: {
        tags,
        summary: 'Cancel what waits: events, an incident, or all of a connector',
        description:
          'What is cancelled becomes a dead letter with the reason `cancelled`. Resolves of incidents that may be open stay, unless `ids` names them; what is in flight can not be called back.',
        body: cancelBody,
        response: { 200: cancelledBody, ...commonErrors },
      },
    },
    async ({ body }) => ({
      cancelled: await delivery.cancel(cancelFromWire(body.ids, body.connector_id, body.dedup_key)),
    }),
  );
}
