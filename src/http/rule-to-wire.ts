import type { z } from 'zod';
import type { ruleBody } from '../api/rules.ts';
import type { Rule, SavedAction } from '../rules/rule.ts';
import type { RuleRunner } from '../rules/rule-change.ts';
import type { RuleStatus } from '../rules/rule-status.ts';
import type { RuleWithStatus } from '../rules/rules.ts';

export type WireRule = z.input<typeof ruleBody>;

const iso = (time: number) => new Date(time).toISOString();

function actionToWire(action: SavedAction): WireRule['actions'][number] {
  const { frequency, timeframe } = action;
  return {
    id: action.connectorId,
    connector_type_id: action.connectorTypeId,
    group: action.group,
    params: { ...action.params },
    uuid: action.uuid,
    ...(frequency && {
      frequency: {
        summary: frequency.summary,
        notify_when: frequency.notifyWhen,
        throttle: frequency.throttle?.text ?? null,
      },
    }),
    ...(timeframe && {
      alerts_filter: {
        timeframe: {
          days: [...timeframe.days],
          hours: { start: timeframe.start, end: timeframe.end },
          timezone: timeframe.timezone,
        },
      },
    }),
  };
}

const outcomeOrder = { succeeded: 0, warning: 10, failed: 20 };

function statusToWire({ execution, lastRun }: RuleStatus): Pick<WireRule, 'execution_status' | 'last_run'> {
  return {
    execution_status: {
      status: execution.status,
      last_execution_date: iso(execution.at),
      ...(execution.duration !== undefined && { last_duration: execution.duration }),
      ...(execution.error && { error: execution.error }),
      ...(execution.warning && { warning: execution.warning }),
    },
    ...(lastRun && {
      last_run: {
        outcome: lastRun.outcome,
        outcome_order: outcomeOrder[lastRun.outcome],
        warning: lastRun.warning,
        outcome_msg: lastRun.messages && [...lastRun.messages],
        alerts_count: lastRun.counts,
      },
    }),
  };
}

function optionsToWire(rule: Rule): Partial<WireRule> {
  const { alertDelay, flapping, autoResolve, onRuleEnd, errorsBeforeAlert } = rule;
  return {
    ...(alertDelay !== undefined && { alert_delay: { active: alertDelay } }),
    ...(flapping === null && { flapping: null }),
    ...(flapping && {
      flapping: {
        look_back_window: flapping.lookBackWindow,
        status_change_threshold: flapping.statusChangeThreshold,
        ...(flapping.enabled !== undefined && { enabled: flapping.enabled }),
      },
    }),
    ...(autoResolve !== undefined && { auto_resolve: autoResolve }),
    ...(onRuleEnd !== undefined && { on_rule_end: onRuleEnd }),
    ...(errorsBeforeAlert !== undefined && { errors_before_alert: errorsBeforeAlert }),
  };
}

/** A rule as the API tells it (contract 5.6). */
export function ruleToWire(
  { rule, status }: RuleWithStatus,
  runner: Pick<RuleRunner, 'nextRunOf' | 'isRunning'>,
): WireRule {
  const nextRun = runner.nextRunOf(rule.id);
  return {
    id: rule.id,
    enabled: rule.enabled,
    name: rule.name,
    tags: [...rule.tags],
    rule_type_id: rule.typeId,
    consumer: rule.consumer,
    schedule: { interval: rule.interval.text },
    actions: rule.actions.map(actionToWire),
    params: { ...rule.params },
    ...(rule.enabled && { scheduled_task_id: rule.id }),
    created_by: rule.createdBy,
    updated_by: rule.updatedBy,
    created_at: iso(rule.createdAt),
    updated_at: iso(rule.updatedAt),
    api_key_owner: rule.apiKeyOwner,
    api_key_created_by_user: null,
    throttle: rule.throttle?.text ?? null,
    mute_all: rule.muteAll,
    notify_when: rule.notifyWhen,
    muted_alert_ids: [...rule.mutedAlertIds],
    ...statusToWire(status),
    ...(nextRun !== undefined && { next_run: iso(nextRun) }),
    revision: rule.revision,
    running: runner.isRunning(rule.id),
    ...optionsToWire(rule),
    ...(rule.managedBy && { managed_by: { file: rule.managedBy.file } }),
  };
}
