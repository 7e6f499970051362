import { z } from 'zod';
import type { ApiKey } from '../../access/api-keys.ts';
import { sessionIdOf, userNameOf } from '../../access/caller.ts';
import type { User } from '../../access/users.ts';
import {
  apiKeyIdParams,
  apiKeyListBody,
  createApiKeyBody,
  createUserBody,
  newApiKeyBody,
  passwordBody,
  userBody,
  userListBody,
  userNameParams,
} from '../../api/access.ts';
import { commonErrors, errorBody } from '../../api/error-body.ts';
import type { App, Services } from '../app-types.ts';

const tags = ['access'];
const day = 24 * 60 * 60 * 1000;
const iso = (time: number) => new Date(time).toISOString();
const isoOrNull = (time: number | null) => (time === null ? null : iso(time));

const userToWire = ({ name, createdAt, updatedAt }: User) => ({
  name,
  created_at: iso(createdAt),
  updated_at: iso(updatedAt),
});

const keyToWire = ({ id, name, createdBy, createdAt, expiresAt, lastUsedAt }: ApiKey) => ({
  id,
  name,
  created_by: createdBy,
  created_at: iso(createdAt),
  expires_at: isoOrNull(expiresAt),
  last_used_at: isoOrNull(lastUsedAt),
});

const gone = { 204: z.undefined().describe('Done.') };

/** Users and API keys. Everybody who is signed in may manage them; all are equal. */
export function accessRoutes(app: App, { users, apiKeys }: Services): void {
  app.get(
    '/api/tocsin/users',
    { schema: { tags, summary: 'List the users', response: { 200: userListBody, ...commonErrors } } },
    async () => ({ items: (await users.list()).map(userToWire) }),
  );

  app.post(
    '/api/tocsin/users',
    {
      schema: {
        tags,
        summary: 'Add a user',
        body: createUserBody,
        response: { 200: userBody, ...commonErrors, 409: errorBody.describe('The name is taken.') },
      },
    },
    async (request) => userToWire(await users.create(request.body.name, request.body.password)),
  );

  app.put(
    '/api/tocsin/users/:name/password',
    {
      schema: {
        tags,
        summary: "Set a user's password",
        description: 'The browser sessions of that user are over, save the one that asks for this.',
        params: userNameParams,
        body: passwordBody,
        response: { ...gone, ...commonErrors, 404: errorBody.describe('There is no such user.') },
      },
    },
    async (request, reply) => {
      // Whoever changes the own password stays signed in with the browser that did it.
      await users.setPassword(request.params.name, request.body.password, sessionIdOf(request.caller));
      return reply.code(204).send(undefined);
    },
  );

  app.delete(
    '/api/tocsin/users/:name',
    {
      schema: {
        tags,
        summary: 'Remove a user',
        description:
          'API keys that the user made stay valid: a program must not fall silent because a person left.',
        params: userNameParams,
        response: {
          ...gone,
          ...commonErrors,
          404: errorBody.describe('There is no such user.'),
          409: errorBody.describe('It is the only user.'),
        },
      },
    },
    async (request, reply) => {
      await users.remove(request.params.name);
      return reply.code(204).send(undefined);
    },
  );

  app.get(
    '/api/tocsin/api-keys',
    { schema: { tags, summary: 'List the API keys', response: { 200: apiKeyListBody, ...commonErrors } } },
    async () => ({ items: (await apiKeys.list()).map(keyToWire) }),
  );

  app.post(
    '/api/tocsin/api-keys',
    {
      schema: {
        tags,
        summary: 'Make an API key',
        body: createApiKeyBody,
        response: { 200: newApiKeyBody, ...commonErrors },
      },
    },
    async (request) => {
      const { name, expires_in_days: days } = request.body;
      const createdBy = request.caller === undefined ? null : userNameOf(request.caller);
      const key = await apiKeys.create({ name, createdBy, ...(days && { lifetime: days * day }) });
      return { ...keyToWire(key), api_key: key.secret, encoded: key.encoded };
    },
  );

  app.delete(
    '/api/tocsin/api-keys/:id',
    {
      schema: {
        tags,
        summary: 'Revoke an API key',
        params: apiKeyIdParams,
        response: { ...gone, ...commonErrors, 404: errorBody.describe('There is no such API key.') },
      },
    },
    async (request, reply) => {
      await apiKeys.revoke(request.params.id);
      return reply.code(204).send(undefined);
    },
  );
}
