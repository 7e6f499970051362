import type { ConnectorsDependencies } from '../connectors/connectors.ts';
import type { Log } from '../telemetry/log.ts';
import { oneLine } from './one-line.ts';

/** Writes executions to the log, in Kibana's words (contract 1.6). Their attempts are told like all others. */
export function tellExecutions(log: Log): Pick<ConnectorsDependencies, 'onExecution'> {
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
  };
}
