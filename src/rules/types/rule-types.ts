import type { RuleType } from '../rule-type.ts';
import { alertmanager } from './alertmanager/alertmanager.ts';
import { alwaysFiring } from './always-firing/always-firing.ts';
import { external } from './external/external.ts';
import { heartbeat } from './heartbeat/heartbeat.ts';
import { httpCheck } from './http-check/http-check.ts';
import { prometheusQuery } from './prometheus-query/prometheus-query.ts';

/** A rule type as whoever handles rules of all types needs it: it reads params itself before it looks at them. */
export type AnyRuleType = RuleType;

function anyParams<Params>(type: RuleType<Params>): AnyRuleType {
  const { execute, example, withoutWaiting, ...rest } = type;
  // A rule has the same params object in every run until it is changed.
  const known = new WeakMap<object, Params>();
  const read = (params: unknown): Params => {
    const before = typeof params === 'object' && params !== null ? known.get(params) : undefined;
    if (before !== undefined) return before;
    const parsed = type.params.parse(params);
    if (typeof params === 'object' && params !== null) known.set(params, parsed);
    return parsed;
  };
  return {
    ...rest,
    ...(example && { example: (params, now) => example(read(params), now) }),
    ...(withoutWaiting && { withoutWaiting: (params) => withoutWaiting(read(params)) }),
    execute: (run) => execute({ ...run, params: read(run.params) }),
  };
}

/** Every rule type there is, by its id. */
export const ruleTypes: ReadonlyMap<string, AnyRuleType> = new Map(
  [
    anyParams(alwaysFiring),
    anyParams(external),
    anyParams(heartbeat),
    anyParams(alertmanager),
    anyParams(httpCheck),
    anyParams(prometheusQuery),
  ].map((type) => [type.id, type]),
);
