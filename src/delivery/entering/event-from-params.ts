import { parseActionParams } from '../../pagerduty/action-params.ts';
import { buildChangeEvent, parseChangeParams } from '../../pagerduty/change-event.ts';
import { type AlertEvent, buildAlertEvent, type ChangeEvent, withRoutingKey } from '../../pagerduty/event.ts';
import { isJsonObject } from '../../pagerduty/json-value.ts';
import { maxBodyBytes } from '../../pagerduty/limits.ts';
import type { DeliveryConnector } from '../delivery-service.ts';

/** An event made of params, or why they make none, in Kibana's words. */
export type EventFromParams =
  | { readonly kind: 'alert'; readonly event: AlertEvent }
  | { readonly kind: 'change'; readonly event: ChangeEvent }
  | { readonly kind: 'invalid'; readonly message: string };

export interface ParamsFacts {
  /** 32 hex digits, for a trigger without a dedup key. */
  readonly newDedupKey: string;
  /** Milliseconds since 1970; stands in for a missing timestamp. */
  readonly now: number;
}

/** As long as a routing key is. */
const anyKey = '0'.repeat(32);

/**
 * Judges the params of a queued event strictly and makes the event of them: those of `_execute`, and
 * `eventAction: "change"` for a change event (delivery contract, "Fitting").
 */
export function eventFromParams(
  params: unknown,
  connector: DeliveryConnector,
  { newDedupKey, now }: ParamsFacts,
): EventFromParams {
  const { defaultSource, options, changeEventFault } = connector;
  const timestamp = new Date(now).toISOString();
  if (isJsonObject(params) && params.eventAction === 'change') {
    const { eventAction: _, ...change } = params;
    const parsed = parseChangeParams(change);
    if (!parsed.ok) return invalid(parsed.message);
    if (changeEventFault !== undefined) return invalid(`✖ ${changeEventFault}`);
    return thatFits({
      kind: 'change',
      event: buildChangeEvent(
        { ...parsed.params, timestamp: parsed.params.timestamp ?? timestamp },
        { defaultSource },
      ),
    });
  }
  const parsed = parseActionParams(params);
  if (!parsed.ok) return invalid(parsed.message);
  const defaults = {
    defaultDedupKey: newDedupKey,
    defaultSource,
    ...(options.client !== undefined && { client: options.client }),
    ...(options.clientUrl !== undefined && { clientUrl: options.clientUrl }),
  };
  return thatFits({
    kind: 'alert',
    event: buildAlertEvent({ ...parsed.params, timestamp: parsed.params.timestamp ?? timestamp }, defaults),
  });
}

function thatFits(made: Exclude<EventFromParams, { kind: 'invalid' }>): EventFromParams {
  const bytes = Buffer.byteLength(withRoutingKey(made.event, anyKey));
  if (bytes <= maxBodyBytes) return made;
  return invalid(`✖ the event has ${bytes} bytes; PagerDuty takes at most ${maxBodyBytes}`);
}

const invalid = (detail: string): EventFromParams => {
  return { kind: 'invalid', message: `error validating action params: ${detail}` };
};
