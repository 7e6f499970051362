import type { ConnectorsDependencies } from '../connectors/connectors.ts';
import type { Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';

/** What a server or a caller wrote must not be able to begin a line of the log, nor to fill it. */
const oneLine = (text: string) => text.replace(/[\p{Cc}\s]+/gu, ' ').slice(0, 2000);

/** Writes executions and attempts to the log and the metrics, in Kibana's words (contract 1.6). */
export function tellExecutions(
  log: Log,
  metrics: Metrics,
): Pick<ConnectorsDependencies, 'onExecution' | 'onAttempt'> {
  return {
    onExecution: ({ id, name, typeId }, execution) => {
      const who = `${typeId}:${id}: ${name}`;
      if (execution.status === 'ok') {
        log.debug({}, `action executed: ${who}`);
        return;
      }
      const { message, serviceMessage, retry, errors } = execution;
      const details = [message, serviceMessage, errors?.join(', '), retry && 'retry: true'].filter(Boolean);
      log.warn({}, `action execution failure: ${who}: ${oneLine(details.join('; '))}`);
    },
    onAttempt: (verdict, outcome) => {
      if (verdict.verdict === 'delivered' && verdict.note !== undefined) {
        log.warn({}, `delivered, but ${oneLine(verdict.note)}`);
      }
      const reason = 'reason' in verdict ? verdict.reason : '';
      metrics.attempts.labels(verdict.verdict, reason).inc();
      metrics.attemptSeconds.observe(outcome.duration / 1000);
    },
  };
}
