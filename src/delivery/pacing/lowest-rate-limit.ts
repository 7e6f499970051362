import type { RateLimit } from './target-budget.ts';

/** What PagerDuty allows a key in any 60 s, and what `auto` begins with. */
const usualLimit = 120;

/**
 * The rate limit of a target whose connectors ask for several: the lowest counts (rule 8). `auto` stands for 120,
 * `off` for no limit at all; `fallback` is for a target that no connector uses any more.
 */
export function lowestRateLimit(limits: readonly RateLimit[], fallback: RateLimit): RateLimit {
  const value = (limit: RateLimit) =>
    limit === 'off' ? Number.POSITIVE_INFINITY : limit === 'auto' ? usualLimit : limit;
  return (
    limits.reduce<RateLimit | undefined>(
      (lowest, limit) => (lowest === undefined || value(limit) < value(lowest) ? limit : lowest),
      undefined,
    ) ?? fallback
  );
}
