import type { z } from 'zod';
import {
  deadLetterDetailsBody,
  deadLettersBody,
  purgedBody,
  resentBody,
  resentManyBody,
} from '../../src/api/dead-letters.ts';
import { act, change, get, withQuery } from '../api/request.ts';
import { eventQuery, pageSize } from '../deliveries/events-api.ts';
import type { FilterValues } from '../lists/use-filters.ts';

export const deadLetterFilterNames = [
  'reason',
  'connector_id',
  'dedup_key',
  'source',
  'action',
  'within',
  'from',
  'to',
] as const;

export type DeadLetterFilter = FilterValues<(typeof deadLetterFilterNames)[number]>;
export type DeadLetter = z.infer<typeof deadLettersBody>['items'][number];
export type DeadLetterDetails = z.infer<typeof deadLetterDetailsBody>;
export type ResendResult = z.infer<typeof resentManyBody>['items'][number];

const path = '/api/tocsin/dead-letters';
const pathOf = (id: string) => `${path}/${encodeURIComponent(id)}`;

export function readDeadLetters(values: DeadLetterFilter, cursor: string | null, signal?: AbortSignal) {
  const query = { ...eventQuery(values), limit: pageSize(cursor), cursor };
  return get(deadLettersBody, withQuery(path, query), signal);
}

export function readDeadLetter(id: string, signal?: AbortSignal): Promise<DeadLetterDetails> {
  return get(deadLetterDetailsBody, pathOf(id), signal);
}

/** Sends one again, as it is or as `event` says; the id of the new event. A 409: it is outdated, or cannot go. */
export async function resend(
  id: string,
  { event, force }: { event?: Record<string, unknown> | undefined; force: boolean },
): Promise<string> {
  const body = { force, ...(event !== undefined && { event }) };
  return (await change(resentBody, 'POST', `${pathOf(id)}/_resend`, body)).id;
}

/** Sends many again, in their old order. */
export async function resendMany(ids: readonly string[], force: boolean): Promise<ResendResult[]> {
  return (await change(resentManyBody, 'POST', `${path}/_resend`, { ids, force })).items;
}

export function purgeOne(id: string): Promise<void> {
  return act('DELETE', pathOf(id));
}

/** Purges those that are named; how many were there. */
export async function purgeMany(ids: readonly string[]): Promise<number> {
  return (await change(purgedBody, 'POST', `${path}/_purge`, { ids })).purged;
}

/** Purges all that meet the filters, however many; how many these were. */
export async function purgeMatching(values: DeadLetterFilter): Promise<number> {
  const filter = eventQuery(values);
  let total = 0;
  for (;;) {
    const { purged, more } = await change(purgedBody, 'POST', `${path}/_purge`, { filter });
    total += purged;
    if (!more) return total;
  }
}
