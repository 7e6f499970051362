import type { DeliveryStatus, Overview, Reading } from './overview-queries.ts';

/** When the readings of tests were made. */
export const readAt = '2026-11-26T22:00:00.000Z';

const connector = {
  id: 'on-call',
  name: 'On-call',
  delivered: 0,
  failed: 0,
  superseded: 0,
  dead: 0,
  last_delivered_at: null,
  last_failed_at: null,
  last_failure: null,
  health: 'unused',
} satisfies Overview['connectors'][number];

export const keyOf = (
  more: Partial<DeliveryStatus['keys'][number]> = {},
): DeliveryStatus['keys'][number] => ({
  target_id: 7,
  connectors: ['on-call'],
  host: 'events.pagerduty.com',
  limit: 120,
  calls_last_minute: 0,
  in_flight: 0,
  pending: 0,
  rests_until: null,
  ...more,
});

export const gateOf = (
  more: Partial<DeliveryStatus['gates'][number]> = {},
): DeliveryStatus['gates'][number] => ({
  of: 'target',
  host: 'events.pagerduty.com',
  target_id: 7,
  reason: 'auth',
  message: 'Event object is invalid',
  closed_since: '2026-11-26T21:56:00.000Z',
  next_probe_at: '2026-11-26T22:00:12.000Z',
  ...more,
});

/** What the overview reads from a server at which nothing has happened, but for what is given. */
export function readingWith(overview: Partial<Overview> = {}, status: Partial<DeliveryStatus> = {}): Reading {
  return {
    overview: {
      since: '2026-11-26T21:00:00.000Z',
      now: readAt,
      delivered: 0,
      superseded: 0,
      failed_attempts: 0,
      dead: 0,
      history: [],
      connectors: [connector, { ...connector, id: 'payments', name: 'Payments' }],
      ...overview,
    },
    status: {
      backlog: { events: 0, lanes: 0, oldest_seconds: 0 },
      keys: [],
      gates: [],
      open_incidents: 0,
      dead_letters: 0,
      refusing: null,
      ...status,
    },
  };
}
