import { queryOptions, useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { deliveryStatusBody } from '../../src/api/delivery-status.ts';
import { overviewBody } from '../../src/api/overview.ts';
import { get } from '../api/request.ts';

export type Overview = z.infer<typeof overviewBody>;
export type DeliveryStatus = z.infer<typeof deliveryStatusBody>;

/** Both, read at the same moment, so that one line does not contradict the other. */
export interface Reading {
  readonly overview: Overview;
  readonly status: DeliveryStatus;
}

/** Milliseconds: what passes by itself, such as the end of a rest, is told by no stream. */
const readEvery = 15_000;

export const overviewQuery = queryOptions({
  queryKey: ['overview', 'page'],
  queryFn: async ({ signal }): Promise<Reading> => {
    const [overview, status] = await Promise.all([
      get(overviewBody, '/api/tocsin/overview', signal),
      get(deliveryStatusBody, '/api/tocsin/status', signal),
    ]);
    return { overview, status };
  },
  meta: { live: true },
});

/** The last day and this moment. Read again whenever something changes, once a second at most. */
export function useOverview() {
  return useQuery({ ...overviewQuery, refetchInterval: readEvery });
}
