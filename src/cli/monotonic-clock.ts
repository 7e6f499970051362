/**
 * A clock that is set once, now, from the wall clock and runs on by itself: a jump of the wall clock changes nothing
 * of what lasts a while. Milliseconds since 1970, as far as the wall clock was right at the start.
 */
export function monotonicClock(): () => number {
  const offset = Date.now() - performance.now();
  return () => offset + performance.now();
}
