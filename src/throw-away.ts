import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { setTimeout } from 'node:timers/promises';

/** Longer than a body that is refused is worth. */
const patience = 10_000;

/**
 * Reads what still comes of a request and throws it away, before it is answered: whoever is cut off while sending
 * often never reads why. Settles when the request has ended, or after ten seconds.
 */
export async function throwAway(request: IncomingMessage): Promise<void> {
  if (request.readableEnded || request.destroyed) return;
  const over = new AbortController();
  const { signal } = over;
  request.resume();
  try {
    await Promise.race([
      once(request, 'end', { signal }),
      once(request, 'close', { signal }),
      setTimeout(patience, undefined, { signal, ref: false }),
    ]);
  } catch {
    // An error of the connection: nobody is left to read the answer.
  } finally {
    over.abort();
  }
}
