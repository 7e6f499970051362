import { type AlertingRule, defaultFlapping, type FlappingSettings } from '../alerts/alerting-rule.ts';
import type { NotifyWhen, RuleAction } from '../alerts/rule-action.ts';
import type { Rule, SavedAction } from './rule.ts';
import type { AnyRuleType } from './types/rule-types.ts';

/** A rule's actions, with what the rule says for all of them put into each. */
export function actionsOf(rule: Pick<Rule, 'actions' | 'notifyWhen' | 'throttle'>): readonly RuleAction[] {
  return rule.actions.map(({ uuid, group, connectorId, params, frequency, timeframe }: SavedAction) => {
    const notifyWhen: NotifyWhen = frequency?.notifyWhen ?? rule.notifyWhen ?? 'onActiveAlert';
    const throttle = (frequency === null ? rule.throttle : frequency.throttle)?.ms ?? null;
    return {
      uuid,
      group,
      connectorId,
      params,
      frequency: {
        summary: frequency?.summary ?? false,
        notifyWhen,
        throttle: notifyWhen === 'onThrottleInterval' ? throttle : null,
      },
      ...(timeframe !== null && { timeframe }),
    };
  });
}

function flappingOf({ flapping }: Rule): FlappingSettings {
  if (flapping === null || flapping === undefined) return defaultFlapping;
  const { lookBackWindow, statusChangeThreshold, enabled = true } = flapping;
  return { enabled, lookBackWindow, statusChangeThreshold };
}

/** Where a rule is shown; empty without `server.publicBaseUrl`. */
function urlOf(ruleId: string, publicBaseUrl: string): string {
  if (publicBaseUrl === '') return '';
  return `${publicBaseUrl.replace(/\/$/, '')}/rules/${encodeURIComponent(ruleId)}`;
}

/** A rule as its alerts know it. `type` `undefined`: there is no such type any more, and it can not run. */
export function alertingRuleOf(
  rule: Rule,
  type: AnyRuleType | undefined,
  publicBaseUrl: string,
): AlertingRule {
  const { id, name, typeId, tags, params } = rule;
  const groups = type === undefined ? [] : [...type.groups, type.recoveryGroup];
  const defaultSummary = type?.defaultTexts[type.defaultGroup]?.summary;
  return {
    id,
    name,
    type: typeId,
    tags,
    params,
    url: urlOf(id, publicBaseUrl),
    actions: actionsOf(rule),
    groupNames: new Map(groups.map((group) => [group.id, group.name])),
    recoveryGroup: type?.recoveryGroup.id ?? 'recovered',
    ...(defaultSummary !== undefined && { defaultSummary }),
    flapping: flappingOf(rule),
    delay: rule.alertDelay ?? 1,
    autoResolve: rule.autoResolve ?? true,
    onRuleEnd: rule.onRuleEnd ?? 'resolve',
    errorsBeforeAlert: rule.errorsBeforeAlert ?? 3,
    muteAll: rule.muteAll,
    mutedAlertIds: new Set(rule.mutedAlertIds),
  };
}
