import { z } from 'zod';
import { errorBody } from './error-body.ts';
import { flappingShape, ruleActionBody, ruleActionShown } from './rule-actions.ts';
import { durationText } from './rule-durations.ts';

/** The id in the path of an existing rule: any text, since an unknown one is simply not found. */
export const ruleIdParams = z.object({
  id: z.string().max(512).meta({ description: "The rule's id." }),
});

export const newRuleIdParams = z.object({
  id: z
    .string()
    .min(1, 'Rule ID is required.')
    .max(512, 'Rule ID must be 512 characters or less.')
    .meta({ description: 'The id that the rule shall have.' }),
});

export const ruleAlertParams = z.object({
  rule_id: z.string().max(512).meta({ description: "The rule's id." }),
  alert_id: z.string().max(1024).meta({ description: "The alert's id." }),
});

const notifyWhen = z
  .enum(['onActionGroupChange', 'onActiveAlert', 'onThrottleInterval'])
  .nullish()
  .meta({ description: 'For all actions of the rule, in place of a frequency of their own.' });

/** What can be said of a rule each time that it is saved. */
const ruleFields = {
  name: z
    .string()
    .max(1024, 'name must have 1024 characters at the most')
    .meta({
      description: 'Shown wherever the rule is; need not be unique.',
      examples: ['Disk full'],
    }),
  tags: z.array(z.string()).default([]),
  params: z
    .record(z.string(), z.unknown())
    .default({})
    .meta({ description: 'What the rule looks for; its type judges it.' }),
  schedule: z.strictObject({
    interval: durationText.meta({ description: 'How often the rule runs.', examples: ['1m'] }),
  }),
  actions: z.array(ruleActionBody).default([]),
  notify_when: notifyWhen,
  throttle: durationText.nullish().meta({ description: 'With `notify_when` `onThrottleInterval`.' }),
  alert_delay: z
    .strictObject({
      active: z
        .int()
        .min(1, 'alert_delay.active must be 1 or more')
        .max(10_000, 'alert_delay.active must be 10000 or less'),
    })
    .optional()
    .meta({ description: 'An alert acts once its condition was met in so many runs in a row.' }),
  flapping: flappingShape.nullish(),
  artifacts: z
    .record(z.string(), z.unknown())
    .optional()
    .meta({ description: 'Taken for Kibana, without effect.' }),
  auto_resolve: z.boolean().optional().meta({
    description:
      "Tocsin's own. Whether a recovery resolves what the alert's triggers opened and no recovery action of the same connector looks after. Default: true.",
  }),
  on_rule_end: z.enum(['resolve', 'leave']).optional().meta({
    description:
      "Tocsin's own. What becomes of open incidents when the rule is disabled or deleted, or the action that opened them is removed or changed. Default: resolve.",
  }),
  errors_before_alert: z
    .int()
    .min(0, 'errors_before_alert must be 0 or more')
    .max(10_000, 'errors_before_alert must be 10000 or less')
    .optional()
    .meta({
      description:
        "Tocsin's own. The rule pages about itself when it could not run so many times in a row; 0: never. Default: 3.",
    }),
};

export const createRuleBody = z
  .strictObject({
    ...ruleFields,
    rule_type_id: z.string().meta({ description: 'The type of the rule.', examples: ['external'] }),
    consumer: z
      .string()
      .meta({ description: 'The application of Kibana that owns it; any text.', examples: ['alerts'] }),
    enabled: z.boolean().default(true),
  })
  .meta({ id: 'NewRule' });

export const updateRuleBody = z
  .strictObject(ruleFields)
  .meta({ id: 'RuleUpdate', description: 'Replaces everything: what is left out goes back to its default.' });

const reasoned = z.object({ reason: z.string(), message: z.string() });
const count = z.int();

const executionStatus = z.object({
  status: z.enum(['ok', 'active', 'error', 'warning', 'pending', 'unknown']),
  last_execution_date: z.string(),
  last_duration: z.number().optional().meta({ description: 'Milliseconds.' }),
  error: reasoned.optional(),
  warning: reasoned.optional(),
});

const lastRun = z.object({
  outcome: z.enum(['succeeded', 'warning', 'failed']),
  outcome_order: z.int(),
  warning: z.string().nullable(),
  outcome_msg: z.array(z.string()).nullable(),
  alerts_count: z.object({ active: count, new: count, recovered: count, ignored: count }),
});

