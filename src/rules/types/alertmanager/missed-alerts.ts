import { z } from 'zod';

/** Alerts that were told of and not taken, or that were not told of at all. `at`: milliseconds since 1970. */
export const missedSchema = z.object({
  why: z.enum(['limit', 'truncated']),
  count: z.number(),
  at: z.number(),
});

export type Missed = z.infer<typeof missedSchema>;

/** So long the rule warns of it, unless it happens again. */
const warnFor = 10 * 60_000;

export const isRecent = ({ at }: Missed, now: number): boolean => at > now - warnFor;

/** What the status of the rule says of it. */
export function warningOf({ why, count, at }: Missed): string {
  const time = new Date(at).toISOString();
  const alerts = count === 1 ? '1 alert' : `${count} alerts`;
  return why === 'limit'
    ? `${alerts} ${count === 1 ? 'was' : 'were'} left out at ${time}, because the rule may have no more active ones (alerting.rules.run.alerts.max)`
    : `Alertmanager left ${alerts} out of what it sent at ${time}: set max_alerts of its webhook to 0`;
}
