import { z } from 'zod';
import { userNameOf } from '../../access/caller.ts';
import { commonErrors, errorBody } from '../../api/error-body.ts';
import {
  issuedRelayKeyBody,
  issueRelayKeyBody,
  type relayKeyBody,
  relayKeyIdParams,
  relayKeyListBody,
} from '../../api/relay-keys.ts';
import type { RelayKey } from '../../connectors/relay-keys.ts';
import type { App, Services } from '../app-types.ts';

const tags = ['relay'];

function toWire({
  id,
  connectorId,
  name,
  hint,
  createdBy,
  createdAt,
}: RelayKey): z.input<typeof relayKeyBody> {
  return {
    id,
    connector_id: connectorId,
    name,
    hint,
    created_by: createdBy,
    created_at: new Date(createdAt).toISOString(),
  };
}

/** Relay keys: what a client shows at the relay in the place of a connector's integration key. */
export function relayKeyRoutes(app: App, { relayKeys, connectors }: Services): void {
  app.get(
    '/api/tocsin/relay-keys',
    {
      schema: { tags, summary: 'List the relay keys', response: { 200: relayKeyListBody, ...commonErrors } },
    },
    async () => ({ items: relayKeys.list().map(toWire) }),
  );

  app.post(
    '/api/tocsin/relay-keys',
    {
      schema: {
        tags,
        summary: 'Issue a relay key for a connector',
        body: issueRelayKeyBody,
        response: {
          201: issuedRelayKeyBody.describe('The key, this once.'),
          ...commonErrors,
          404: errorBody.describe('There is no such connector.'),
        },
      },
    },
    async (request, reply) => {
      const { connector_id: connectorId, name } = request.body;
      await connectors.get(connectorId);
      const createdBy = request.caller === undefined ? null : userNameOf(request.caller);
      const issued = await relayKeys.issue(connectorId, name, createdBy);
      return reply.code(201).send({ ...toWire(issued), key: issued.key });
    },
  );

  app.delete(
    '/api/tocsin/relay-keys/:id',
    {
      schema: {
        tags,
        summary: 'Revoke a relay key',
        description: 'What was accepted with it is still delivered.',
        params: relayKeyIdParams,
        response: {
          204: z.undefined().describe('Done.'),
          ...commonErrors,
          404: errorBody.describe('There is no such relay key.'),
        },
      },
    },
    async (request, reply) => {
      await relayKeys.revoke(request.params.id);
      return reply.code(204).send(undefined);
    },
  );
}
