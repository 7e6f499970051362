/** Some of these bytes. */
export interface ByteRange {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

/** A text, sent as UTF-8, or bytes that are sent one after the other. */
export type PostedBody = string | readonly ByteRange[];

/** The bytes that are sent. */
export function bytesOfBody(body: PostedBody): Buffer {
  if (typeof body === 'string') return Buffer.from(body);
  return Buffer.concat(body.map(({ bytes, start, end }) => bytes.subarray(start, end)));
}
