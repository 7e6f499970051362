import type { DeliveryConnector, NewEvent } from '../delivery-service.ts';
import { eventFromParams } from './event-from-params.ts';
import { type PlainDefaults, plainAlert } from './plain-alert.ts';

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
 * Makes events of what comes to `_enqueue` for a connector: the params of `_execute`, or of a change event where
 * `eventAction` says `change`. Strict, in Kibana's words (delivery contract, "Fitting"); a trigger without a dedup key
 * gets one of 32 hex digits (rule 3), and an event without a timestamp carries the time at which it was accepted.
 * What is returned never throws.
 */
export function queuedEvents(
  connector: DeliveryConnector,
  { uuid, acceptedAt }: QueuedDependencies,
): (item: unknown) => QueuedEvent {
  const { id: connectorId, options } = connector;
  const newDedupKey = () => uuid().replaceAll('-', '');
  let timestamp: string | undefined;
  // Once for all events of a request: they come by the thousand.
  const defaults: PlainDefaults = {
    dedupKey: newDedupKey,
    source: connector.defaultSource,
    timestamp: () => {
      timestamp ??= new Date(acceptedAt).toISOString();
      return timestamp;
    },
    client: options.client,
    clientUrl: options.clientUrl,
  };
  return (item) => {
    const plain = plainAlert(item, defaults);
    if (plain !== undefined) {
      return {
        ok: true,
        event: { connectorId, source: 'enqueue', notes: noNotes, kind: 'alert', event: plain },
      };
    }
    const made = eventFromParams(item, connector, { newDedupKey: newDedupKey(), now: acceptedAt });
    if (made.kind === 'invalid') return { ok: false, message: made.message };
    const common = { connectorId, source: 'enqueue', notes: noNotes } as const;
    return made.kind === 'change'
      ? { ok: true, event: { ...common, kind: 'change', event: made.event } }
      : { ok: true, event: { ...common, kind: 'alert', event: made.event } };
  };
}
