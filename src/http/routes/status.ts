import { z } from 'zod';
import { errorBody } from '../../api/error-body.ts';
import { anyStatusBody, healthBody, readyBody } from '../../api/status.ts';
import { Refusal } from '../../refusal.ts';
import type { App, ServerIdentity, Services } from '../app-types.ts';
import { createWritableCheck } from '../writable-check.ts';

const tags = ['status'];
/** Health, readiness, metrics, and Kibana's status, which its clients ask for first. */
export function statusRoutes(app: App, services: Services, identity: ServerIdentity): void {
  const problemOfStore = createWritableCheck(services);
  const { metrics, now } = services;

  app.get(
    '/health',
    {
      config: { open: true },
      schema: { tags, summary: 'Is the process alive?', response: { 200: healthBody } },
    },
    async () => ({ status: 'ok' as const }),
  );

  app.get(
    '/ready',
    {
      config: { open: true },
      schema: {
        tags,
        summary: 'Is the start over, and does the store take writes?',
        description: 'Whatever PagerDuty does: what is accepted waits for it.',
        response: { 200: readyBody, 503: errorBody },
      },
    },
    async () => {
      if (!services.hasStarted()) {
        throw new Refusal('unavailable', 'Tocsin is starting. It will be ready in a moment.', {
          retryAfter: 1,
        });
      }
      const problem = await problemOfStore();
      if (problem !== undefined) throw new Refusal('unavailable', problem);
      return { status: 'ready' as const };
    },
  );

  app.get(
    '/metrics',
    {
      config: { open: 'loopback' },
      schema: {
        tags,
        summary: 'Metrics for Prometheus',
        description: 'Without a sign-in only to callers on this machine.',
        response: {
          200: {
            description: 'The text format of Prometheus.',
            content: { 'text/plain': { schema: z.string() } },
          },
        },
      },
    },
    async (_request, reply) => {
      reply.header('content-type', metrics.registry.contentType);
      return metrics.registry.metrics();
    },
  );

  app.get(
    '/api/status',
    {
      config: { open: 'anonymous' },
      schema: {
        tags,
        summary: "Kibana's status",
        description: 'Without a sign-in only the level.',
        response: { 200: anyStatusBody, 503: anyStatusBody },
      },
    },
    async (request, reply) => {
      const problem = await problemOfStore();
      const level = problem === undefined ? ('available' as const) : ('critical' as const);
      reply.code(problem === undefined ? 200 : 503);
      if (request.caller === undefined) return { status: { overall: { level } } };
      const store = { level, summary: problem ?? 'The store takes writes' };
      const available = { level: 'available' as const, summary: 'Connectors are available' };
      const { rss, heapTotal, heapUsed } = process.memoryUsage();
      return {
        name: 'tocsin',
        uuid: identity.uuid,
        version: {
          number: identity.kibanaVersion,
          build_hash: '0'.repeat(40),
          build_number: 0,
          build_snapshot: false,
          build_flavor: 'traditional',
          build_date: new Date(identity.startedAt).toISOString(),
        },
        status: {
          overall: { level, summary: problem ?? 'All services and plugins are available' },
          core: { elasticsearch: store, savedObjects: store },
          plugins: { actions: available },
        },
        metrics: {
          last_updated: new Date(now()).toISOString(),
          collection_interval_in_millis: 5000,
          process: {
            pid: process.pid,
            uptime_in_millis: Math.round(process.uptime() * 1000),
            memory: {
              resident_set_size_in_bytes: rss,
              heap: { total_in_bytes: heapTotal, used_in_bytes: heapUsed },
            },
          },
        },
        tocsin: { version: identity.version },
      };
    },
  );
}
