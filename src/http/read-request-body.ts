import type { IncomingMessage } from 'node:http';
import { throwAway } from '../throw-away.ts';

/** Whether the caller itself says that more will come than `limit`. */
const announcesMore = (request: IncomingMessage, limit: number) =>
  Number(request.headers['content-length'] ?? 0) > limit;

/**
 * Reads the body of a request, of any content type, as it is. `too_large`: it has more than `limit` bytes, and the
 * rest was thrown away. Never settles when the caller leaves in the middle: nobody is there to answer.
 */
export function readRequestBody(request: IncomingMessage, limit: number): Promise<Buffer | 'too_large'> {
  const { promise, resolve } = Promise.withResolvers<Buffer | 'too_large'>();
  const refuse = () => void throwAway(request).then(() => resolve('too_large'));
  if (announcesMore(request, limit)) {
    refuse();
    return promise;
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= limit) chunks.push(chunk);
    else if (bytes - chunk.length <= limit) refuse();
  });
  request.on('end', () => {
    if (bytes > limit) return;
    const [only] = chunks;
    resolve(only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks));
  });
  return promise;
}
