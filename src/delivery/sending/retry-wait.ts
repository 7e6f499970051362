const second = 1000;
const longest = 60 * second;

/**
 * Milliseconds to wait after the n-th failure of a lane's first event (rule 6 of the delivery contract): between half
 * and all of min(60 s, 2^(n-1) s). `random` is from 0 up to 1. A PagerDuty that asked for longer by `Retry-After` is
 * given it.
 */
export function retryWait(failures: number, random: number, retryAfter = 0): number {
  const ceiling = Math.min(longest, 2 ** (failures - 1) * second);
  return Math.max(retryAfter, ceiling / 2 + (random * ceiling) / 2);
}
