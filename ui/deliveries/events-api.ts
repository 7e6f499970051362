import { deliveryStatusBody } from '../../src/api/delivery-status.ts';
import { cancelledBody, eventDetailsBody, eventsBody } from '../../src/api/events.ts';
import { change, get, withQuery } from '../api/request.ts';
import { type TimeNames, timeQuery } from '../lists/time-filter.tsx';
import type { FilterValues } from '../lists/use-filters.ts';

export const eventFilterNames = [
  'state',
  'connector_id',
  'dedup_key',
  'source',
  'action',
  'within',
  'from',
  'to',
] as const;

export type EventFilterName = (typeof eventFilterNames)[number];

/** So many are read at once: few of the newest, since those are read again each second. */
export const pageSize = (cursor: string | null) => (cursor === null ? 50 : 100);

/** The filters of a list of events as its query has them. */
export function eventQuery<Name extends string>(values: FilterValues<Name | TimeNames>) {
  const { within: _within, from: _from, to: _to, ...rest } = values;
  return { ...rest, ...timeQuery(values, Date.now()) };
}

export function readEvents(
  values: FilterValues<EventFilterName>,
  cursor: string | null,
  signal?: AbortSignal,
) {
  const query = { ...eventQuery(values), limit: pageSize(cursor), cursor };
  return get(eventsBody, withQuery('/api/tocsin/events', query), signal);
}

export function readEvent(id: string, signal?: AbortSignal) {
  return get(eventDetailsBody, `/api/tocsin/events/${encodeURIComponent(id)}`, signal);
}

export function readStatus(signal?: AbortSignal) {
  return get(deliveryStatusBody, '/api/tocsin/status', signal);
}

/** Takes an event out of its lane; `false`: it did not wait any more. */
export async function cancelEvent(id: string): Promise<boolean> {
  return (await change(cancelledBody, 'POST', '/api/tocsin/events/_cancel', { ids: [id] })).cancelled > 0;
}
