import type { z } from 'zod';
import { commonErrors } from '../../api/error-body.ts';
import { alertingHealthBody, ruleTypesBody } from '../../api/rules.ts';
import type { RuleType } from '../../rules/rule-type.ts';
import type { Rules } from '../../rules/rules.ts';
import type { App, Services } from '../app-types.ts';

const tags = ['rules'];

const all = { read: true, all: true };

/** A rule type as Kibana tells it (contract 5.8); the odd casing of some names is Kibana's. */
function typeToWire(type: RuleType, rules: Rules): z.input<typeof ruleTypesBody>[number] {
  const { id, name, category, producer, groups, recoveryGroup } = type;
  return {
    id,
    name,
    category,
    producer,
    minimum_license_required: 'basic',
    enabled_in_license: true,
    is_exportable: true,
    action_groups: [...groups, recoveryGroup],
    default_action_group_id: type.defaultGroup,
    recovery_action_group: recoveryGroup,
    action_variables: {
      context: [...type.context],
      state: [...type.stateVariables],
      params: [...type.paramsVariables],
    },
    does_set_recovery_context: type.setsRecoveryContext,
    auto_recover_alerts: true,
    has_alerts_mappings: false,
    has_fields_for_a_a_d: false,
    fieldsForAAD: [],
    rule_task_timeout: rules.timeoutOf(id).text,
    ...(type.defaultInterval !== undefined && { default_schedule_interval: type.defaultInterval }),
    default_action_texts: type.defaultTexts,
    authorized_consumers: { alerts: all, stackAlerts: all, [producer]: all },
  };
}

/** Whether rules fail for one of these reasons, and since when at the latest. */
function healthOf(rules: Rules, reasons: readonly string[], now: number) {
  let failedAt: number | undefined;
  for (const { rule, status } of rules.allWithStatus()) {
    const { error, at } = status.execution;
    if (!rule.enabled || error === undefined || !reasons.includes(error.reason)) continue;
    failedAt = Math.max(failedAt ?? 0, at);
  }
  return {
    status: failedAt === undefined ? ('ok' as const) : ('warn' as const),
    timestamp: new Date(failedAt ?? now).toISOString(),
  };
}

/** What Kibana tells of alerting as a whole (contract 5.8, 5.9). */
export function alertingRoutes(app: App, { rules, now }: Services): void {
  app.get(
    '/api/alerting/rule_types',
    { schema: { tags, summary: 'List the rule types', response: { 200: ruleTypesBody, ...commonErrors } } },
    async () =>
      [...rules.types.values()]
        .map((type) => typeToWire(type, rules))
        .sort((one, other) => one.name.localeCompare(other.name)),
  );

  app.get(
    '/api/alerting/_health',
    {
      schema: {
        tags,
        summary: 'Say whether rules can run',
        response: { 200: alertingHealthBody, ...commonErrors },
      },
    },
    async () => ({
      is_sufficiently_secure: true,
      has_permanent_encryption_key: true,
      alerting_framework_health: {
        decryption_health: healthOf(rules, ['decrypt'], now()),
        execution_health: healthOf(rules, ['execute', 'timeout', 'unknown', 'validate'], now()),
        read_health: healthOf(rules, ['read'], now()),
      },
    }),
  );
}
