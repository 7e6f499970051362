import type { IncomingMessage, ServerResponse } from 'node:http';
import { inOneBurst } from '../../in-one-burst.ts';
import { changeEventAccepted, eventAccepted, eventRefused } from '../../sandbox/events-api-answers.ts';
import { alertEvent, changeEvent } from '../../sandbox/events-api-bodies.ts';
import type { Answer } from '../../sandbox/reply.ts';
import { throwAway } from '../../throw-away.ts';
import type { App, Services } from '../app-types.ts';
import type { PlainPost } from '../plain-posts/read-plain-post.ts';
import { servePlainPosts } from '../plain-posts/serve-plain-posts.ts';
import { readRequestBody } from '../read-request-body.ts';
import { registerOpen } from '../register-open.ts';
import {
  createRelay,
  maxRelayBody,
  notTaken,
  type RelayRequest,
  type RelayServices,
} from '../relay-answer.ts';

/** What stands before Fastify. */
interface Front {
  /** Answers a request itself, or says that it is not for the relay. */
  readonly take: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Ends the connections that only the relay was called by, whatever is under way. */
  readonly destroyConnections: () => void;
}

const description =
  "Takes what PagerDuty's Events API takes, from any client of it, keeps it, and delivers it through the connector " +
  'that the routing key belongs to: its own integration key, or a relay key issued for it. The key stands in the ' +
  'body as `routing_key`, or in the header `X-Routing-Key`. Answered once the event is on disk.';

const refusals = {
  400: eventRefused,
  413: eventRefused,
  500: eventRefused,
  503: eventRefused.describe('The event can not be kept just now: send it again after Retry-After.'),
};

const paths = { alert: '/v2/enqueue', change: '/v2/change/enqueue' } as const;

function kindOf(url: string | undefined): RelayRequest['kind'] | undefined {
  if (url === paths.alert) return 'alert';
  return url === paths.change ? 'change' : undefined;
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  // Name and value in turn: Node goes over an object with much more care.
  const lines = ['x-content-type-options', 'nosniff', 'content-length', String(Buffer.byteLength(body))];
  for (const name in headers) lines.push(name, headers[name] ?? '');
  response.writeHead(status, lines);
  response.end(body);
}

const onlyPost = (): Answer => {
  const answer = notTaken(405, 'Events are sent with POST.');
  return { ...answer, headers: { ...answer.headers, allow: 'POST' } };
};

const stopping = (): Answer => {
  const answer = notTaken(503, 'The server is stopping: send the event again.', 1);
  return { ...answer, headers: { ...answer.headers, connection: 'close' } };
};

/** Counts and logs answers, as the hook of the other routes does. */
function countRequests({ metrics, log }: Pick<Services, 'metrics' | 'log'>) {
  return (method: string, route: string, status: number) => {
    metrics.httpRequests.labels(method, route, String(status)).inc();
    log.debug({ method, route, status }, 'answered');
  };
}

/**
 * The relay: PagerDuty's Events API in front of delivery. Open, because the routing key is what lets an event in.
 *
 * The front that is returned takes its requests before Fastify sees them, and plain ones before Node's HTTP does. Each
 * event costs a request here, and the hooks, headers and bookkeeping of the other routes cost more than all the rest of
 * it. What they guard does not matter here: a page elsewhere that has a routing key may as well use it, and clients may
 * reach the relay under any name, PagerDuty's own included. The routes are registered with Fastify all the same, for the
 * API's description and for whatever does not come through the front, such as paths with a query.
 *
 * `firstWithin`: milliseconds after which a connection on which nothing was said is left to Node.
 */
export async function relayRoutes(
  app: App,
  services: RelayServices & Pick<Services, 'metrics' | 'now'>,
  { firstWithin }: { readonly firstWithin: number },
): Promise<Front> {
  const relay = createRelay(services);
  const count = countRequests(services);
  let isStopping = false;

  async function answer(request: IncomingMessage, kind: RelayRequest['kind']): Promise<Answer> {
    if (request.method !== 'POST') {
      await throwAway(request);
      return onlyPost();
    }
    const body = await readRequestBody(request, maxRelayBody);
    if (isStopping) return stopping();
    const header = request.headers['x-routing-key'];
    return relay({ kind, body, keyHeader: Array.isArray(header) ? header[0] : header });
  }

  async function handle(request: IncomingMessage, response: ServerResponse, kind: RelayRequest['kind']) {
    const given = await answer(request, kind);
    inOneBurst(() => send(response, given));
    count(request.method ?? '', paths[kind], given.status);
  }

  /** No async function: it would hold the body, and the garbage collector copy it, while the disk is waited for. */
  function answerPlain({ path, routingKey, body }: PlainPost): Promise<Answer> {
    const kind = kindOf(path) ?? 'alert';
    const answered = isStopping ? Promise.resolve(stopping()) : relay({ kind, body, keyHeader: routingKey });
    return answered.then((given) => {
      count('POST', paths[kind], given.status);
      return given;
    });
  }

  const plainPosts = servePlainPosts(app.server, {
    paths: Object.values(paths),
    answer: answerPlain,
    now: services.now,
    firstWithin,
  });

  await registerOpen(app, async (scope) => {
    scope.addHook('preClose', async () => {
      isStopping = true;
      plainPosts.stop();
    });
    for (const [kind, summary, documentedBody, taken] of [
      ['alert', 'Send an alert event as to PagerDuty', alertEvent, eventAccepted],
      ['change', 'Send a change event as to PagerDuty', changeEvent, changeEventAccepted],
    ] as const) {
      scope.post(
        paths[kind],
        {
          config: { documentedBody },
          schema: { tags: ['relay'], summary, description, response: { 202: taken, ...refusals } },
          // Before Fastify reads the body, which is judged in PagerDuty's words.
          onRequest: async (request, reply) => {
            reply.hijack();
            send(reply.raw, await answer(request.raw, kind));
          },
        },
        async () => undefined,
      );
    }
  });

  return {
    take: (request, response) => {
      const kind = kindOf(request.url);
      if (kind === undefined) return false;
      void handle(request, response, kind);
      return true;
    },
    destroyConnections: () => plainPosts.destroy(),
  };
}
