import { z } from 'zod';
import { parseDuration } from '../../duration.ts';
import { cronFault, timezoneFault } from './cron-times.ts';
import { mostSources, sourceName } from './source-name.ts';

const duration = z.string().refine((text) => parseDuration(text) !== undefined, {
  error: ({ input }) => `string is not a valid duration: ${input}`,
});

/** What a heartbeat rule is told. */
export const heartbeatParams = z
  .strictObject({
    /** A call is due so long after the one before it, such as `10m`; `null`: by `cron`, or every day without it. */
    every: duration.nullable().default(null),
    /** A call is due at these times, such as `0 3 * * *`. */
    cron: z.string().max(200).nullable().default(null),
    /** Of `cron`. */
    timezone: z.string().max(100).default('UTC'),
    /** A call that is due is waited for so long. */
    grace: duration.default('5m'),
    /** A job that said that it starts has to end within so long; `null`: only the next call that is due is waited for. */
    maxRunTime: duration.nullable().default(null),
    /** Expected from the start of the rule; all others from their first call. */
    expectedSources: z.array(sourceName).max(mostSources).default([]),
    /** A source that is not among the expected ones is forgotten when it was missing for so long; `null`: never. */
    forgetAfter: duration.nullable().default(null),
  })
  .superRefine(({ every, cron, timezone }, context) => {
    const refuse = (path: string, message: string | undefined) => {
      if (message !== undefined) context.addIssue({ code: 'custom', path: [path], message });
    };
    if (cron !== null && every !== null)
      refuse('cron', 'a rule goes by "every" or by "cron": leave one of them out');
    if (cron !== null) refuse('cron', cronFault(cron));
    refuse('timezone', timezoneFault(timezone));
  });

export type HeartbeatParams = z.infer<typeof heartbeatParams>;
