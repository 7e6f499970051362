import { randomUUID } from 'node:crypto';
import { isIP } from 'node:net';
import Fastify, { type FastifyError, type FastifyInstance, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { STATUS_CODES } from '../node-http.ts';
import { Refusal, statusOfRefusal } from '../refusal.ts';
import { withoutAjv } from '../without-ajv.ts';
import { controlApi } from './control-api.ts';
import { eventsApi } from './events-api.ts';
import { Sandbox, type SandboxOptions } from './sandbox.ts';
import { welcomePage } from './welcome-page.ts';

export interface SandboxServerOptions extends Partial<SandboxOptions> {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
}

export interface SandboxServer {
  readonly app: FastifyInstance;
  readonly sandbox: Sandbox;
  /** Gives the origin, such as `http://127.0.0.1:5641`. Rejects with Node's error, `EADDRINUSE` for a busy port. */
  readonly listen: () => Promise<string>;
  /** Ends delays and connections, then the server. */
  readonly close: () => Promise<void>;
}

function errorBody(statusCode: number, message: string) {
  return { statusCode, error: STATUS_CODES[statusCode] ?? 'Error', message };
}

/** Addresses can not be made to mean another machine, as names can. */
function isOwnName(name: string, listensOn: string): boolean {
  const bare = name.replace(/^\[|\]$/g, '').toLowerCase();
  return isIP(bare) !== 0 || bare === 'localhost' || bare === listensOn.toLowerCase();
}

function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError | Refusal>(async (error, request, reply) => {
    const statusCode = error instanceof Refusal ? statusOfRefusal[error.code] : (error.statusCode ?? 500);
    if (statusCode < 500) return reply.code(statusCode).send(errorBody(statusCode, error.message));
    request.log.error(error);
    return reply.code(500).send(errorBody(500, 'The sandbox failed; its log says more.'));
  });
  app.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split('?')[0];
    const message = `Nothing is at ${request.method} ${path}; GET / says what is here.`;
    return reply.code(404).send(errorBody(404, message));
  });
}

/**
 * A sandbox with a server of its own, for `tocsin sandbox`: PagerDuty's API at `/v2`, its control at
 * `/api/tocsin/sandbox`. It asks nobody who they are, so it should listen on loopback only.
 */
export function createSandboxServer(options: SandboxServerOptions): SandboxServer {
  const { host, port, ...rest } = options;
  const sandbox = new Sandbox({ clock: Date.now, random: Math.random, uuid: randomUUID, ...rest });
  const app: FastifyInstance = Fastify({
    bodyLimit: 64 * 1024,
    schemaController: withoutAjv,
    requestTimeout: 10_000,
    // Above the longest delay of a mood, which is silence on the connection.
    connectionTimeout: 75_000,
    keepAliveTimeout: 75_000,
    http: { headersTimeout: 5000, connectionsCheckingInterval: 1000 },
    forceCloseConnections: true,
    logController: new LogController({ disableRequestLogging: true }),
    logger: { level: 'error', stream: process.stderr },
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  answerErrors(app);
  app.addHook('onRequest', async ({ headers, hostname, method }) => {
    // Nobody signs in here, so a page that somebody's browser shows must not get in either.
    if (!isOwnName(hostname, host))
      throw new Refusal('forbidden', `The sandbox is not called "${hostname}".`);
    const site = headers['sec-fetch-site'];
    if (method !== 'GET' && site !== undefined && site !== 'same-origin' && site !== 'none') {
      throw new Refusal('forbidden', 'A page of another site has asked for this. Nothing was done.');
    }
  });
  app.get('/', async (_request, reply) => {
    return reply.type('text/plain; charset=utf-8').send(welcomePage(app.listeningOrigin));
  });
  app.register(eventsApi(sandbox), { prefix: '/v2' });
  app.register(controlApi(sandbox), { prefix: '/api/tocsin/sandbox' });
  return {
    app,
    sandbox,
    listen: () => app.listen({ host, port }),
    close: () => app.close(),
  };
}
