import { z } from 'zod';
import { parseDuration } from '../../duration.ts';
import { alertName } from './alert-name.ts';
import type { AlertmanagerParams } from './params.ts';

const labelSet = z.array(z.tuple([z.string(), z.string()]).readonly()).readonly();

/** What is known of an alert that fires. Times are milliseconds since 1970. */
const held = z.object({
  /** What it is known by, where that can not be told from the labels, because they had to be cut. */
  key: z.string().optional(),
  labels: labelSet,
  annotations: labelSet,
  startsAt: z.number(),
  /** When it ends if nobody repeats it; `null`: nobody has said so. */
  endsAt: z.number().nullable(),
  /** When it was told last. */
  heardAt: z.number(),
  by: z.enum(['push', 'webhook']),
  /** Somebody said that it is over. */
  isResolved: z.literal(true).optional(),
  generatorURL: z.string().optional(),
  fingerprint: z.string().optional(),
  receiver: z.string().optional(),
  externalURL: z.string().optional(),
  groupKey: z.string().optional(),
  groupLabels: labelSet.optional(),
});

export type HeldAlert = z.infer<typeof held>;

const heldAlerts = z.object({ alerts: z.array(held) });

/** What the rule keeps between runs: every alert that fires. */
export type HeldAlerts = z.infer<typeof heldAlerts>;

/** Reads what was kept; nothing was, before the first push. */
export function readHeldAlerts(state: unknown): HeldAlerts {
  return state === undefined || state === null ? { alerts: [] } : heldAlerts.parse(state);
}

/** What it is known by. */
export const keyOf = ({ key, labels }: HeldAlert): string => key ?? alertName(labels);

/**
 * The id of the alert as the rule reports it. Its severity is no part of that: what becomes more severe has another
 * label then, but is the same thing and the same incident.
 */
export const idOf = ({ key, labels }: HeldAlert, severityLabel: string): string =>
  key ?? alertName(labels.filter(([name]) => name !== severityLabel));

/** Milliseconds without a repeat after which an alert is over that nobody gave an end; absent: never. */
function timeoutOf({ by }: Pick<HeldAlert, 'by'>, params: AlertmanagerParams): number {
  const text = by === 'push' ? params.resolveTimeout : params.webhookTimeout;
  return (text === null ? undefined : parseDuration(text)?.ms) ?? Number.POSITIVE_INFINITY;
}

/**
 * When an alert is over, as far as is known.
 *
 * @param listeningSince Repeats that nobody was there to hear do not count as missing: from then on it has as long as it
 * had when it was heard of last.
 */
export function endOf(alert: HeldAlert, params: AlertmanagerParams, listeningSince: number): number {
  const { endsAt, heardAt, isResolved } = alert;
  if (isResolved && endsAt !== null) return endsAt;
  const patience = endsAt === null ? timeoutOf(alert, params) : endsAt - heardAt;
  return Math.max(heardAt, listeningSince) + patience;
}
