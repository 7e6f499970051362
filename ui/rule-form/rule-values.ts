import { type ActionValues, fromAction, newAction, toAction } from './actions/action-values.ts';
import { numberOf, numberText } from './fields/number-text.ts';
import type { RuleTypeShown, SavedRule } from './rule-form-api.ts';

export type Params = Readonly<Record<string, unknown>>;

/** What stands in the form of a rule. Numbers are texts, as they were typed. */
export interface RuleValues {
  readonly name: string;
  readonly tags: readonly string[];
  /** Such as `1m`. */
  readonly interval: string;
  readonly alertDelay: string;
  readonly flapping: 'default' | 'own' | 'off';
  readonly lookBackWindow: string;
  readonly statusChangeThreshold: string;
  readonly errorsBeforeAlert: string;
  readonly autoResolve: boolean;
  readonly onRuleEnd: 'resolve' | 'leave';
  /** As the API has them. */
  readonly params: Params;
  readonly actions: readonly ActionValues[];
}

const usual = {
  alertDelay: '1',
  flapping: 'default',
  lookBackWindow: '20',
  statusChangeThreshold: '4',
  errorsBeforeAlert: '3',
  autoResolve: true,
  onRuleEnd: 'resolve',
} as const;

/** A new rule, with an action that triggers and one that resolves, as Kibana's screen begins. */
export function newRule(
  type: RuleTypeShown,
  { params, connectorId, newId }: { params: Params; connectorId: string; newId: () => string },
): RuleValues {
  const groups = [type.default_action_group_id, type.recovery_action_group.id];
  return {
    ...usual,
    name: '',
    tags: [],
    interval: type.default_schedule_interval ?? '1m',
    params,
    actions: groups.map((group) => newAction(type, { uuid: newId(), group, connectorId })),
  };
}

/** What stands in the form for a rule that is there. */
export function fromRule(rule: SavedRule): RuleValues {
  const { flapping } = rule;
  const hasOwn = flapping !== null && flapping !== undefined;
  return {
    name: rule.name,
    tags: rule.tags,
    interval: rule.schedule.interval,
    alertDelay: numberText(rule.alert_delay?.active ?? 1),
    flapping: !hasOwn ? 'default' : flapping.enabled === false ? 'off' : 'own',
    lookBackWindow: numberText(flapping?.look_back_window ?? 20),
    statusChangeThreshold: numberText(flapping?.status_change_threshold ?? 4),
    errorsBeforeAlert: numberText(rule.errors_before_alert ?? 3),
    autoResolve: rule.auto_resolve !== false,
    onRuleEnd: rule.on_rule_end ?? 'resolve',
    params: rule.params,
    actions: rule.actions.map((action) => fromAction(action, rule)),
  };
}

/** What is said of the rule each time that it is saved; what is as usual is left out. */
export function toBody(values: RuleValues): Record<string, unknown> {
  const { flapping, lookBackWindow, statusChangeThreshold, alertDelay, errorsBeforeAlert } = values;
  return {
    name: values.name.trim(),
    tags: values.tags,
    schedule: { interval: values.interval },
    params: values.params,
    actions: values.actions.map(toAction),
    ...(isUnusual('alertDelay', alertDelay) && { alert_delay: { active: numberOf(alertDelay) } }),
    ...(flapping !== 'default' && {
      flapping: {
        look_back_window: numberOf(lookBackWindow),
        status_change_threshold: numberOf(statusChangeThreshold),
        ...(flapping === 'off' && { enabled: false }),
      },
    }),
    ...(isUnusual('errorsBeforeAlert', errorsBeforeAlert) && {
      errors_before_alert: numberOf(errorsBeforeAlert),
    }),
    ...(!values.autoResolve && { auto_resolve: false }),
    ...(values.onRuleEnd === 'leave' && { on_rule_end: 'leave' }),
  };
}

const isUnusual = (field: 'alertDelay' | 'errorsBeforeAlert', text: string) =>
  text.trim() !== '' && text.trim() !== usual[field];

/** Whether something that is folded away is not as usual. */
export function hasUnusual(values: RuleValues): boolean {
  return (
    isUnusual('alertDelay', values.alertDelay) ||
    isUnusual('errorsBeforeAlert', values.errorsBeforeAlert) ||
    values.flapping !== usual.flapping ||
    values.autoResolve !== usual.autoResolve ||
    values.onRuleEnd !== usual.onRuleEnd
  );
}
