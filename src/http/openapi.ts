import fastifySwagger from '@fastify/swagger';
import fastifySwaggerUi from '@fastify/swagger-ui';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { errorBody } from '../api/error-body.ts';
import type { App } from './app-types.ts';
import { harmlessMethods } from './foreign-page.ts';
import { withOperationIds } from './operation-ids.ts';
import { registerOpen } from './register-open.ts';
import { sessionCookieName } from './session-cookie.ts';
import { tidyOpenApi } from './tidy-openapi.ts';

/** What the sign-in of any route that is not open may end in. */
const signInRefusals = {
  401: errorBody.describe('Not signed in.'),
  429: errorBody.describe('Too many failed sign-ins.'),
};

/** Of what changes something, where it is asked with the cookie of a browser session alone. */
const cookieRefusal = {
  403: errorBody.describe('Asked by a browser without the header kbn-xsrf, or for a page of another site.'),
};

/** How one signs in. */
const ways: Record<string, string[]>[] = [{ basic: [] }, { apiKey: [] }, { bearer: [] }, { session: [] }];

/** The OpenAPI document, made from the very schemas that judge the requests, and a page to read it. */
export async function registerOpenApi(app: App, version: string): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Tocsin',
        version,
        description:
          "Kibana's connector API, and Tocsin's own. Every path may be prefixed with `/s/default`. Not affiliated with Elastic or PagerDuty.",
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      // The order in which the page shows them.
      tags: ['connectors', 'rules', 'relay', 'events', 'dead letters', 'access', 'sandbox', 'status'].map(
        (name) => ({
          name,
        }),
      ),
      components: {
        securitySchemes: {
          basic: { type: 'http', scheme: 'basic', description: 'User and password.' },
          apiKey: {
            type: 'apiKey',
            in: 'header',
            name: 'Authorization',
            description: '`ApiKey ` and the base64 of `id:secret`.',
          },
          bearer: { type: 'http', scheme: 'bearer', description: 'An API key, as behind `ApiKey `.' },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: sessionCookieName,
            description: 'Of a browser that is signed in; all but GET wants the header `kbn-xsrf` with it.',
          },
        },
      },
      security: ways,
    },
    transform: ({ schema, route, ...rest }) => {
      const { open, documentedBody } = route.config ?? {};
      const isHarmless = [route.method].flat().every((method) => harmlessMethods.has(method));
      const refusals = { ...signInRefusals, ...(!isHarmless && cookieRefusal) };
      const response = open === true ? schema?.response : { ...refusals, ...Object(schema?.response) };
      const documented = { ...schema, response, ...(documentedBody && { body: documentedBody }) };
      const transformed = jsonSchemaTransform({ ...rest, route, schema: documented });
      // What needs no sign-in says so.
      if (open === true) Object.assign(transformed.schema, { security: [] });
      if (open === 'anonymous') {
        Object.assign(transformed.schema, { security: [{}, ...ways] });
      }
      return transformed;
    },
    transformObject: (document) => withOperationIds(tidyOpenApi(jsonSchemaTransformObject(document))),
  });
  await registerOpen(app, (scope) =>
    scope.register(fastifySwaggerUi, {
      routePrefix: '/docs/api',
      staticCSP: true,
      // Nobody outside is asked whether the document is valid, and plain HTTP has nothing to upgrade to.
      transformStaticCSP: (policy) =>
        policy
          .replace(' validator.swagger.io', '')
          .replaceAll('https:', '')
          .replace('upgrade-insecure-requests;', ''),
      uiConfig: { deepLinking: true, layout: 'BaseLayout', validatorUrl: null },
      theme: { title: 'Tocsin API' },
    }),
  );
  app.get(
    '/api/tocsin/openapi.json',
    {
      config: { open: true },
      schema: {
        tags: ['status'],
        summary: 'This document',
        response: { 200: z.record(z.string(), z.unknown()).describe('OpenAPI 3.1') },
      },
    },
    async () => ({ ...app.swagger() }),
  );
}
