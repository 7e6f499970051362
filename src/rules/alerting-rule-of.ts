import { type AlertingRule, defaultFlapping, type FlappingSettings } from '../alerts/alerting-rule.ts';
import { actionsOf } from './actions-of.ts';
import type { Rule } from './rule.ts';
import type { AnyRuleType } from './types/rule-types.ts';

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
