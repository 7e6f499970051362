import { z } from 'zod';
import { parseDuration } from '../../duration.ts';
import { authOfSource, plainHeaders, sourceUrl } from '../../source-params.ts';
import { thresholdCondition } from '../../threshold.ts';

const longestUrl = 2048;
const longestQuery = 10_000;
/** Milliseconds for one query: less than the five minutes after which a run is ended, by default. */
const longestTimeout = 240_000;

const duration = z.string().refine((text) => parseDuration(text) !== undefined, {
  error: ({ input }) => `string is not a valid duration: ${input}`,
});

/** What a rule that asks Prometheus is told. */
export const prometheusQueryParams = z
  .strictObject({
    /** Of the server, with the prefix of its paths, as a person opens it in a browser. */
    url: sourceUrl.max(longestUrl).superRefine((text, context) => {
      const path = URL.parse(text)?.pathname ?? '';
      if (!/\/api\/v1(\/|$)/.test(path)) return;
      const message = 'give the URL of the server, without /api/v1 and what follows: Tocsin adds it';
      context.addIssue({ code: 'custom', message, input: text });
    }),
    /** PromQL. Each series of its result can be an alert. */
    query: z.string().trim().min(1, 'use a PromQL expression such as "up"').max(longestQuery),
    /** `POST` sends the query as a form, `GET` in the URL. */
    method: z.enum(['POST', 'GET']).default('POST'),
    headers: plainHeaders.default({}),
    auth: authOfSource.nullable().default(null),
    timeout: duration
      .refine((text) => (parseDuration(text)?.ms ?? 0) <= longestTimeout, {
        error: `use ${longestTimeout / 1000}s at the most`,
      })
      .default('10s'),
    critical: thresholdCondition.nullable().default(null),
    warning: thresholdCondition.nullable().default(null),
    /** A condition counts when it has been met in every run for so long; `null`: at once. */
    for: duration.nullable().default(null),
    /**
     * What a series without a value is: an alert; a recovery; or nothing (`keep`): what was known of it holds.
     */
    noData: z.enum(['alert', 'recover', 'keep']).default('recover'),
    /** A series without a value for so long, while others have one, is not waited for any more. */
    forgetAfter: duration.default('1d'),
  })
  .superRefine(({ critical, warning }, context) => {
    if (critical !== null || warning !== null) return;
    const message =
      'set critical, warning or both, such as "critical": {"comparator": ">", "threshold": [90]}';
    context.addIssue({ code: 'custom', path: ['critical'], message, input: null });
  });

export type PrometheusQueryParams = z.infer<typeof prometheusQueryParams>;
