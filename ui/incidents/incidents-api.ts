import { z } from 'zod';
import { incidentsBody } from '../../src/api/events.ts';
import { change, get, withQuery } from '../api/request.ts';
import type { FilterValues } from '../lists/use-filters.ts';

export const incidentFilterNames = ['connector_id', 'dedup_key'] as const;

export type Incident = z.infer<typeof incidentsBody>['items'][number];

export function readIncidents(
  values: FilterValues<(typeof incidentFilterNames)[number]>,
  cursor: string | null,
  signal?: AbortSignal,
) {
  const query = { ...values, limit: cursor === null ? 50 : 100, cursor };
  return get(incidentsBody, withQuery('/api/tocsin/incidents', query), signal);
}

/** Of the answer of `_enqueue` only this: its whole schema would bring all checks of events into the browser. */
const accepted = z.object({ id: z.string() });

/** Has PagerDuty told that an incident is over. */
export async function resolveIncident({ connector_id, dedup_key }: Incident): Promise<void> {
  const path = `/api/tocsin/connector/${encodeURIComponent(connector_id)}/_enqueue`;
  const event = { eventAction: 'resolve', dedupKey: dedup_key };
  await change(accepted, 'POST', path, event);
}
