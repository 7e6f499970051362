import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { connectorListBody } from '../../src/api/connectors.ts';
import { eventsBody } from '../../src/api/events.ts';
import { overviewBody } from '../../src/api/overview.ts';
import { ApiError } from '../api/api-error.ts';
import { get, withQuery } from '../api/request.ts';

export type ListedConnector = z.infer<typeof connectorListBody>[number];
export type ConnectorActivity = z.infer<typeof overviewBody>['connectors'][number];

export const connectorsKey = ['connectors'] as const;

/** All connectors, kept and preconfigured, by name. */
export function useConnectors() {
  return useQuery({
    queryKey: connectorsKey,
    queryFn: ({ signal }) => get(connectorListBody, '/api/actions/connectors', signal),
  });
}

/** What is known of each connector's deliveries, by its id; without an entry nothing is. */
export function useActivity() {
  return useQuery({
    queryKey: ['overview', 'connectors'],
    queryFn: async ({ signal }): Promise<ReadonlyMap<string, ConnectorActivity>> => {
      try {
        const { connectors } = await get(overviewBody, '/api/tocsin/overview', signal);
        return new Map(connectors.map((connector) => [connector.id, connector]));
      } catch (error) {
        // The list is worth something without it.
        if (error instanceof ApiError && error.status === 404) return new Map();
        throw error;
      }
    },
    meta: { live: true },
  });
}

/** The last events of a connector. */
export function useLastEvents(connectorId: string, limit: number) {
  return useQuery({
    queryKey: ['events', 'of connector', connectorId, limit],
    queryFn: ({ signal }) =>
      get(eventsBody, withQuery('/api/tocsin/events', { connector_id: connectorId, limit }), signal),
    meta: { live: true },
  });
}

/** Where the sandbox of this server takes events; `undefined`: there is none. */
export function sandboxUrlOf(connectors: readonly ListedConnector[]): string | undefined {
  const sandbox = connectors.find(({ id, is_preconfigured: isOurs }) => id === 'sandbox' && isOurs);
  return sandbox?.config?.apiUrl ?? undefined;
}
