import type { DeliveryObserver } from '../delivery/delivery-observer.ts';
import type { Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { oneLine } from './one-line.ts';

/** Writes what delivery does to the log and the metrics. */
export function tellDelivery(log: Log, metrics: Metrics): DeliveryObserver {
  return {
    accepted: ({ source }) => metrics.accepted.labels(source).inc(),
    started: () => {},
    attempted: ({ event, target, waitingSince }, verdict, outcome, now) => {
      const reason = 'reason' in verdict ? verdict.reason : '';
      metrics.attempts.labels(verdict.verdict, reason).inc();
      if (outcome !== undefined) metrics.attemptSeconds.observe(outcome.duration / 1000);
      if (verdict.verdict === 'delivered') metrics.deliverySeconds.observe((now - waitingSince) / 1000);
      const said =
        verdict.verdict === 'delivered' ? verdict.note : [verdict.message, ...verdict.errors].join('; ');
      if (said === undefined) return;
      const words = oneLine(target.strike(said));
      const what = { event: event.id, action: event.action, host: target.url.host };
      if (verdict.verdict === 'delivered') log.warn(what, `delivered, but ${words}`);
      else log.debug({ ...what, verdict: verdict.verdict, reason }, words);
    },
    settled: (seq, end) => {
      if (end === undefined) return;
      metrics.settled.labels(end.state, 'reason' in end ? end.reason : '').inc();
      if (end.state === 'superseded') metrics.superseded.labels(end.why).inc();
      if (end.state === 'dead') log.warn({ event: seq, reason: end.reason }, 'an event became a dead letter');
    },
    gate: (target, of, closed) => {
      const { host } = target.url;
      const who = of === 'host' ? { host } : { host, target: target.id };
      const problem = (of === 'host' ? target.host : target).problem;
      if (!closed) log.info(who, 'events get through again');
      else log.warn({ ...who, reason: problem?.reason }, `events wait: ${oneLine(problem?.message ?? '')}`);
    },
    committed: (error, duration) => {
      metrics.commits.labels(error === undefined ? 'ok' : 'failed').inc();
      metrics.commitSeconds.observe(duration / 1000);
    },
    problem: (message, error) => {
      metrics.problems.inc();
      log.error({ reason: error instanceof Error ? error.message : String(error) }, message);
    },
  };
}
