import { parseDuration } from '../../duration.ts';
import type { SourceCall } from '../../sources.ts';
import { describeCondition } from './json-condition.ts';
import { asksForBody, type BodyConditions } from './judge-body.ts';
import { parseLatency } from './latency-limit.ts';
import { type HttpCheckParams, targetId } from './params.ts';
import { parseStatusRange, type StatusRange } from './status-ranges.ts';

/** So many redirects are followed, if any. */
const mostRedirects = 10;

export interface Target {
  /** Of its alert. */
  readonly id: string;
  readonly url: URL;
  /** What is called; but for the signal, which is of the run. */
  readonly call: Omit<SourceCall, 'signal'>;
}

/** What a rule checks, worked out from its params. */
export interface Check {
  readonly targets: readonly Target[];
  readonly statuses: readonly StatusRange[];
  readonly expectedStatus: string;
  /** All that is expected, in words. */
  readonly expected: string;
  /** `undefined`: nothing is asked of the body. */
  readonly body: BodyConditions | undefined;
  /** Milliseconds. */
  readonly maxLatency: number | undefined;
  readonly certificateDays: number | null;
  readonly retries: number;
  readonly concurrency: number;
}

/** Works out what the params of a rule mean. */
export function checkOf(params: HttpCheckParams): Check {
  const { bodyContains, bodyMatches, bodyJson, certificateDays, retries, concurrency } = params;
  const maxLatency = params.maxLatency === null ? undefined : parseLatency(params.maxLatency);
  const expectedStatus = params.status.join(', ');
  const expected = [
    `status ${expectedStatus}`,
    ...(bodyContains === null ? [] : [`${JSON.stringify(bodyContains)} in the body`]),
    ...(bodyMatches === null ? [] : [`a match of ${bodyMatches} in the body`]),
    ...bodyJson.map(describeCondition),
    ...(maxLatency === undefined ? [] : [`an answer within ${maxLatency} ms`]),
  ];
  const conditions = { bodyContains, bodyMatches, bodyJson };
  return {
    targets: targetsOf(params),
    statuses: params.status.flatMap((status) => parseStatusRange(String(status)) ?? []),
    expectedStatus,
    expected: expected.join('; '),
    body: asksForBody(conditions) ? conditions : undefined,
    maxLatency,
    certificateDays,
    retries,
    concurrency,
  };
}

function targetsOf(params: HttpCheckParams): readonly Target[] {
  const { method, body, auth, followRedirects, timeout } = params;
  const headers = Object.fromEntries(
    Object.entries(params.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return params.targets.map((target) => {
    const url = new URL(target.url);
    const call = {
      method,
      url,
      headers,
      body,
      ...(auth !== null && { secret: auth.secret }),
      redirects: followRedirects ? mostRedirects : 0,
      deadline: parseDuration(timeout)?.ms ?? 0,
    };
    return { id: targetId(target), url, call };
  });
}
