import type { Network } from '../network/network.ts';
import type { Outcome } from '../network/outcome.ts';
import { parseActionParams } from '../pagerduty/action-params.ts';
import { buildAlertEvent, withRoutingKey } from '../pagerduty/event.ts';
import { explain } from '../pagerduty/explain.ts';
import { maxBodyBytes } from '../pagerduty/limits.ts';
import { strikeSecrets, strikeSecretsDeep, worthStriking } from '../pagerduty/strike-secrets.ts';
import type { Verdict } from '../pagerduty/verdict.ts';
import { Refusal } from '../refusal.ts';
import type { AttemptNow } from './attempt-now.ts';
import type { UsableConnector } from './connector.ts';
import type { Execution } from './execution.ts';
import { enqueueUrlOf, validateConfig, validateSecrets } from './validate-connector.ts';

export interface ExecuteDependencies {
  readonly isAllowed: Network['isAllowed'];
  readonly attempt: AttemptNow;
  readonly uuid: () => string;
}

/**
 * Sends one event, once, now, and says what came of it. Never throws for anything that the caller, the connector or
 * PagerDuty got wrong: that is the result. The routing key is struck out of it, whoever may have repeated it.
 */
export async function executePagerDuty(
  connector: UsableConnector,
  input: unknown,
  dependencies: ExecuteDependencies,
  signal?: AbortSignal,
): Promise<Execution> {
  const execution = await execute(connector, input, dependencies, signal);
  const secrets = secretTexts(connector.secrets);
  const strike = (text: string) => strikeSecrets(text, secrets);
  // Only in what others wrote: a key of a gateway's own may be a word that stands in our shape as well.
  if (execution.status === 'ok') return { ...execution, data: strikeSecretsDeep(execution.data, secrets) };
  const { serviceMessage, errors } = execution;
  return {
    ...execution,
    message: execution.message.startsWith(postingFailed) ? execution.message : strike(execution.message),
    ...(serviceMessage !== undefined && { serviceMessage: strike(serviceMessage) }),
    ...(errors !== undefined && { errors: errors.map(strike) }),
  };
}

/** The beginning of the messages that are ours alone. */
const postingFailed = 'error posting pagerduty event';

/** The texts among a connector's secrets, valid or not. */
function secretTexts(secrets: unknown): string[] {
  if (typeof secrets !== 'object' || secrets === null) return [];
  return worthStriking(Object.values(secrets).filter((value) => typeof value === 'string'));
}

async function execute(
  connector: UsableConnector,
  input: unknown,
  dependencies: ExecuteDependencies,
  signal: AbortSignal | undefined,
): Promise<Execution> {
  const connectorId = connector.id;
  const parsed = parseActionParams(input);
  if (!parsed.ok) return invalidParams(connectorId, parsed.message);
  try {
    const config = validateConfig(connector.config, dependencies.isAllowed);
    if (connector.secrets === undefined) {
      throw new Refusal(
        'invalid',
        `Unable to execute action because no secrets are defined for the "${connector.name}" connector.`,
      );
    }
    const { routingKey } = validateSecrets(connector.secrets, config).secrets;
    const event = buildAlertEvent(parsed.params, {
      defaultDedupKey: `tocsin-${dependencies.uuid()}`,
      defaultSource: `Tocsin connector ${connectorId}`,
      client: connector.options.client,
      clientUrl: connector.options.clientUrl,
    });
    const body = withRoutingKey(event, routingKey);
    const bytes = Buffer.byteLength(body);
    if (bytes > maxBodyBytes) {
      return invalidParams(
        connectorId,
        `✖ the event has ${bytes} bytes; PagerDuty takes at most ${maxBodyBytes}`,
      );
    }
    const url = new URL(enqueueUrlOf(config));
    const result = await dependencies.attempt({ connectorId, event, url, body, ...(signal && { signal }) });
    if (result.kind === 'waits') return mustWait(connectorId, result.message);
    const { verdict, outcome, eventId } = result;
    return { ...toExecution(connectorId, verdict, outcome), ...(eventId !== undefined && { eventId }) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { message } = error;
    return { status: 'error', connectorId, message, retry: false, errorSource: 'framework' };
  }
}

function invalidParams(connectorId: string, detail: string): Execution {
  const message = `error validating action params: ${detail}`;
  return { status: 'error', connectorId, message, retry: false, errorSource: 'user' };
}

/** In the shape of what PagerDuty could not take now: the same call may succeed a little later. */
function mustWait(connectorId: string, serviceMessage: string): Execution {
  const message = `${postingFailed}: something of the same incident waits, retry later`;
  return { status: 'error', connectorId, message, serviceMessage, retry: true, errorSource: 'user' };
}

function toExecution(connectorId: string, verdict: Verdict, outcome: Outcome): Execution {
  const failure = { status: 'error', connectorId, errorSource: 'user' } as const;
  if (outcome.kind === 'failed') {
    return { ...failure, message: postingFailed, serviceMessage: outcome.message };
  }
  if (verdict.verdict === 'delivered') {
    return { status: 'ok', connectorId, data: explain(outcome.body)?.raw ?? outcome.body };
  }
  const { message: serviceMessage, errors } = verdict;
  const details = { serviceMessage, ...(errors.length > 0 && { errors }) };
  if (verdict.verdict === 'retry') {
    const message = `${postingFailed}: http status ${outcome.status}, retry later`;
    return { ...failure, message, retry: true, ...details };
  }
  return {
    ...failure,
    message: `${postingFailed}: unexpected status ${outcome.status}`,
    ...details,
  };
}
