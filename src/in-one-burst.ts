let waiting: (() => void)[] = [];

/**
 * Does it at the end of this turn of the event loop, with all others that are asked for meanwhile, one right after the
 * other. For writing to sockets: who reads there is woken once for many and goes on reading, where each write between
 * other work would wake him from sleep; that costs the writer more than the write itself.
 */
export function inOneBurst(write: () => void): void {
  if (waiting.push(write) > 1) return;
  setImmediate(() => {
    const writes = waiting;
    waiting = [];
    for (const each of writes) {
      try {
        each();
      } catch (error) {
        // A defect: told as if it had been alone, and no reason to keep the others from being written.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  });
}
