import type { z } from 'zod';
import { commonErrors } from '../../api/error-body.ts';
import { overviewBody } from '../../api/overview.ts';
import type { ConnectorActivity, OverviewData } from '../../delivery/reading/overview.ts';
import type { App, Services } from '../app-types.ts';

const iso = (time: number) => new Date(time).toISOString();
const isoOrNull = (time: number | null) => (time === null ? null : iso(time));

const connectorToWire = ({ lastDeliveredAt, lastFailedAt, lastFailure, ...rest }: ConnectorActivity) => ({
  ...rest,
  last_delivered_at: isoOrNull(lastDeliveredAt),
  last_failed_at: isoOrNull(lastFailedAt),
  last_failure: lastFailure,
});

function toWire({ since, now, totals, samples, connectors }: OverviewData): z.input<typeof overviewBody> {
  return {
    since: iso(since),
    now: iso(now),
    delivered: totals.delivered,
    superseded: totals.superseded,
    failed_attempts: totals.failed,
    dead: totals.dead,
    history: samples.map(({ at, oldestSeconds, ...counts }) => ({
      at: iso(at),
      oldest_seconds: Math.round(oldestSeconds * 1000) / 1000,
      ...counts,
    })),
    connectors: connectors.map(connectorToWire),
  };
}

/** What the first screen shows. */
export function overviewRoutes(app: App, { overview }: Pick<Services, 'overview'>): void {
  app.get(
    '/api/tocsin/overview',
    {
      schema: {
        tags: ['status'],
        summary: 'What was delivered in the last day, minute by minute and by connector',
        description:
          'Kept in memory since the start; the delivery log (`/api/tocsin/events`) goes back further.',
        response: { 200: overviewBody, ...commonErrors },
      },
    },
    async () => toWire(await overview.read()),
  );
}
