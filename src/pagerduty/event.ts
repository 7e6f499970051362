import type { ActionParams } from './action-params.ts';
import { type JsonObject, type JsonValue, toJsonObject, wellFormed } from './json-value.ts';

export type Severity = 'critical' | 'error' | 'warning' | 'info';
export type EventLink = { href: string; text?: string; [extra: string]: JsonValue | undefined };
export type EventImage = { src: string; href?: string; alt?: string; [extra: string]: JsonValue | undefined };

/** What PagerDuty shows of a trigger. Fields that PagerDuty does not know are kept as they came. */
type TriggerPayload = {
  summary: string;
  source: string;
  severity: Severity;
  timestamp?: string;
  component?: string;
  group?: string;
  class?: string;
  custom_details?: JsonObject;
  [extra: string]: JsonValue | undefined;
};

export type TriggerEvent = {
  event_action: 'trigger';
  dedup_key: string;
  payload: TriggerPayload;
  links?: EventLink[];
  images?: EventImage[];
  client?: string;
  client_url?: string;
  [extra: string]: JsonValue | undefined;
};

/** Acknowledge and resolve carry nothing else: PagerDuty would check the rest and could refuse the event for it. */
type AcknowledgeEvent = { event_action: 'acknowledge'; dedup_key: string };
type ResolveEvent = { event_action: 'resolve'; dedup_key: string };

/** The body of an alert event (Events API v2), without its routing key: the key is no part of an event as kept. */
export type AlertEvent = TriggerEvent | AcknowledgeEvent | ResolveEvent;

/** The body of a change event (Events API v2), without its routing key. */
export type ChangeEvent = {
  payload: {
    summary: string;
    source?: string;
    timestamp?: string;
    custom_details?: JsonObject;
    [extra: string]: JsonValue | undefined;
  };
  links?: EventLink[];
  [extra: string]: JsonValue | undefined;
};

export const defaultSummary = 'No summary provided';
const defaultSeverity: Severity = 'info';

export type AlertEventDefaults = {
  /** The key of a trigger that came without one. */
  readonly defaultDedupKey: string;
  readonly defaultSource: string;
  readonly client?: string;
  readonly clientUrl?: string;
};

/**
 * The body for params that passed `parseActionParams`. Blank summary and source count as not given; empty optional
 * texts, and links without href, are left out, because PagerDuty refuses the whole event for some of them.
 */
export function buildAlertEvent(params: ActionParams, defaults: AlertEventDefaults): AlertEvent {
  const key = wellFormed(nonBlank(params.dedupKey) ?? defaults.defaultDedupKey);
  if (params.eventAction !== 'trigger') return { event_action: params.eventAction, dedup_key: key };
  const { customDetails } = params;
  const links = buildLinks(params.links);
  const images = (params.images ?? []).map((image) => ({
    src: wellFormed(image.src),
    ...given('href', image.href),
    ...given('alt', image.alt),
  }));
  return {
    event_action: 'trigger',
    dedup_key: key,
    payload: {
      summary: wellFormed(nonBlank(params.summary) ?? defaultSummary),
      source: wellFormed(nonBlank(params.source) ?? defaults.defaultSource),
      severity: params.severity ?? defaultSeverity,
      ...given('timestamp', params.timestamp),
      ...given('component', params.component),
      ...given('group', params.group),
      ...given('class', params.class),
      ...(customDetails === undefined ? {} : { custom_details: toJsonObject(customDetails) }),
    },
    ...(links.length === 0 ? {} : { links }),
    ...(images.length === 0 ? {} : { images }),
    ...given('client', nonEmpty(params.client) ?? defaults.client),
    ...given('client_url', nonEmpty(params.clientUrl) ?? defaults.clientUrl),
  };
}

/** Links as PagerDuty takes them: those without href are left out, and so is an empty text. */
export function buildLinks(links: readonly { href: string; text: string }[] | undefined): EventLink[] {
  return (links ?? [])
    .filter((link) => nonBlank(link.href) !== undefined)
    .map((link) => ({ href: wellFormed(link.href), ...given('text', link.text) }));
}

/** `{ [name]: text }`, well-formed, or nothing where the text is absent or empty. To be spread into a body. */
export function given<Name extends string>(
  name: Name,
  text: string | undefined,
): Record<Name, string> | Record<never, never> {
  return text === undefined || text === '' ? {} : { [name]: wellFormed(text) };
}

/** The text, unless it is absent or only white space. */
export function nonBlank(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text;
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

/** The JSON text to post: the event with its routing key, which PagerDuty documents in the body, as first field. */
export function withRoutingKey(event: AlertEvent | ChangeEvent, routingKey: string): string {
  return JSON.stringify(Object.assign({ routing_key: '' }, event, { routing_key: routingKey }));
}

/**
 * What stands in the place of the first character of an event that is a JSON text already, such as one from disk, to
 * say what `withRoutingKey` would.
 */
export function routingKeyStart(routingKey: string): string {
  return `{"routing_key":${JSON.stringify(routingKey)},`;
}
