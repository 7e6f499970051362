import { maxBodyBytes } from './reply.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** What came in a body, before anybody asks whether it makes sense as an event. */
export type BodyRead =
  | { readonly kind: 'object'; readonly fields: Fields }
  | { readonly kind: 'unrecognized' }
  | { readonly kind: 'too_large' };

const decoder = new TextDecoder('utf-8', { fatal: true });

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isBlank(text: string): boolean {
  return text.trim() === '';
}

export function readBody(body: Uint8Array, maximum: number = maxBodyBytes): BodyRead {
  if (body.byteLength > maximum) return { kind: 'too_large' };
  try {
    const value: unknown = JSON.parse(decoder.decode(body));
    return isObject(value) ? { kind: 'object', fields: value } : { kind: 'unrecognized' };
  } catch {
    return { kind: 'unrecognized' };
  }
}

/**
 * The routing key that a call goes by: the one in the body, else the header's, which PagerDuty does not document
 * but takes. Anything in the body but null or a blank text keeps the header out, so that it is judged.
 */
export function routingKeyOf(read: BodyRead, header: string | undefined): unknown {
  const inBody = read.kind === 'object' ? read.fields.routing_key : undefined;
  const absent = inBody === undefined || inBody === null || (typeof inBody === 'string' && isBlank(inBody));
  return absent ? header : inBody;
}
