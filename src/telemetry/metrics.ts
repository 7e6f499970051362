import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** The metrics of this process, as Prometheus reads them at `/metrics`. Labels hold no ids and no secrets. */
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
    attempts: new Counter({
      name: 'tocsin_attempts_total',
      help: 'Calls made to PagerDuty, by what they meant.',
      labelNames: ['verdict', 'reason'] as const,
      registers,
    }),
    attemptSeconds: new Histogram({
      name: 'tocsin_attempt_seconds',
      help: 'How long calls to PagerDuty took.',
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
      registers,
    }),
    httpRequests: new Counter({
      name: 'tocsin_http_requests_total',
      help: 'Requests answered, by route, method and status.',
      labelNames: ['method', 'route', 'status'] as const,
      registers,
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
