import type { Json } from '../store/connector-store.ts';
import { type Duration, parseDuration } from './duration.ts';
import { jsonObjectOf } from './json-object.ts';
import type { Rule } from './rule.ts';
import type { RuleDraft } from './rule-draft.ts';

/** What a rule is told each time that it is saved, its actions apart. */
export type Said = Pick<
  Rule,
  | 'name'
  | 'tags'
  | 'params'
  | 'interval'
  | 'notifyWhen'
  | 'throttle'
  | 'alertDelay'
  | 'flapping'
  | 'artifacts'
  | 'autoResolve'
  | 'onRuleEnd'
  | 'errorsBeforeAlert'
>;

/** What a draft says, as it is kept; `params` and `interval` are its own, as they were understood. */
export function saidBy(draft: RuleDraft, params: { readonly [key: string]: Json }, interval: Duration): Said {
  const { name, tags, flapping, artifacts, autoResolve, onRuleEnd, errorsBeforeAlert, alertDelay } = draft;
  const throttle = parseDuration(draft.throttle ?? '') ?? null;
  return {
    name,
    tags,
    params,
    interval,
    // As in Kibana a throttle alone says when, too.
    notifyWhen: draft.notifyWhen ?? (throttle === null ? null : 'onThrottleInterval'),
    throttle,
    ...(flapping !== undefined && { flapping }),
    ...(artifacts !== undefined && { artifacts: jsonObjectOf(artifacts) }),
    ...(autoResolve !== undefined && { autoResolve }),
    ...(onRuleEnd !== undefined && { onRuleEnd }),
    ...(errorsBeforeAlert !== undefined && { errorsBeforeAlert }),
    ...(alertDelay !== undefined && { alertDelay }),
  };
}
