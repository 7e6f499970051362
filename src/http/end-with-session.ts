import type { Readable } from 'node:stream';

/** Milliseconds after which a stream is over at the latest when its session is. */
export const lookEvery = 15_000;

/**
 * Ends a stream soon after the browser session that asked for it, which would otherwise be told what changes for as
 * long as it likes. A store that can not answer just now ends nothing.
 */
export function endWithSession(
  stream: Readable,
  isOpen: () => Promise<boolean>,
  after: (milliseconds: number, what: () => void) => () => void,
): void {
  const look = async () => {
    if (!(await isOpen().catch(() => true))) stream.destroy();
    if (!stream.destroyed) cancel = after(lookEvery, look);
  };
  let cancel = after(lookEvery, look);
  stream.on('close', () => cancel());
}
