import type { PreconfiguredConnector } from './connector.ts';
import { pagerDutyType } from './connector-type.ts';

/** A play key: it opens nothing but the sandbox, and is the same on every machine. */
export const sandboxRoutingKey = 'tocsinsandbox0000000000000000001';

/** The id of the connector that Tocsin brings itself. */
export const sandboxId = 'sandbox';

/** The connector `sandbox`, ready from the first start: it sends to the sandbox of this very server. */
export function sandboxConnector(enqueueUrl: string): PreconfiguredConnector {
  return {
    id: sandboxId,
    name: sandboxId,
    typeId: pagerDutyType.id,
    config: { apiUrl: enqueueUrl },
    secrets: { routingKey: sandboxRoutingKey },
    options: {},
    exposeConfig: true,
  };
}
