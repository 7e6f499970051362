import {
  checkCustomDetails,
  checkLinks,
  checkRoutingKey,
  checkSummary,
  checkTimestamp,
  optionalText,
  requirePayload,
} from './check-fields.ts';
import type { Fields } from './read-body.ts';
import { shorten } from './shorten.ts';

/** A change event as kept. */
export interface ChangeEvent {
  /** ms since 1970. */
  readonly at: number;
  readonly routingKey: string;
  readonly summary: string;
  readonly source: string | undefined;
  readonly timestamp: string | undefined;
}

export type ChangeCheck =
  | { readonly kind: 'invalid'; readonly errors: readonly string[] }
  | { readonly kind: 'change'; readonly change: Omit<ChangeEvent, 'at'> };

/** Judges a change event as PagerDuty would, naming every fault at once. */
export function checkChangeEvent(fields: Fields, routingKey: unknown): ChangeCheck {
  const errors: string[] = [];
  const key = checkRoutingKey(routingKey, errors);
  if (key.startsWith('R')) {
    // (invented) That they are refused is documented, the words are not.
    errors.push("'routing_key' is invalid (change events cannot be sent to a ruleset)");
  }
  const payload = requirePayload(fields.payload, errors);
  const summary = payload === undefined ? '' : checkSummary(payload, errors);
  const source = optionalText(payload?.source, 'payload.source', errors);
  const timestamp = payload === undefined ? undefined : checkTimestamp(payload, errors);
  if (payload !== undefined) checkCustomDetails(payload, errors);
  checkLinks(fields.links, errors);
  if (errors.length > 0) return { kind: 'invalid', errors };
  return {
    kind: 'change',
    change: {
      routingKey: key,
      summary,
      source: source && shorten(source, 255),
      timestamp: timestamp && shorten(timestamp, 64),
    },
  };
}
