import { parseDuration } from '../../duration.ts';

/** Milliseconds between two attempts. */
export const pauseBetween = 1000;
/** Milliseconds that a run may need at worst: less than the five minutes after which runs are ended, by default. */
export const longestRun = 240_000;

/** Milliseconds that a run takes if every target hangs. A run that is ended finds nothing, and so pages nobody. */
export function worstTime(params: {
  readonly targets: readonly unknown[];
  readonly concurrency: number;
  readonly timeout: string;
  readonly retries: number;
}): number {
  const { targets, concurrency, timeout, retries } = params;
  const each = (parseDuration(timeout)?.ms ?? 0) * (retries + 1) + pauseBetween * retries;
  return Math.ceil(targets.length / concurrency) * each;
}