export const ruleBody = z
  .object({
    id: z.string(),
    enabled: z.boolean(),
    name: z.string(),
    tags: z.array(z.string()),
    rule_type_id: z.string(),
    consumer: z.string(),
    schedule: z.object({ interval: z.string() }),
    actions: z.array(ruleActionShown),
    params: z.record(z.string(), z.unknown()),
    scheduled_task_id: z
      .string()
      .optional()
      .meta({ description: "The rule's own id; absent while it is disabled." }),
    created_by: z.string().nullable(),
    updated_by: z.string().nullable(),
    created_at: z.string(),
    updated_at: z.string(),
    api_key_owner: z.string().nullable(),
    api_key_created_by_user: z.boolean().nullable(),
    throttle: z.string().nullable(),
    mute_all: z.boolean(),
    notify_when: z.string().nullable(),
    muted_alert_ids: z.array(z.string()),
    execution_status: executionStatus,
    last_run: lastRun.optional(),
    next_run: z.string().nullable().optional(),
    revision: z.int(),
    running: z.boolean(),
    alert_delay: z.object({ active: z.int() }).optional(),
    flapping: z
      .object({
        look_back_window: z.int(),
        status_change_threshold: z.int(),
        enabled: z.boolean().optional(),
      })
      .nullable()
      .optional(),
    auto_resolve: z.boolean().optional(),
    on_rule_end: z.enum(['resolve', 'leave']).optional(),
    errors_before_alert: z.int().optional(),
    managed_by: z.object({ file: z.string() }).optional().meta({
      description:
        "Tocsin's own. The file of `rules.files` that the rule comes from; such a rule is changed there alone.",
    }),
  })
  .meta({ id: 'Rule' });

const incidentsAtEnd = z.enum(['resolve', 'leave']).optional().meta({
  description:
    "Tocsin's own. What becomes of open incidents this time. Default: what the rule says (`on_rule_end`).",
});

export const deleteRuleQuery = z.strictObject({ incidents: incidentsAtEnd });

export const disableRuleBody = z
  .strictObject({
    untrack: z.boolean().default(false).meta({ description: 'Also forgets the alerts of the rule.' }),
    incidents: incidentsAtEnd,
  })
  .nullish()
  .meta({ id: 'DisableRule' });

/** A route of Kibana's that may come with an empty body. */
export const noRuleBody = z
  .strictObject({})
  .nullish()
  .meta({ id: 'RuleNoBody', description: 'Empty, or left out.' });

const yesOrNo = z.enum(['true', 'false']);

export const muteAlertQuery = z.strictObject({
  validate_alerts_existence: yesOrNo
    .default('true')
    .meta({ description: 'Whether an alert that the rule does not have is refused (404).' }),
});

export const runSoonQuery = z.strictObject({
  force: yesOrNo.default('false').meta({ description: 'Also while it runs: once more, right after.' }),
});

export const runSoonProblem = z
  .string()
  .describe('Why it does not run soon, as text: Kibana says so with a 200.');

export const ruleTypesBody = z.array(
  z
    .object({
      id: z.string(),
      name: z.string(),
      category: z.string(),
      producer: z.string(),
      minimum_license_required: z.string(),
      enabled_in_license: z.boolean(),
      is_exportable: z.boolean(),
      action_groups: z.array(z.object({ id: z.string(), name: z.string() })),
      default_action_group_id: z.string(),
      recovery_action_group: z.object({ id: z.string(), name: z.string() }),
      action_variables: z.record(
        z.enum(['context', 'state', 'params']),
        z.array(z.object({ name: z.string(), description: z.string() })),
      ),
      does_set_recovery_context: z.boolean(),
      auto_recover_alerts: z.boolean(),
      has_alerts_mappings: z.boolean(),
      has_fields_for_a_a_d: z.boolean(),
      fieldsForAAD: z.array(z.string()),
      rule_task_timeout: z.string(),
      default_schedule_interval: z.string().optional(),
      authorized_consumers: z.record(z.string(), z.object({ read: z.boolean(), all: z.boolean() })),
    })
    .meta({ id: 'RuleType' }),
);

const health = z.object({ status: z.enum(['ok', 'warn', 'error']), timestamp: z.string() });

export const alertingHealthBody = z
  .object({
    is_sufficiently_secure: z.boolean(),
    has_permanent_encryption_key: z.boolean(),
    alerting_framework_health: z.object({
      decryption_health: health,
      execution_health: health,
      read_health: health,
    }),
  })
  .meta({ id: 'AlertingHealth' });

export const ruleNotFound = { 404: errorBody.describe('There is no such rule.') };
