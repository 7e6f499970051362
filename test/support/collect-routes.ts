import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { FastifyInstance } from 'fastify';

/** A route as it was registered, HEAD aside. */
export interface RegisteredRoute {
  readonly method: string;
  readonly url: string;
}

function isFastify(value: unknown): value is { fastify: FastifyInstance } {
  return typeof value === 'object' && value !== null && 'fastify' in value;
}

/**
 * Builds an app and lists every route that it registers, whichever plugin does: Fastify itself announces each new
 * instance. `prepare` is given the instance before anything else has seen it.
 */
export async function collectRoutes<T>(
  build: () => Promise<T>,
  prepare: (app: FastifyInstance) => void = () => {},
): Promise<{ built: T; routes: RegisteredRoute[] }> {
  const routes: RegisteredRoute[] = [];
  const onNewApp = (message: unknown) => {
    if (!isFastify(message)) return;
    message.fastify.addHook('onRoute', ({ method, url }) => {
      for (const each of [method].flat()) if (each !== 'HEAD') routes.push({ method: each, url });
    });
    prepare(message.fastify);
  };
  subscribe('fastify.initialization', onNewApp);
  try {
    return { built: await build(), routes };
  } finally {
    unsubscribe('fastify.initialization', onNewApp);
  }
}
