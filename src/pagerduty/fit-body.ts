import type { AlertEvent, ChangeEvent, EventImage, EventLink } from './event.ts';
import type { Note } from './fit-text.ts';
import type { JsonObject, JsonValue } from './json-value.ts';
import { maxBodyBytes } from './limits.ts';
import { grouped, quoted } from './wording.ts';

/** The parts of an event that may give way when it is too large. */
export type Bulk = {
  readonly customDetails?: JsonObject | undefined;
  readonly links?: EventLink[] | undefined;
  readonly images?: EventImage[] | undefined;
};

export type FittedBody<Event> =
  | { readonly kind: 'fits'; readonly event: Event; readonly bulk: Bulk }
  | { readonly kind: 'too_large'; readonly bytes: number };

/** What `"routing_key":"…",` with a key of PagerDuty's adds to the body. */
const routingKeyBytes = '"routing_key":"",'.length + 32;

/** Bytes of an event as it will be sent, routing key included. */
export function bodyBytes(event: AlertEvent | ChangeEvent): number {
  return jsonBytes(event) + routingKeyBytes;
}

/**
 * Makes an event of at most 512,000 bytes: the largest values of its custom details give way to notes, largest first;
 * then the custom details as a whole; then links and images, and with them gone the custom details get as much of
 * the room as they need, in the same order.
 *
 * @param build makes the event around the parts that remain; called at most a handful of times.
 */
export function fitBody<Event extends AlertEvent | ChangeEvent>(
  given: Bulk,
  build: (bulk: Bulk) => Event,
  note: Note,
): FittedBody<Event> {
  const whole = tryFit(given, build, note);
  if (whole.kind === 'fits' || (given.links === undefined && given.images === undefined)) return whole;
  const bare = tryFit({ customDetails: given.customDetails }, build, note);
  if (bare.kind === 'fits') note('links and images left out: the event was too large');
  return bare;
}

function tryFit<Event extends AlertEvent | ChangeEvent>(
  bulk: Bulk,
  build: (bulk: Bulk) => Event,
  note: Note,
): FittedBody<Event> {
  const event = build(bulk);
  const bytes = bodyBytes(event);
  if (bytes <= maxBodyBytes) return { kind: 'fits', event, bulk };
  const { customDetails } = bulk;
  if (customDetails === undefined) return { kind: 'too_large', bytes };
  const smaller = shrinkDetails(customDetails, bytes - maxBodyBytes) ?? noteInstead(customDetails);
  const less = { ...bulk, customDetails: smaller.details };
  const lessEvent = build(less);
  const lessBytes = bodyBytes(lessEvent);
  if (lessBytes > maxBodyBytes) return { kind: 'too_large', bytes: lessBytes };
  note(smaller.note);
  return { kind: 'fits', event: lessEvent, bulk: less };
}

type Shrunk = { readonly details: JsonObject; readonly note: string };

/**
 * Custom details that are at least `excess` bytes smaller, by notes in the place of the largest values; each value is
 * measured once.
 *
 * @returns `undefined` when notes for all values that are larger than a note are not enough.
 */
export function shrinkDetails(details: JsonObject, excess: number): Shrunk | undefined {
  const bySize = Object.entries(details)
    .map(([key, value]) => ({ key, bytes: jsonBytes(value) }))
    .sort((a, b) => b.bytes - a.bytes);
  const notes = new Map<string, string>();
  let saved = 0;
  for (const { key, bytes } of bySize) {
    if (saved >= excess) break;
    const stub = leftOut(bytes);
    const gain = bytes - jsonBytes(stub);
    if (gain <= 0) break;
    notes.set(key, stub);
    saved += gain;
  }
  if (saved < excess) return undefined;
  return {
    details: Object.fromEntries(
      Object.entries(details).map(([key, value]) => [key, notes.get(key) ?? value]),
    ),
    note: describeLeftOut(bySize.slice(0, notes.size)),
  };
}

function noteInstead(details: JsonObject): Shrunk {
  const bytes = jsonBytes(details);
  return {
    details: { tocsin: leftOut(bytes) },
    note: `custom_details left out as a whole (${grouped(bytes)} bytes): the event was too large`,
  };
}

function leftOut(bytes: number): string {
  return `[left out by Tocsin: ${grouped(bytes)} bytes]`;
}

function describeLeftOut(values: readonly { key: string; bytes: number }[]): string {
  const named = values.slice(0, 5).map(({ key, bytes }) => `${quoted(key)} (${grouped(bytes)} bytes)`);
  const more = values.length > named.length ? ` and ${grouped(values.length - named.length)} more` : '';
  return `custom_details: left out ${named.join(', ')}${more}: the event was too large`;
}

function jsonBytes(value: JsonValue | AlertEvent | ChangeEvent | undefined): number {
  return value === undefined ? 0 : Buffer.byteLength(JSON.stringify(value));
}
