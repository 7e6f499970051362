import { Counter, type Registry } from 'prom-client';
import { PlainCounter, PlainHistogram } from './plain-metrics.ts';
import { watchedGauges } from './watched-gauges.ts';

const callSeconds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15];
const waitSeconds = [0.005, 0.015, 0.05, 0.25, 1, 5, 15, 60, 300, 900, 3600, 6 * 3600, 24 * 3600, 72 * 3600];
const commitSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];

/** What delivery does, counted. docs/metrics.md explains each of them, and what to be woken for. */
export function createDeliveryMetrics(registry: Registry) {
  return {
    attempts: new PlainCounter({
      name: 'tocsin_attempts_total',
      help: 'Calls made to PagerDuty, by what they meant.',
      labelNames: ['verdict', 'reason'],
      registry,
    }),
    attemptSeconds: new PlainHistogram({
      name: 'tocsin_attempt_seconds',
      help: 'How long calls to PagerDuty took.',
      buckets: callSeconds,
      registry,
    }),
    accepted: new PlainCounter({
      name: 'tocsin_accepted_total',
      help: 'Events that are on disk, by who brought them.',
      labelNames: ['source'],
      registry,
    }),
    settled: new PlainCounter({
      name: 'tocsin_settled_total',
      help: 'Events that have ended, by how and why.',
      labelNames: ['state', 'reason'],
      registry,
    }),
    superseded: new PlainCounter({
      name: 'tocsin_superseded_total',
      help: 'Events that were not sent because others made them pointless, by why.',
      labelNames: ['why'],
      registry,
    }),
    deliverySeconds: new PlainHistogram({
      name: 'tocsin_delivery_seconds',
      help: 'How long events waited from being accepted to being delivered; a merged one has waited as long as the oldest in it.',
      buckets: waitSeconds,
      registry,
    }),
    commitSeconds: new PlainHistogram({
      name: 'tocsin_store_commit_seconds',
      help: 'How long commits took, with their way to the thread of the store and back.',
      buckets: commitSeconds,
      registry,
    }),
    commits: new PlainCounter({
      name: 'tocsin_store_commits_total',
      help: 'Commits of events and verdicts, by whether they succeeded.',
      labelNames: ['result'],
      registry,
    }),
    problems: new Counter({
      name: 'tocsin_problems_total',
      help: 'What went wrong in the background, each a line in the log.',
      registers: [registry],
    }),
    /** Shows how delivery stands. `look` is asked once each time the metrics are read. */
    watchDelivery: watchedGauges(registry),
  };
}
