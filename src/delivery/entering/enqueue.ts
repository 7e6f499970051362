import type { DeliveryConnector, NewEvent } from '../delivery-service.ts';
import { eventFromParams } from './event-from-params.ts';
import { plainAlert } from './plain-alert.ts';

export interface QueuedDependencies {
  readonly uuid: () => string;
  /** Milliseconds since 1970; stands in for a missing timestamp. */
  readonly acceptedAt: number;
}

export type QueuedEvent =
  | { readonly ok: true; readonly event: NewEvent }
  /** In the words of `_execute`. What the caller wrote stands in it, the routing key too if it was there. */
  | { readonly ok: false; readonly message: string };

const noNotes: readonly string[] = [];

/**
 * Makes an event of what came to `_enqueue`: the params of `_execute`, or of a change event where `eventAction` says
 * `change`. Strict, in Kibana's words (delivery contract, "Fitting"); a trigger without a dedup key gets one of 32
 * hex digits (rule 3), and an event without a timestamp carries the time at which it was accepted. Never throws.
 */
export function parseQueued(
  connector: DeliveryConnector,
  item: unknown,
  { uuid, acceptedAt }: QueuedDependencies,
): QueuedEvent {
  const common = { connectorId: connector.id, source: 'enqueue', notes: noNotes } as const;
  const newDedupKey = () => uuid().replaceAll('-', '');
  const event = plainAlert(item, {
    dedupKey: newDedupKey,
    source: connector.defaultSource,
    timestamp: () => new Date(acceptedAt).toISOString(),
    client: connector.options.client,
    clientUrl: connector.options.clientUrl,
  });
  if (event !== undefined) return { ok: true, event: { ...common, kind: 'alert', event } };
  const made = eventFromParams(item, connector, { newDedupKey: newDedupKey(), now: acceptedAt });
  if (made.kind === 'invalid') return { ok: false, message: made.message };
  return made.kind === 'change'
    ? { ok: true, event: { ...common, kind: 'change', event: made.event } }
    : { ok: true, event: { ...common, kind: 'alert', event: made.event } };
}
