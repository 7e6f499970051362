import { z } from 'zod';
import { commonErrors, errorBody } from '../../api/error-body.ts';
import { secretBody, secretListBody, secretParams, shownSecretBody } from '../../api/secrets.ts';
import { rulesThatUse, type ShownSecret } from '../../rules/secrets/source-secrets.ts';
import type { App, Services } from '../app-types.ts';

const tags = ['rules'];
const moment = (time: number | null) => (time === null ? null : new Date(time).toISOString());

/** Secrets by which rules say to the systems that they watch who asks. They are written, and never read. */
export function secretRoutes(app: App, { secrets, rules }: Pick<Services, 'secrets' | 'rules'>): void {
  const toWire = ({
    name,
    type,
    isMissing,
    isPreconfigured,
    createdAt,
    updatedAt,
  }: ShownSecret): z.input<typeof shownSecretBody> => ({
    name,
    type,
    is_missing: isMissing,
    used_by: rulesThatUse(name, rules.all()),
    is_preconfigured: isPreconfigured,
    created_at: moment(createdAt),
    updated_at: moment(updatedAt),
  });

  app.get(
    '/api/tocsin/secrets',
    {
      schema: {
        tags,
        summary: 'List the secrets of rules, without what is in them',
        response: { 200: secretListBody, ...commonErrors },
      },
    },
    async () => ({ items: secrets.list().map(toWire) }),
  );

  app.put(
    '/api/tocsin/secrets/:name',
    {
      schema: {
        tags,
        summary: 'Make a secret that rules may name, or replace it',
        description:
          'Sealed on disk, sent to the systems that rules watch, and shown to nobody. Rules refer to it by auth: {"secret": "name"}; when it is replaced their next call has the new one.',
        params: secretParams,
        body: secretBody,
        response: { 200: shownSecretBody, ...commonErrors },
      },
    },
    async ({ params: { name }, body }) => toWire(await secrets.put(name, body)),
  );

  app.delete(
    '/api/tocsin/secrets/:name',
    {
      schema: {
        tags,
        summary: 'Delete a secret that no rule refers to',
        params: secretParams,
        response: {
          204: z.undefined().describe('Done.'),
          ...commonErrors,
          404: errorBody.describe('There is no such secret.'),
          409: errorBody.describe('Rules refer to it; the message names them.'),
        },
      },
    },
    async ({ params: { name } }, reply) => {
      await secrets.delete(name, rules.all());
      return reply.code(204).send(undefined);
    },
  );
}
