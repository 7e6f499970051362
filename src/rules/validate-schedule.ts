import { Refusal } from '../refusal.ts';
import { type Duration, durationOf } from './duration.ts';
import type { Rule } from './rule.ts';

/** `alerting.rules.*`, as far as saving a rule heeds them. */
export interface ScheduleSettings {
  readonly minimumScheduleInterval: {
    /** Milliseconds. */ readonly value: number;
    readonly enforce: boolean;
  };
  /** `undefined`: not limited. */
  readonly maxScheduledPerMinute?: number | undefined;
}

const minute = 60_000;
const runsPerMinute = ({ ms }: Duration) => minute / ms;

/** Runs a minute with at most so many decimals as a person reads. */
const shown = (runs: number) => String(Number(runs.toFixed(4)));

/**
 * Refuses a rule with which all would run more often than `maxScheduledPerMinute` allows (Kibana's circuit breaker).
 *
 * @param others All other rules.
 */
export function checkRunsPerMinute(
  { name, interval }: { readonly name: string; readonly interval: Duration },
  others: Iterable<Rule>,
  what: 'created' | 'updated' | 'enabled',
  { maxScheduledPerMinute: most }: ScheduleSettings,
): void {
  if (most === undefined) return;
  let used = 0;
  for (const rule of others) if (rule.enabled) used += runsPerMinute(rule.interval);
  const available = Math.max(0, most - used);
  const needed = runsPerMinute(interval);
  if (needed <= available) return;
  throw new Refusal(
    'invalid',
    `Error validating circuit breaker - Rule '${name}' cannot be ${what}. The maximum number of runs per minute would be exceeded. - The rule has ${shown(needed)} runs per minute; there are only ${shown(available)} runs per minute available. Before you can modify this rule, you must increase its check interval so that it runs less frequently. Alternatively, disable other rules or change their check intervals.`,
  );
}

/** Refuses an interval below the shortest one, or gives a warning for the log, as the settings say. */
export function checkInterval(
  interval: Duration,
  what: 'creating' | 'updating',
  { minimumScheduleInterval: { value, enforce } }: ScheduleSettings,
): string | undefined {
  if (interval.ms >= value) return undefined;
  const least = durationOf(value).text;
  if (enforce)
    throw new Refusal(
      'invalid',
      `Error ${what} rule: the interval is less than the allowed minimum interval of ${least}`,
    );
  return `Rule schedule interval (${interval.text}) is less than the minimum value (${least}). Running rules at this interval may impact alerting performance. Set "alerting.rules.minimumScheduleInterval.enforce" to true to prevent creation of these rules.`;
}
