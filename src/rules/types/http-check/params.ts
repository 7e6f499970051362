import { z } from 'zod';
import { parseDuration } from '../../duration.ts';
import { authOfSource, plainHeaders, sourceUrl } from '../../source-params.ts';
import { jsonCondition } from './json-condition.ts';
import { parseLatency } from './latency-limit.ts';
import { compileRegex } from './linear-regex.ts';
import { parseStatusRange } from './status-ranges.ts';
import { longestRun, pauseBetween, worstTime } from './worst-time.ts';

const mostTargets = 1000;
const mostConditions = 20;
const longestUrl = 2048;

const target = z.strictObject({
  /** What people call it, and the id of its alert; absent: its URL is. */
  name: z.string().trim().min(1).max(200).optional(),
  url: sourceUrl.max(longestUrl),
});

/** `204`, or a text such as `2xx` and `200-299`. */
const statuses = z
  .array(
    z.union([z.int(), z.string()]).refine((status) => parseStatusRange(String(status)) !== undefined, {
      error: ({ input }) =>
        `no such status: ${JSON.stringify(input)}; use 204, "2xx" or "200-299", from 100 to 599`,
    }),
  )
  .min(1)
  .max(50);

const pattern = z
  .string()
  .min(1)
  .max(1000)
  .superRefine((text, context) => {
    try {
      compileRegex(text);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      context.addIssue({ code: 'custom', message: `not a pattern that can be used: ${why}`, input: text });
    }
  });

/** What an HTTP check is told. */
export const httpCheckParams = z
  .strictObject({
    targets: z.array(target).min(1).max(mostTargets),
    method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']).default('GET'),
    headers: plainHeaders.default({}),
    body: z.string().max(100_000).nullable().default(null),
    auth: authOfSource.nullable().default(null),
    status: statuses.default(['2xx']),
    /** The body has this text in it. */
    bodyContains: z.string().min(1).max(10_000).nullable().default(null),
    /** The body has a match of this pattern in it. */
    bodyMatches: pattern.nullable().default(null),
    /** The body is JSON, and all of this holds of it. */
    bodyJson: z.array(jsonCondition).max(mostConditions).default([]),
    /** A target that takes longer is slow; `null`: however long. */
    maxLatency: z
      .string()
      .refine((text) => parseLatency(text) !== undefined, {
        error: ({ input }) => `string is not a valid duration: ${input}; use "800ms" or "2s"`,
      })
      .nullable()
      .default(null),
    /** So many days before the end of its certificate a target is told of; `null`: never. */
    certificateDays: z.number().min(0).max(1000).nullable().default(14),
    /** For one call, its redirects included. */
    timeout: z
      .string()
      .refine((text) => parseDuration(text) !== undefined, {
        error: ({ input }) => `string is not a valid duration: ${input}`,
      })
      .default('10s'),
    /** So often it is asked again in the same run, before it counts as down or slow. */
    retries: z.int().min(0).max(10).default(1),
    followRedirects: z.boolean().default(true),
    /** So many targets are asked at once. */
    concurrency: z.int().min(1).max(50).default(10),
  })
  .superRefine((params, context) => {
    const fail = (path: readonly PropertyKey[], message: string) =>
      context.addIssue({ code: 'custom', path: [...path], message, input: undefined });
    const ids = new Map<string, number>();
    params.targets.forEach((each, index) => {
      const id = targetId(each);
      const before = ids.get(id);
      if (before !== undefined) {
        fail(['targets', index], `"${id}" is targets.${before} too; give each a name of its own`);
      }
      ids.set(id, index);
    });
    const { method, body, bodyContains, bodyMatches, bodyJson } = params;
    if (body !== null && (method === 'GET' || method === 'HEAD')) {
      fail(['body'], `a ${method} request has no body; use POST, or leave the body out`);
    }
    if (method === 'HEAD' && (bodyContains !== null || bodyMatches !== null || bodyJson.length > 0)) {
      fail(['method'], 'the answer to HEAD has no body to look at; use GET');
    }
    const worst = worstTime(params);
    if (worst > longestRun) {
      const { targets, concurrency, timeout, retries } = params;
      fail(
        ['targets'],
        `${targets.length} targets that hang would take ${Math.ceil(worst / 1000)} s at ${concurrency} at once, ${timeout} each and ${retries} retries after ${pauseBetween / 1000} s, and a run has ${longestRun / 1000} s; raise concurrency, or lower timeout or retries`,
      );
    }
  });

export type HttpCheckParams = z.infer<typeof httpCheckParams>;
export type TargetParams = HttpCheckParams['targets'][number];

/** The id of a target's alert. */
export function targetId({ name, url }: TargetParams): string {
  return name ?? url;
}
