import { z } from 'zod';
import { connectorOptionsSchema } from '../../api/connector-options.ts';
import {
  connectorBody,
  connectorIdParams,
  connectorListBody,
  connectorTypesBody,
  connectorTypesQuery,
  createConnectorBody,
  deleteConnectorQuery,
  keptConnectorBody,
  newConnectorIdParams,
  updateConnectorBody,
} from '../../api/connectors.ts';
import { commonErrors, errorBody } from '../../api/error-body.ts';
import type { Connector } from '../../connectors/connector.ts';
import type { KeptConnector } from '../../connectors/connectors.ts';
import type { App, Services } from '../app-types.ts';

const tags = ['connectors'];
const notFound = { 404: errorBody.describe('There is no such connector.') };
const forbidden = { 403: errorBody.describe('The connector type is not enabled.') };

function toWire(connector: Connector): z.input<typeof connectorBody> {
  return {
    id: connector.id,
    name: connector.name,
    connector_type_id: connector.typeId,
    config: connector.config,
    is_missing_secrets: connector.isMissingSecrets,
    is_preconfigured: connector.isPreconfigured,
    is_deprecated: false,
    is_system_action: false,
    is_connector_type_deprecated: false,
  };
}

function keptToWire({ connector, warnings }: KeptConnector): z.input<typeof keptConnectorBody> {
  return { ...toWire(connector), ...(warnings.length > 0 && { warnings: [...warnings] }) };
}

type NewConnector = z.output<typeof createConnectorBody>;

function fromWire({ name, connector_type_id: typeId, config, secrets }: NewConnector) {
  return { name, typeId, config, secrets };
}

/** Kibana's connector API (contract section 1), and Tocsin's options of a connector. */
export function connectorRoutes(app: App, { connectors, rules }: Services): void {
  app.post(
    '/api/actions/connector',
    {
      schema: {
        tags,
        summary: 'Create a connector',
        body: createConnectorBody,
        response: { 200: keptConnectorBody, ...commonErrors, ...forbidden },
      },
    },
    async (request) => keptToWire(await connectors.create(fromWire(request.body))),
  );

  app.post(
    '/api/actions/connector/:id',
    {
      schema: {
        tags,
        summary: 'Create a connector with an id of your choice',
        params: newConnectorIdParams,
        body: createConnectorBody,
        response: {
          200: keptConnectorBody,
          ...commonErrors,
          ...forbidden,
          409: errorBody.describe('The id is taken.'),
        },
      },
    },
    async (request) =>
      keptToWire(await connectors.create({ ...fromWire(request.body), id: request.params.id })),
  );

  app.get(
    '/api/actions/connector/:id',
    {
      schema: {
        tags,
        summary: 'Read a connector',
        params: connectorIdParams,
        response: { 200: connectorBody, ...commonErrors, ...notFound },
      },
    },
    async (request) => toWire(await connectors.get(request.params.id)),
  );

  app.get(
    '/api/actions/connectors',
    {
      schema: { tags, summary: 'List all connectors', response: { 200: connectorListBody, ...commonErrors } },
    },
    async () => {
      const uses = rules.connectorUses();
      return (await connectors.list()).map((connector) => ({
        ...toWire(connector),
        referenced_by_count: uses.get(connector.id) ?? 0,
      }));
    },
  );

  app.put(
    '/api/actions/connector/:id',
    {
      schema: {
        tags,
        summary: 'Update a connector',
        params: connectorIdParams,
        body: updateConnectorBody,
        response: { 200: keptConnectorBody, ...commonErrors, ...forbidden, ...notFound },
      },
    },
    async (request) => keptToWire(await connectors.update(request.params.id, request.body)),
  );

  app.delete(
    '/api/actions/connector/:id',
    {
      schema: {
        tags,
        summary: 'Delete a connector',
        description:
          'While something waits to be sent through it, or an incident that it opened may be open, this is refused ' +
          'with 409, unless `force` or the setting connectors.deleteWithOpenIncidents says otherwise.',
        params: connectorIdParams,
        querystring: deleteConnectorQuery,
        response: {
          204: z.undefined().describe('It is gone.'),
          ...commonErrors,
          ...notFound,
          409: errorBody.describe('Something waits or is open.'),
        },
      },
    },
    async (request, reply) => {
      const { force, incidents } = request.query;
      await connectors.delete(request.params.id, { force: force === 'true', incidents });
      return reply.code(204).send(undefined);
    },
  );

  app.get(
    '/api/actions/connector_types',
    {
      schema: {
        tags,
        summary: 'List the connector types',
        querystring: connectorTypesQuery,
        response: { 200: connectorTypesBody, ...commonErrors },
      },
    },
    async (request) =>
      connectors.types(request.query.feature_id).map((type) => ({
        id: type.id,
        name: type.name,
        enabled: type.enabled,
        enabled_in_config: type.enabled,
        enabled_in_license: true,
        minimum_license_required: type.minimumLicenseRequired,
        supported_feature_ids: [...type.supportedFeatureIds],
        is_system_action_type: false,
        is_deprecated: false,
        source: 'stack',
      })),
  );

  app.get(
    '/api/tocsin/connector/:id/options',
    {
      schema: {
        tags,
        summary: "Read Tocsin's own options of a connector",
        params: connectorIdParams,
        response: { 200: connectorOptionsSchema, ...commonErrors, ...notFound },
      },
    },
    async (request) => connectors.options(request.params.id),
  );

  app.put(
    '/api/tocsin/connector/:id/options',
    {
      schema: {
        tags,
        summary: "Replace Tocsin's own options of a connector",
        params: connectorIdParams,
        body: connectorOptionsSchema,
        response: { 200: connectorOptionsSchema, ...commonErrors, ...notFound },
      },
    },
    async (request) => connectors.setOptions(request.params.id, request.body),
  );
}
