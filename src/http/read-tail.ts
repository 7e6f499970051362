import type { Readable } from 'node:stream';

/**
 * Reads a body to its end, however long it is, and keeps its last `limit` bytes as text: what does not fit is passed
 * over rather than refused. Rejects when it breaks off.
 */
export async function readTail(body: Readable, limit: number): Promise<string> {
  let kept: Buffer = Buffer.alloc(0);
  let isCut = false;
  for await (const chunk of body) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    const all = kept.length === 0 ? bytes : Buffer.concat([kept, bytes]);
    isCut ||= all.length > limit;
    kept = all.subarray(-limit);
  }
  const text = new TextDecoder().decode(kept);
  // A letter may have been cut through.
  return isCut ? text.replace(/^\uFFFD{1,3}/, '') : text;
}
