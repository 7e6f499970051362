import type { Params } from '../../rule-values.ts';
import { defined, orAbsent, orNull, textAt, textsAt } from '../read-params.ts';

/** What stands in the fields of a heartbeat. */
export interface HeartbeatValues {
  readonly by: 'every' | 'cron';
  readonly every: string;
  readonly cron: string;
  readonly timezone: string;
  readonly grace: string;
  readonly maxRunTime: string;
  readonly expectedSources: readonly string[];
  readonly forgetAfter: string;
}

export function heartbeatValues(params: Params): HeartbeatValues {
  return {
    by: typeof params.cron === 'string' ? 'cron' : 'every',
    every: textAt(params, 'every'),
    cron: textAt(params, 'cron'),
    timezone: textAt(params, 'timezone') || 'UTC',
    grace: textAt(params, 'grace'),
    maxRunTime: textAt(params, 'maxRunTime'),
    expectedSources: textsAt(params, 'expectedSources'),
    forgetAfter: textAt(params, 'forgetAfter'),
  };
}

export function heartbeatParamsOf(values: HeartbeatValues): Params {
  const { by, every, cron, timezone, grace, maxRunTime, expectedSources, forgetAfter } = values;
  return defined({
    every: by === 'every' ? orNull(every) : null,
    // An empty expression is refused by the server, in words.
    cron: by === 'cron' ? cron.trim() : null,
    timezone: by === 'cron' ? timezone : undefined,
    grace: orAbsent(grace),
    maxRunTime: orNull(maxRunTime),
    expectedSources,
    forgetAfter: orNull(forgetAfter),
  });
}
