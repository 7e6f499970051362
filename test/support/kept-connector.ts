import assert from 'node:assert/strict';
import { z } from 'zod';
import type { TestServer } from './test-server.ts';

const withId = z.object({ id: z.string() });
const withKey = z.object({ key: z.string() });

/** Has the sandbox of a server make an integration key. */
async function sandboxKeyOf(server: TestServer): Promise<string> {
  const { status, text, body } = await server.call('/api/tocsin/sandbox/keys', { method: 'POST' });
  assert.equal(status, 201, text);
  return withKey.parse(body).key;
}

/** Makes a connector to the sandbox of its server through the API; its id. */
export async function keepConnector(server: TestServer, name: string): Promise<string> {
  const { status, text, body } = await server.call('/api/actions/connector', {
    body: {
      name,
      connector_type_id: '.pagerduty',
      config: { apiUrl: `${server.url}/sandbox/v2/enqueue` },
      secrets: { routingKey: await sandboxKeyOf(server) },
    },
  });
  assert.equal(status, 200, text);
  return withId.parse(body).id;
}
