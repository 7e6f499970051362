import type { ReportedAlert } from '../../../alerts/reported-alert.ts';
import type { Check } from './check.ts';
import type { TargetResult } from './check-target.ts';
import { daysUntil, type TroubleGroup } from './judge-answer.ts';

const severities: Readonly<Record<TroubleGroup, string>> = {
  down: 'critical',
  degraded: 'warning',
  certificate: 'warning',
};

/** What a context is made of, beside the result. */
export interface ContextFacts {
  readonly check: Pick<Check, 'expected'>;
  /** When the run began; milliseconds since 1970. */
  readonly now: number;
  /** When the trouble was found first. */
  readonly since: number;
}

const iso = (time: number) => new Date(time).toISOString();

/** What templates see of a target, in trouble or over it. */
export function contextOf(
  result: TargetResult,
  { check, now, since }: ContextFacts,
): Record<string, unknown> {
  const { target, troubles, status, latency, error, certificateUntil, attempts } = result;
  const { hostname: host, pathname: path, href: url } = target.url;
  return {
    target: target.id,
    url,
    host,
    path,
    status: status ?? '',
    latency: Math.round(latency),
    reason: troubles.map(({ reason }) => reason).join('; '),
    error: error ?? '',
    expected: check.expected,
    attempts,
    checkedAt: iso(now),
    since: iso(since),
    certificateDays: certificateUntil === undefined ? '' : daysUntil(certificateUntil, now),
    certificateUntil: certificateUntil === undefined ? '' : iso(certificateUntil),
  };
}

/** The alert of a target; `undefined`: nothing is wrong with it. Of several troubles the worst gives the group. */
export function alertOf(result: TargetResult, facts: ContextFacts): ReportedAlert | undefined {
  const [worst] = result.troubles;
  if (worst === undefined) return undefined;
  const { hostname, pathname } = result.target.url;
  return {
    id: result.target.id,
    group: worst.group,
    severity: severities[worst.group],
    context: contextOf(result, facts),
    defaults: { source: hostname, component: pathname, class: 'ping failure' },
  };
}
