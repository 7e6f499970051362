import { fitChangeEvent } from '../../pagerduty/fit-change-event.ts';
import type { FitResult } from '../../pagerduty/fit-result.ts';
import { fitEvent } from '../../pagerduty/fitting.ts';
import { surelySmallBytes } from '../../pagerduty/limits.ts';
import type { DeliveryConnector, NewEvent } from '../delivery-service.ts';

/** What came through the relay, made to fit; or why it can not be meant, in PagerDuty's words. */
export type RelayEvent =
  | { readonly kind: 'event'; readonly event: NewEvent }
  | { readonly kind: 'invalid_event' | 'too_large'; readonly errors: readonly string[] };

export interface RelayEventFacts {
  /** Makes 32 hex digits, for a trigger that has no dedup key. */
  readonly newDedupKey: () => string;
  /** Milliseconds since 1970; stands in for a missing timestamp. */
  readonly acceptedAt: number;
  /** Of the JSON text that it came as. */
  readonly bytes: number;
}

let lastTime = { at: Number.NaN, iso: '' };

/** Many come within a millisecond. */
function isoOf(at: number): string {
  if (lastTime.at !== at) lastTime = { at, iso: new Date(at).toISOString() };
  return lastTime.iso;
}

function relayed<Event>(
  fitted: FitResult<Event>,
  make: (event: Event, notes: readonly string[]) => NewEvent,
): RelayEvent {
  if (fitted.kind === 'fits') return { kind: 'event', event: make(fitted.event, fitted.notes) };
  const { reason, message, errors } = fitted;
  return { kind: reason, errors: errors.length > 0 ? errors : [message] };
}

/**
 * Makes an event of what a client sent to the relay for a connector (delivery contract, "Fitting"): everything in it
 * stays, unknown fields too, but for what PagerDuty would refuse and the routing key.
 *
 * @param body the parsed JSON.
 */
export function relayEvent(
  body: unknown,
  kind: 'alert' | 'change',
  connector: DeliveryConnector,
  { newDedupKey, acceptedAt, bytes }: RelayEventFacts,
): RelayEvent {
  const { id: connectorId, defaultSource: source, changeEventFault, options } = connector;
  const timestamp = isoOf(acceptedAt);
  const isSmall = bytes <= surelySmallBytes;
  if (kind === 'change') {
    if (changeEventFault !== undefined) return { kind: 'invalid_event', errors: [changeEventFault] };
    return relayed(fitChangeEvent(body, { source, timestamp, isSmall }), (event, notes) => ({
      connectorId,
      source: 'relay',
      kind: 'change',
      event,
      notes,
    }));
  }
  const defaults = {
    dedupKey: { ofTriggers: newDedupKey },
    source,
    severity: 'error',
    timestamp,
    client: options.client,
    clientUrl: options.clientUrl,
    isSmall,
  } as const;
  return relayed(fitEvent(body, defaults), (event, notes) => ({
    connectorId,
    source: 'relay',
    kind: 'alert',
    event,
    notes,
  }));
}
