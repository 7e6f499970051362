import { commonErrors, errorBody } from '../../api/error-body.ts';
import { networkCheckBody, networkCheckQuery } from '../../api/network.ts';
import type { App, Services } from '../app-types.ts';

/** How connectors reach their hosts. */
export function networkRoutes(
  app: App,
  { connectors, checkHost }: Pick<Services, 'connectors' | 'checkHost'>,
): void {
  app.get(
    '/api/tocsin/network/check',
    {
      schema: {
        tags: ['connectors'],
        summary: 'See step by step how the host of a connector is reached',
        description:
          'Whether it is allowed, through which proxy, DNS, TCP, the tunnel, TLS with the certificates shown and why they are or are not trusted. No event is sent.',
        querystring: networkCheckQuery,
        response: {
          200: networkCheckBody,
          ...commonErrors,
          404: errorBody.describe('There is no such connector.'),
        },
      },
    },
    async ({ query: { connector } }) => {
      const url = new URL(await connectors.urlOf(connector));
      const steps = [...(await checkHost(url))];
      return { connector, url: url.origin, reachable: steps.every(({ ok }) => ok), steps };
    },
  );
}
