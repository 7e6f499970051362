import { counted } from '../parts/counted.ts';
import { wholeSeconds } from '../parts/duration.ts';

const failures = (n: number) => counted(n, 'failed attempt');

export const chartTexts = {
  title: 'Over time',
  range: 'How far back',
  ranges: { hour: '1 hour', sixHours: '6 hours', day: '24 hours' },
  /** "per minute", "per 5 minutes". */
  per: (minutes: number) => (minutes === 1 ? 'a minute' : `each ${minutes} minutes`),

  backlog: {
    title: 'Backlog and its age',
    events: 'Events that wait',
    oldest: 'Age of the oldest',
    none: (since: string) => `Nothing has waited since ${since}.`,
    summary: (now: number, most: number, when: string, oldest: number) =>
      `${counted(now, 'event')} now; at most ${counted(most, 'event')}, at ${when}; the oldest waited up to ${wholeSeconds(oldest)}.`,
  },
  deliveries: {
    title: (per: string) => `Deliveries and failed attempts, ${per}`,
    delivered: 'Delivered',
    failed: 'Failed attempts',
    none: (since: string) => `Nothing was sent since ${since}.`,
    summary: (delivered: number, failed: number, most: number, when: string) =>
      `${counted(delivered, 'event')} delivered, ${failures(failed)}; most at ${when}: ${counted(most, 'attempt')}.`,
  },
} as const;
