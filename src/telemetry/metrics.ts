import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { createDeliveryMetrics } from './delivery-metrics.ts';
import { PlainCounter } from './plain-metrics.ts';

/**
 * The metrics of this process, as Prometheus reads them at `/metrics`. Labels hold no secrets, and no ids but the
 * small numbers of targets. docs/metrics.md lists them all.
 */
export function createMetrics(version: string) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  new Gauge({
    name: 'tocsin_info',
    help: 'Always 1; the version is its label.',
    labelNames: ['version'],
    registers,
  })
    .labels(version)
    .set(1);
  return {
    registry,
    ...createDeliveryMetrics(registry),
    httpRequests: new PlainCounter({
      name: 'tocsin_http_requests_total',
      help: 'Requests answered, by route, method and status.',
      labelNames: ['method', 'route', 'status'],
      registry,
    }),
    signInFailures: new Counter({
      name: 'tocsin_sign_in_failures_total',
      help: 'Sign-ins refused, by what was wrong.',
      labelNames: ['reason'] as const,
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
