import {
  checkCustomDetails,
  checkImages,
  checkLinks,
  checkRoutingKey,
  checkSummary,
  checkTimestamp,
  isLonger,
  optionalText,
  requirePayload,
  requireText,
} from './check-fields.ts';
import { type Fields, isBlank } from './read-body.ts';

const actions = ['trigger', 'acknowledge', 'resolve'] as const;
const severities = ['critical', 'error', 'warning', 'info'] as const;

export type Severity = (typeof severities)[number];

/** What a trigger says of the trouble. */
export interface Alert {
  readonly summary: string;
  readonly source: string;
  readonly severity: Severity;
}

export type AlertCheck =
  | { readonly kind: 'invalid'; readonly errors: readonly string[] }
  /** `dedupKey` is undefined where the sender leaves it to PagerDuty. */
  | {
      readonly kind: 'trigger';
      readonly routingKey: string;
      readonly dedupKey: string | undefined;
      readonly alert: Alert;
    }
  | { readonly kind: 'acknowledge' | 'resolve'; readonly routingKey: string; readonly dedupKey: string };

function checkAction(value: unknown, errors: string[]): (typeof actions)[number] | undefined {
  const text = requireText(value, 'event_action', errors);
  const action = actions.find((name) => name === text);
  if (action === undefined && text !== '') {
    // (invented)
    errors.push(
      "'event_action' is invalid (must be one of the following: 'trigger', 'acknowledge' or 'resolve')",
    );
  }
  return action;
}

function checkDedupKey(value: unknown, isRequired: boolean, errors: string[]): string | undefined {
  const key = isRequired ? requireText(value, 'dedup_key', errors) : optionalText(value, 'dedup_key', errors);
  if (key === undefined || isBlank(key)) return undefined;
  if (isLonger(key, 255)) errors.push("'dedup_key' is too long (maximum is 255 characters)"); // (invented)
  return key;
}

function checkSeverity(payload: Fields, errors: string[]): Severity {
  const text = requireText(payload.severity, 'payload.severity', errors);
  const severity = severities.find((name) => name === text);
  if (severity === undefined && text !== '') {
    errors.push(
      "'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')",
    );
  }
  return severity ?? 'info';
}

function checkPayload(payload: Fields, errors: string[]): Alert {
  const summary = checkSummary(payload, errors);
  const source = requireText(payload.source, 'payload.source', errors);
  const severity = checkSeverity(payload, errors);
  checkTimestamp(payload, errors);
  for (const name of ['component', 'group', 'class']) {
    optionalText(payload[name], `payload.${name}`, errors);
  }
  checkCustomDetails(payload, errors);
  return { summary, source, severity };
}

/**
 * Judges an alert event as PagerDuty would, naming every fault at once. `routingKey` is what was found in the body
 * or the header. A payload that comes with an acknowledge or resolve is judged like a trigger's (seen with
 * resolves; assumed for acknowledges).
 */
export function checkAlertEvent(fields: Fields, routingKey: unknown): AlertCheck {
  const errors: string[] = [];
  const key = checkRoutingKey(routingKey, errors);
  const action = checkAction(fields.event_action, errors);
  const isRequired = action === 'acknowledge' || action === 'resolve';
  const dedupKey = checkDedupKey(fields.dedup_key, isRequired, errors);
  const hasPayload = fields.payload !== undefined && fields.payload !== null;
  const payload = action === 'trigger' || hasPayload ? requirePayload(fields.payload, errors) : undefined;
  const alert = payload === undefined ? undefined : checkPayload(payload, errors);
  optionalText(fields.client, 'client', errors);
  optionalText(fields.client_url, 'client_url', errors);
  checkImages(fields.images, errors);
  checkLinks(fields.links, errors);

  if (errors.length === 0 && action === 'trigger' && alert !== undefined) {
    return { kind: 'trigger', routingKey: key, dedupKey, alert };
  }
  if (errors.length === 0 && isRequired && dedupKey !== undefined) {
    return { kind: action, routingKey: key, dedupKey };
  }
  return { kind: 'invalid', errors };
}
