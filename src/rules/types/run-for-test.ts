import type { RuleRun } from '../rule-type.ts';

/** A run of a rule, for the tests of its type. */
export function runForTest<Params>(
  params: Params,
  { random, ...facts }: { readonly random?: (() => number) | undefined } & Partial<RuleRun<Params>> = {},
): RuleRun<Params> {
  const now = Date.UTC(2026, 4, 6, 10, 0, 0);
  return {
    ruleId: 'rule-1',
    ruleName: 'A rule',
    params,
    state: undefined,
    now,
    startedAt: now,
    previousStartedAt: null,
    listeningSince: 0,
    activeIds: () => [],
    signal: new AbortController().signal,
    random: random ?? (() => 0.5),
    sources: { call: () => Promise.reject(new Error('this run was to call nobody')) },
    ...facts,
  };
}
