import { skipToken, useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { connectorListBody, keptConnectorBody } from '../../src/api/connectors.ts';
import { eventsBody } from '../../src/api/events.ts';
import { overviewBody } from '../../src/api/overview.ts';
import { rulesBody } from '../../src/api/rule-list.ts';
import { ApiError } from '../api/api-error.ts';
import { act, change, get, withQuery } from '../api/request.ts';

export type ListedConnector = z.infer<typeof connectorListBody>[number];
export type KeptConnector = z.infer<typeof keptConnectorBody>;
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

/** The first rules that use a connector, by name, and how many there are. `isWanted`: it is asked at all. */
export function useUsingRules(connectorId: string, limit: number, isWanted = true) {
  return useQuery({
    queryKey: ['rules', 'of connector', connectorId, limit],
    queryFn: isWanted
      ? ({ signal }) =>
          get(rulesBody, withQuery('/api/tocsin/rules', { connector_id: connectorId, limit }), signal)
      : skipToken,
    meta: { live: 'rules' },
  });
}

const path = '/api/actions/connector';
const pathOf = (id: string) => `${path}/${encodeURIComponent(id)}`;

/** What is said of a connector when it is saved; the whole of it, its key included. */
export interface ConnectorBody {
  readonly name: string;
  readonly config: { readonly apiUrl: string | null };
  readonly secrets: { readonly routingKey: string };
}

/** Keeps a connector, a new one where `id` is undefined. */
export function saveConnector(id: string | undefined, body: ConnectorBody): Promise<KeptConnector> {
  return id === undefined
    ? change(keptConnectorBody, 'POST', path, { ...body, connector_type_id: '.pagerduty' })
    : change(keptConnectorBody, 'PUT', pathOf(id), body);
}

/** What becomes of the incidents that a deleted connector has opened. */
export type Remains = 'resolve' | 'leave';

/** Deletes a connector. A 409: something waits or is open, and `remains` did not say what shall become of it. */
export function deleteConnector(id: string, remains?: Remains): Promise<void> {
  const query = remains === undefined ? {} : { force: 'true', incidents: remains };
  return act('DELETE', withQuery(pathOf(id), query));
}

/** Where the sandbox of this server takes events; `undefined`: there is none. */
export function sandboxUrlOf(connectors: readonly ListedConnector[]): string | undefined {
  const sandbox = connectors.find(({ id, is_preconfigured: isOurs }) => id === 'sandbox' && isOurs);
  return sandbox?.config?.apiUrl ?? undefined;
}
