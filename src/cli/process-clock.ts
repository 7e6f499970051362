import type { Clock } from '../delivery/clock.ts';

/** Timers of this process by a clock of one's choice; none of them keeps the process alive. */
export function timers(now: () => number): Clock {
  return {
    now,
    after: (milliseconds, what) => {
      const timer = setTimeout(what, milliseconds);
      timer.unref();
      return () => clearTimeout(timer);
    },
  };
}

/**
 * The clock of this process: set once from the wall clock, never before the newest time on disk, and running on by
 * itself, so that a jump of the wall clock changes nothing (rule 20).
 */
export function processClock(newestTime: number): Clock {
  const offset = Math.max(Date.now(), newestTime) - performance.now();
  return timers(() => offset + performance.now());
}
