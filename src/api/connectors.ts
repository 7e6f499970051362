import { z } from 'zod';
import { recordWithoutBlanks } from './blank-strings.ts';
import { nameText } from './text.ts';

/** Longest id that a caller may choose for a connector. */
const maxConnectorIdLength = 36;

/** The id in the path of an existing connector: any text, since an unknown one is simply not found. */
export const connectorIdParams = z.object({
  id: z
    .string()
    .max(512)
    .meta({ description: "The connector's id.", examples: ['sandbox'] }),
});

/** The id in the path of a connector to be made. Messages: contract 1.2. */
export const newConnectorIdParams = z.object({
  id: z
    .string()
    .min(1, 'Connector ID is required.')
    .max(maxConnectorIdLength, `Connector ID must be ${maxConnectorIdLength} characters or less.`)
    .regex(/^[a-z0-9-]*$/, 'Connector ID must contain only lowercase letters, numbers, and hyphens.')
    .meta({ description: 'The id that the connector shall have.' }),
});

const config = recordWithoutBlanks.default({}).meta({
  description:
    'For `.pagerduty`: `apiUrl`, the URL that events are posted to; `null` or absent: https://events.pagerduty.com/v2/enqueue.',
  examples: [{ apiUrl: 'https://events.eu.pagerduty.com/v2/enqueue' }],
});

const secrets = recordWithoutBlanks.default({}).meta({
  description: 'For `.pagerduty`: `routingKey`, the integration key of 32 letters or digits. Never returned.',
  examples: [{ routingKey: '0123456789abcdef0123456789abcdef' }],
});

export const createConnectorBody = z
  .strictObject({
    name: nameText.meta({ description: 'Shown wherever the connector is.', examples: ['On-call'] }),
    connector_type_id: z
      .string()
      .refine((text) => text.trim() !== '', "value '' is not valid")
      .meta({ description: 'The type of the connector.', examples: ['.pagerduty'] }),
    config,
    secrets,
    inbound_events_enabled: z.boolean().optional().meta({ description: 'Taken for Kibana, without effect.' }),
  })
  .meta({ id: 'NewConnector' });

export const updateConnectorBody = z
  .strictObject({ name: nameText.meta({ description: 'Shown wherever the connector is.' }), config, secrets })
  .meta({ id: 'ConnectorUpdate', description: 'Replaces everything: what is left out is gone.' });

const connectorFields = {
  id: z.string(),
  name: z.string(),
  connector_type_id: z.string(),
  config: z
    .object({ apiUrl: z.string().nullable() })
    .optional()
    .meta({ description: 'Absent for a preconfigured connector that does not expose it.' }),
  is_missing_secrets: z.boolean().optional(),
  is_preconfigured: z.boolean(),
  is_deprecated: z.boolean(),
  is_system_action: z.boolean(),
  is_connector_type_deprecated: z.boolean(),
};

export const connectorBody = z.object(connectorFields).meta({ id: 'Connector' });

export const keptConnectorBody = z
  .object({
    ...connectorFields,
    warnings: z
      .array(z.string())
      .optional()
      .meta({ description: 'What is odd about it, though it was accepted. Absent when nothing is.' }),
  })
  .meta({ id: 'KeptConnector' });

export const connectorListBody = z.array(
  z
    .object({ ...connectorFields, referenced_by_count: z.int() })
    .meta({ id: 'ListedConnector', description: 'A connector, and how many rules use it.' }),
);

export const deleteConnectorQuery = z.strictObject({
  force: z
    .enum(['true', 'false'])
    .default('false')
    .meta({
      description:
        'Delete it though events wait or incidents are open: waiting triggers, acknowledges and change events become ' +
        'dead letters, waiting resolves are still sent.',
    }),
  incidents: z
    .enum(['resolve', 'leave'])
    .default('resolve')
    .meta({ description: 'With `force`: what becomes of the incidents that were opened through it alone.' }),
});

export const connectorTypesQuery = z.strictObject({
  feature_id: z.string().optional().meta({ description: 'Only types that this feature uses.' }),
});

export const connectorTypesBody = z.array(
  z
    .object({
      id: z.string(),
      name: z.string(),
      enabled: z.boolean(),
      enabled_in_config: z.boolean(),
      enabled_in_license: z.boolean(),
      minimum_license_required: z.string(),
      supported_feature_ids: z.array(z.string()),
      is_system_action_type: z.boolean(),
      is_deprecated: z.boolean(),
      source: z.string(),
    })
    .meta({ id: 'ConnectorType' }),
);
