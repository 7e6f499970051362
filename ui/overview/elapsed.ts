import { useNow } from '../parts/moment.tsx';

/** Milliseconds since a reading that was made at `readAt`; goes on by the second. */
export function useElapsed(readAt: number): number {
  return Math.max(0, useNow() - readAt);
}
