/** How many may wait for their turn before a newcomer is sent away. */
export interface AtMostLimits {
  readonly running: number;
  readonly waiting: number;
}

/**
 * Runs tasks, so many at a time; the others wait in line. When the line is full, `onFull` makes the error that the
 * newcomer gets.
 */
export function atMost({ running, waiting }: AtMostLimits, onFull: () => Error) {
  let active = 0;
  const line: (() => void)[] = [];
  return async function run<T>(task: () => Promise<T>): Promise<T> {
    if (active >= running) {
      if (line.length >= waiting) throw onFull();
      const { promise, resolve } = Promise.withResolvers<void>();
      line.push(resolve);
      await promise;
    } else {
      active++;
    }
    try {
      return await task();
    } finally {
      // The place is handed on rather than freed, so that nobody slips in before the one who waited.
      const next = line.shift();
      if (next === undefined) active--;
      else next();
    }
  };
}
