import { readFileSync } from 'node:fs';
import fastifyHelmet from '@fastify/helmet';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { serializerCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { AlertBoard } from '../rules/looking/alert-board.ts';
import { controlApi } from '../sandbox/control-api.ts';
import { eventsApi } from '../sandbox/events-api.ts';
import { throwAway } from '../throw-away.ts';
import { withoutAjv } from '../without-ajv.ts';
import type { App, ServerIdentity, Services } from './app-types.ts';
import { challengeFor } from './challenge-for.ts';
import { answerClientError, maxHeaderSize, refuseExpectation } from './client-error.ts';
import { policyDirectives } from './content-security-policy.ts';
import { isFromForeignPage } from './foreign-page.ts';
import { acceptJson } from './json-body.ts';
import { createHostCheck } from './known-hosts.ts';
import { registerOpenApi } from './openapi.ts';
import { registerOpen } from './register-open.ts';
import { accessRoutes } from './routes/access.ts';
import { alertingRoutes } from './routes/alerting.ts';
import { alertRoutes } from './routes/alerts.ts';
import { connectorRoutes } from './routes/connectors.ts';
import { deadLetterRoutes } from './routes/dead-letters.ts';
import { deliveryStatusRoutes } from './routes/delivery-status.ts';
import { enqueueRoutes } from './routes/enqueue.ts';
import { eventRoutes } from './routes/events.ts';
import { executeRoutes } from './routes/execute.ts';
import { heartbeatRoutes } from './routes/heartbeat.ts';
import { incidentRoutes } from './routes/incidents.ts';
import { maintenanceWindowRoutes } from './routes/maintenance-windows.ts';
import { networkRoutes } from './routes/network.ts';
import { overviewRoutes } from './routes/overview.ts';
import { relayRoutes } from './routes/relay.ts';
import { relayKeyRoutes } from './routes/relay-keys.ts';
import { ruleAlertmanagerRoutes } from './routes/rule-alertmanager.ts';
import { ruleAlertRoutes } from './routes/rule-alerts.ts';
import { ruleListRoutes } from './routes/rule-list.ts';
import { rulePreviewRoutes } from './routes/rule-preview.ts';
import { ruleQuietingRoutes } from './routes/rule-quieting.ts';
import { ruleRoutes } from './routes/rules.ts';
import { secretRoutes } from './routes/secrets.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { settingsRoutes } from './routes/settings.ts';
import { statusRoutes } from './routes/status.ts';
import { uiRoutes } from './routes/ui.ts';
import { createSignIn } from './sign-in.ts';
import { tellSignInFailures } from './sign-in-failures.ts';
import { withoutSpace } from './space.ts';
import { answerFor, errorAnswer } from './status-of.ts';
import { type RequestPart, validationMessage } from './validation-message.ts';

/** `server.*`, as far as the rim needs it, and where the screens are. */
export interface AppSettings {
  readonly host: string;
  readonly publicBaseUrl: string | undefined;
  /** PEM files; absent: plain HTTP. */
  readonly ssl: { readonly certificate: string; readonly key: string } | undefined;
  readonly trustedProxies: readonly string[];
  /** The folder of the built screens, absolute; it need not exist yet. `undefined`: there are none. */
  readonly uiFolder: string | undefined;
}

export interface WebServer {
  readonly app: App;
  /** Ends every connection at once, whatever is under way. */
  readonly destroyConnections: () => void;
}

const bodyLimit = 1024 * 1024;
/** Milliseconds a client may take for the headers, and for the whole request. */
const headersTimeout = 10_000;
const requestTimeout = 30_000;
/** Who says nothing for so long is left to Node at once, so that the time above stays the time that a client has. */
const firstPostWithin = 1000;

const partNames: Record<string, RequestPart> = {
  body: 'body',
  params: 'params',
  querystring: 'query',
  headers: 'headers',
};

/** A path of the caller's, as long as a person may want to read it. */
const shown = (path: string) => (path.length > 200 ? `${path.slice(0, 200)}…` : path);

/** Where a URL of another space is sent: no route answers there. */
const unknownSpacePath = '/unknown-space/';

function rewriteUrl({ url = '/' }: { url?: string | undefined }): string {
  const path = withoutSpace(url);
  return path.kind === 'path' ? path.url : unknownSpacePath + path.space;
}

function newFastify(settings: AppSettings) {
  const common = {
    bodyLimit,
    requestTimeout,
    connectionTimeout: 0,
    http: {
      headersTimeout,
      connectionsCheckingInterval: 1000,
      maxHeaderSize,
      // Node's own refusal of a request without Host has no body; ours says what is missing.
      requireHostHeader: false,
    },
    trustProxy: settings.trustedProxies.length > 0 ? [...settings.trustedProxies] : false,
    routerOptions: { maxParamLength: 1024, ignoreTrailingSlash: false },
    rewriteUrl,
    schemaController: withoutAjv,
    clientErrorHandler: answerClientError,
    // A stop ends idle connections at once and lets the answers under way finish.
    forceCloseConnections: 'idle' as const,
    // What goes wrong before a route is found, such as a path that is not percent-encoded properly.
    frameworkErrors: (error: Error, _request: FastifyRequest, reply: FastifyReply) => {
      const { statusCode, error: name, message } = answerFor(error);
      void reply.code(statusCode).send({ statusCode, error: name, message });
    },
  };
  if (settings.ssl === undefined) return fastify(common).withTypeProvider<ZodTypeProvider>();
  const https = {
    cert: readFileSync(settings.ssl.certificate),
    key: readFileSync(settings.ssl.key),
    minVersion: 'TLSv1.2' as const,
    ...common.http,
  };
  return fastify({ ...common, https }).withTypeProvider<ZodTypeProvider>();
}

/**
 * The web server: every route, and what holds for all of them. It listens to nothing yet.
 * `firstLines` are those of the page at `/`.
 */
export async function createApp(
  settings: AppSettings,
  services: Services,
  identity: ServerIdentity,
  firstLines: () => readonly string[],
): Promise<WebServer> {
  const app: App = newFastify(settings);
  const { log, metrics, sandbox } = services;
  app.server.on('checkExpectation', refuseExpectation);

  app.setValidatorCompiler<z.ZodType>(({ schema, httpPart, url }) => (data) => {
    const result = schema.safeParse(data);
    if (result.success) return { value: result.data };
    const part = partNames[httpPart ?? 'body'] ?? 'body';
    // Of secrets nothing is repeated.
    const isOurs = url !== undefined && /^\/api\/tocsin\/(?!secrets\/)/.test(url);
    return { error: new Refusal('invalid', validationMessage(result.error.issues, part, data, isOurs)) };
  });
  app.setSerializerCompiler(serializerCompiler);
  acceptJson(app);

  app.setErrorHandler(async (error, request, reply) => {
    const { isDefect, ...answer } = answerFor(error);
    if (isDefect)
      log.error({ err: error, method: request.method, route: request.routeOptions.url }, 'request failed');
    if (answer.statusCode === 401) reply.header('www-authenticate', challengeFor(request.headers));
    if (answer.statusCode === 413) {
      reply.removeHeader('connection');
      await throwAway(request.raw);
    }
    if (error instanceof Refusal && error.retryAfter !== undefined)
      reply.header('retry-after', error.retryAfter);
    return reply
      .code(answer.statusCode)
      .type('application/json; charset=utf-8')
      .serializer(JSON.stringify)
      .send(answer);
  });
  app.setNotFoundHandler(async (request, reply) => {
    if (await answerWithScreen(request, reply)) return reply;
    const [path = ''] = request.url.split('?');
    const message = path.startsWith(unknownSpacePath)
      ? 'Tocsin has one space, "default": leave the prefix /s/… out, or use /s/default.'
      : `There is nothing at ${request.method} ${shown(path)}. The API is described at /docs/api.`;
    return reply.code(404).type('application/json; charset=utf-8').send(errorAnswer(404, message));
  });

  const hostProblem = createHostCheck(settings);
  app.addHook('onRequest', async (request, reply) => {
    const { rawHeaders, socket } = request.raw;
    const named = rawHeaders.filter((header, i) => i % 2 === 0 && header.toLowerCase() === 'host').length;
    const problem = hostProblem({
      named,
      // What stands in the request line itself goes before the header, and no name holds an @.
      host: /^\/|^\*$/.test(request.raw.url ?? '') && !request.host.includes('@') ? request.hostname : '',
      localAddress: socket.localAddress,
    });
    if (problem === undefined) return;
    return reply
      .code(problem.statusCode)
      .type('application/json; charset=utf-8')
      .serializer(JSON.stringify)
      .send(problem);
  });
  app.addHook('onRequest', async (request) => {
    if (!isFromForeignPage(request.method, request.headers, request.host)) return;
    throw new Refusal('forbidden', 'A page of another site has asked for this. Nothing was done.');
  });
  app.decorateRequest('caller', undefined);
  const tellFailure = tellSignInFailures(services);
  const signIn = createSignIn(services, tellFailure);
  app.addHook('onRequest', async (request) => {
    request.caller = await signIn(request);
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    metrics.httpRequests.labels(request.method, route, String(reply.statusCode)).inc();
    log.debug(
      { method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'answered',
    );
  });

  await app.register(fastifyHelmet, {
    // Over plain HTTP there is nothing to upgrade to, and a lasting promise of TLS would bind the whole host name.
    contentSecurityPolicy: { useDefaults: false, directives: policyDirectives },
    frameguard: { action: 'deny' },
    strictTransportSecurity: false,
  });
  await registerOpenApi(app, identity.version);

  connectorRoutes(app, services);
  executeRoutes(app, services);
  ruleRoutes(app, services);
  ruleAlertRoutes(app, services);
  await ruleAlertmanagerRoutes(app, services);
  rulePreviewRoutes(app, services);
  ruleQuietingRoutes(app, services);
  await heartbeatRoutes(app, services, settings.publicBaseUrl);
  secretRoutes(app, services);
  alertingRoutes(app, services);
  const board = new AlertBoard({ rules: services.rules, runs: services.ruleRuns });
  ruleListRoutes(app, services, board);
  alertRoutes(app, services, board);
  maintenanceWindowRoutes(app);
  enqueueRoutes(app, services);
  eventRoutes(app, services);
  incidentRoutes(app, services);
  deadLetterRoutes(app, services);
  accessRoutes(app, services);
  sessionRoutes(app, services, { publicBaseUrl: settings.publicBaseUrl, tellFailure });
  deliveryStatusRoutes(app, services);
  overviewRoutes(app, services);
  settingsRoutes(app, services);
  networkRoutes(app, services);
  statusRoutes(app, services, identity);
  relayKeyRoutes(app, services);
  const answerWithScreen = await uiRoutes(app, { folder: settings.uiFolder, firstLines });
  const relay = await relayRoutes(app, services, { firstWithin: firstPostWithin });
  if (sandbox !== undefined) {
    // Like PagerDuty's own: the routing key is what lets an event in.
    await registerOpen(app, (scope) => scope.register(eventsApi(sandbox), { prefix: '/sandbox/v2' }));
    await app.register(controlApi(sandbox), { prefix: '/api/tocsin/sandbox' });
  }
  await app.ready();
  // In front of Fastify's own listener; why is told there.
  app.server.removeAllListeners('request').on('request', (request, response) => {
    if (!relay.take(request, response)) app.routing(request, response);
  });
  return {
    app,
    destroyConnections: () => {
      relay.destroyConnections();
      app.server.closeAllConnections();
    },
  };
}
