import { z } from 'zod';
import { sessionIdOf } from '../../access/caller.ts';
import { deliveryStatusBody } from '../../api/delivery-status.ts';
import { commonErrors } from '../../api/error-body.ts';
import type { DeliveryStatus, GateStatus, KeyStatus } from '../../delivery/delivery-service.ts';
import type { App, Services } from '../app-types.ts';
import { ChangeFeed } from '../change-feed.ts';
import { endWithSession } from '../end-with-session.ts';

const tags = ['status'];
const iso = (time: number) => new Date(time).toISOString();

const keyToWire = ({ connectors, restsUntil, ...key }: KeyStatus) => ({
  target_id: key.targetId,
  connectors: [...connectors],
  host: key.host,
  limit: key.limit,
  calls_last_minute: key.callsLastMinute,
  in_flight: key.inFlight,
  pending: key.pending,
  rests_until: restsUntil === null ? null : iso(restsUntil),
});

const gateToWire = ({ of, host, targetId, reason, message, closedSince, nextProbeAt }: GateStatus) => ({
  of,
  host,
  target_id: targetId,
  reason,
  message,
  closed_since: iso(closedSince),
  next_probe_at: iso(nextProbeAt),
});

function statusToWire(status: DeliveryStatus): z.input<typeof deliveryStatusBody> {
  const { events, lanes, oldestSeconds } = status.backlog;
  return {
    backlog: { events, lanes, oldest_seconds: Math.round(oldestSeconds * 1000) / 1000 },
    keys: status.keys.map(keyToWire),
    gates: status.gates.map(gateToWire),
    open_incidents: status.openIncidents,
    dead_letters: status.deadLetters,
    refusing: status.refusing,
  };
}

/** Of no type that the compiler could hold a stream against. */
const streamAnswers: Readonly<Record<number, unknown>> = {
  200: {
    description:
      'A stream that ends only when the server stops, or soon after the browser session that asked.',
    content: { 'text/event-stream': { schema: z.string() } },
  },
  ...commonErrors,
};

function after(milliseconds: number, what: () => void): () => void {
  const timer = setTimeout(what, milliseconds);
  timer.unref();
  return () => clearTimeout(timer);
}

/** What waits and why, asked for once or told live. */
export function deliveryStatusRoutes(app: App, { delivery, rules, sessions }: Services): void {
  const feed = new ChangeFeed({
    subscribe: (listener) => delivery.subscribe(listener),
    subscribeRules: (listener) => rules.subscribe(({ ruleId }) => listener(ruleId)),
    after,
  });
  app.addHook('preClose', async () => feed.close());

  app.get(
    '/api/tocsin/status',
    {
      schema: {
        tags,
        summary: 'What waits to be delivered, and why',
        response: { 200: deliveryStatusBody, ...commonErrors },
      },
    },
    async () => statusToWire(await delivery.statusNow()),
  );

  app.get(
    '/api/tocsin/stream',
    {
      // Its head alone would be a stream that nobody reads.
      exposeHeadRoute: false,
      schema: {
        tags,
        summary: 'What changes, live',
        description:
          'Server-sent events, gathered for 250 ms each. `event`: `{"id","state","reason"?}`, the new state of an event. `gate`: `{"host","closed"}`. `many`: `{"changes","by_state"}`, in the place of more than 500 changes of events at once, or of what a reader was too slow for. `rule`: `{"ids","more"?}`, rules that have run or were changed, or whose alerts were; `more` such changes are not named. A comment every 15 s shows that the connection lives. What happened while nobody listened is not told again: read `/api/tocsin/events`, `/api/tocsin/status`, `/api/tocsin/rules` and `/api/tocsin/alerts` after connecting.',
        response: streamAnswers,
      },
    },
    async (request, reply) => {
      const stream = feed.open();
      const session = sessionIdOf(request.caller);
      if (session !== undefined) endWithSession(stream, () => sessions.isOpen(session), after);
      reply.headers({
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        // Of nginx, which would gather the stream until it has some pages of it.
        'x-accel-buffering': 'no',
      });
      return reply.send(stream);
    },
  );
}
