import type { LookupAddress, LookupAllOptions } from 'node:dns';

type Callback = (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void;

/** Asks the system for the addresses of a name, as `dns.lookup` does. */
export type LookupAll = (hostname: string, options: LookupAllOptions, callback: Callback) => void;

/**
 * A lookup that asks for at most so many names at once, and for each only once at a time. Each one under way holds a
 * thread of the few that a process has for that, for many seconds where DNS does not answer: names that rules call must
 * not keep delivery from looking up its own.
 */
export function limitedLookup(most: number, lookup: LookupAll): LookupAll {
  const asked = new Map<string, Callback[]>();
  const waiting: (() => void)[] = [];
  let running = 0;
  const next = () => {
    while (running < most) {
      const start = waiting.shift();
      if (start === undefined) return;
      running++;
      start();
    }
  };
  return (hostname, options, callback) => {
    const key = JSON.stringify([hostname, options.family, options.hints]);
    const others = asked.get(key);
    if (others !== undefined) {
      others.push(callback);
      return;
    }
    const callbacks = [callback];
    asked.set(key, callbacks);
    waiting.push(() => {
      lookup(hostname, options, (error, addresses) => {
        running--;
        asked.delete(key);
        for (const each of callbacks) each(error, addresses);
        next();
      });
    });
    next();
  };
}
