import type { RuleType } from '../rule-type.ts';
import { alwaysFiring } from './always-firing/always-firing.ts';
import { external } from './external/external.ts';
import { httpCheck } from './http-check/http-check.ts';
import { prometheusQuery } from './prometheus-query/prometheus-query.ts';

/** A rule type as whoever handles rules of all types needs it: it reads params itself before it looks at them. */
export type AnyRuleType = RuleType;

function anyParams<Params>(type: RuleType<Params>): AnyRuleType {
  const { execute, example, ...rest } = type;
  return {
    ...rest,
    ...(example && { example: (params, now) => example(type.params.parse(params), now) }),
    execute: (run) => execute({ ...run, params: type.params.parse(run.params) }),
  };
}

/** Every rule type there is, by its id. */
export const ruleTypes: ReadonlyMap<string, AnyRuleType> = new Map(
  [anyParams(alwaysFiring), anyParams(external), anyParams(httpCheck), anyParams(prometheusQuery)].map(
    (type) => [type.id, type],
  ),
);
