import { type AlertEvent, buildLinks, defaultSummary, type Severity } from '../../pagerduty/event.ts';
import { isJsonObject, type JsonObject } from '../../pagerduty/json-value.ts';
import { maxBodyBytes, maxDedupKeyLength, maxDepth, maxSummaryLength } from '../../pagerduty/limits.ts';
import { parseTimestamp } from '../../pagerduty/timestamp.ts';

/** What an event gets that its params leave out. */
export interface PlainDefaults {
  readonly dedupKey: () => string;
  readonly source: string;
  /** As sent. */
  readonly timestamp: () => string;
  readonly client: string | undefined;
  readonly clientUrl: string | undefined;
}

const names = new Set(
  `eventAction dedupKey summary source severity timestamp component group class links customDetails client
   clientUrl`.split(/\s+/),
);
const severities: ReadonlySet<unknown> = new Set<Severity>(['critical', 'error', 'warning', 'info']);
/** A character is at most so many bytes of JSON: a control character is written as `\u0000`. */
const bytesOfUnit = 6;
const bytesOfNumber = 26;
/** What stands around the values, the routing key, and the longest defaults: client, its URL, and source. */
const bytesAround = 30_000;

const isSeverity = (value: unknown): value is Severity => severities.has(value);

/**
 * The event for params that are plainly right, judged by hand: schemas take several times as long, and thousands of
 * events a second come this way. It decides nothing itself: `undefined` means that the schemas shall judge, and what
 * it makes is what they would have made (a property test compares them).
 */
export function plainAlert(params: unknown, defaults: PlainDefaults): AlertEvent | undefined {
  if (!isJsonObject(params)) return undefined;
  for (const name in params) if (!names.has(name)) return undefined;
  const { eventAction = 'trigger', severity = 'info', links = [], customDetails } = params;
  const size = new Size();
  const text = (value: unknown) => (value === undefined ? '' : size.plainText(value));
  const dedupKey = text(params.dedupKey);
  const summary = text(params.summary);
  const source = text(params.source);
  const given = text(params.timestamp);
  const component = text(params.component);
  const group = text(params.group);
  const className = text(params.class);
  const client = text(params.client);
  const clientUrl = text(params.clientUrl);
  if (!isSeverity(severity) || !areLinks(links, size)) return undefined;
  const details = customDetails === undefined ? undefined : size.plainObject(customDetails);
  if (size.isTooLarge || dedupKey.length > maxDedupKeyLength || summary.length > maxSummaryLength) {
    return undefined;
  }
  const time = parseTimestamp(given);
  if (time.kind === 'invalid') return undefined;
  const isKeyGiven = dedupKey.trim() !== '';
  if (eventAction !== 'trigger') {
    const isKnown = eventAction === 'acknowledge' || eventAction === 'resolve';
    return isKnown && isKeyGiven ? { event_action: eventAction, dedup_key: dedupKey } : undefined;
  }
  const event: AlertEvent = {
    event_action: 'trigger',
    dedup_key: isKeyGiven ? dedupKey : defaults.dedupKey(),
    payload: {
      summary: summary.trim() === '' ? defaultSummary : summary,
      source: source.trim() === '' ? defaults.source : source,
      severity,
      timestamp: time.kind === 'time' ? time.iso : defaults.timestamp(),
    },
  };
  const { payload } = event;
  if (component !== '') payload.component = component;
  if (group !== '') payload.group = group;
  if (className !== '') payload.class = className;
  if (details !== undefined) payload.custom_details = details;
  if (links.length > 0) {
    const shown = buildLinks(links);
    if (shown.length > 0) event.links = shown;
  }
  const clientName = client === '' ? (defaults.client ?? '') : client;
  const clientAddress = clientUrl === '' ? (defaults.clientUrl ?? '') : clientUrl;
  if (clientName !== '') event.client = clientName.toWellFormed();
  if (clientAddress !== '') event.client_url = clientAddress.toWellFormed();
  return event;
}

type Link = { readonly href: string; readonly text: string };

function areLinks(links: unknown, size: Size): links is readonly Link[] {
  return Array.isArray(links) && links.every((link) => isLink(link, size));
}

function isLink(link: unknown, size: Size): boolean {
  if (!isJsonObject(link)) return false;
  for (const name in link) if (name !== 'href' && name !== 'text') return false;
  size.plainText(link.href);
  size.plainText(link.text);
  return true;
}

/**
 * Adds up how many bytes values may need as JSON, at the most, and whether they are what they should be: so an event
 * that is small anyhow need not be written out to be measured.
 */
class Size {
  #left = maxBodyBytes - bytesAround;

  /** Too large perhaps, or not plain. */
  get isTooLarge(): boolean {
    return this.#left < 0;
  }

  /** The value, if it is a text as UTF-8 can say it; else nothing is plain any more. */
  plainText(value: unknown): string {
    if (typeof value === 'string' && value.isWellFormed()) {
      this.#left -= value.length * bytesOfUnit + 20;
      return value;
    }
    this.#refuse();
    return '';
  }

  /** The value, if it is an object of nothing but JSON. */
  plainObject(value: unknown): JsonObject | undefined {
    if (this.#isPlainObject(value)) return value;
    this.#refuse();
    return undefined;
  }

  #isPlainObject(value: unknown): value is JsonObject {
    return isJsonObject(value) && this.#isPlain(value, 1);
  }

  #isPlain(value: unknown, level: number): boolean {
    switch (typeof value) {
      case 'string':
        this.#left -= value.length * bytesOfUnit + 3;
        return value.isWellFormed();
      case 'number':
        this.#left -= bytesOfNumber;
        return Number.isFinite(value);
      case 'boolean':
        this.#left -= 6;
        return true;
      case 'object':
        this.#left -= 5;
        return value === null || (level <= maxDepth && this.#holdsPlain(value, level + 1));
      default:
        return false;
    }
  }

  #holdsPlain(value: object, level: number): boolean {
    if (Array.isArray(value)) {
      for (const item of value) if (!this.#isPlain(item, level)) return false;
      return true;
    }
    for (const key of Object.keys(value)) {
      // The schemas leave `__proto__` out, at whatever level: they shall.
      if (!key.isWellFormed() || key === '__proto__') return false;
      this.#left -= key.length * bytesOfUnit + 4;
      if (!this.#isPlain(Reflect.get(value, key), level)) return false;
    }
    return true;
  }

  #refuse(): void {
    this.#left = Number.NEGATIVE_INFINITY;
  }
}
