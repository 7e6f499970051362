import assert from 'node:assert/strict';
import { test } from 'node:test';
import fastify, { type FastifyRequest } from 'fastify';
import type { App } from './app-types.ts';
import { registerOpen } from './register-open.ts';

test('what is registered as open is open, whatever its routes say, and its neighbours are not', async () => {
  const app: App = fastify().withTypeProvider();
  const tell = async ({ routeOptions }: FastifyRequest) => ({ open: routeOptions.config.open ?? false });
  await registerOpen(app, async (scope) => {
    scope.get('/in', tell);
    scope.get('/in/too', { config: { open: 'loopback' } }, tell);
  });
  app.get('/out', tell);
  const openOf = async (url: string) => (await app.inject({ url })).json().open;
  assert.deepEqual([await openOf('/in'), await openOf('/in/too'), await openOf('/out')], [true, true, false]);
  await app.close();
});
