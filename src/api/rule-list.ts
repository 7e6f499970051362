import { z } from 'zod';
import { customSchedule } from './rule-snooze.ts';
import { ruleBody } from './rules.ts';
import { momentText } from './text.ts';

export const ruleStates = ['active', 'ok', 'warning', 'error', 'pending', 'disabled'] as const;
export const quietStates = ['muted', 'snoozed', 'quiet'] as const;

/** Where a part of a list begins, and how long it may be. Parts are asked for in any order, as somebody scrolls. */
export const partFields = {
  from: z.coerce
    .number()
    .int()
    .min(0)
    .default(0)
    .meta({ description: 'The place of the first one; 0: the first of all.' }),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
};

export const rulesQuery = z.strictObject({
  search: z
    .string()
    .max(500)
    .optional()
    .meta({ description: 'Words, each of which is somewhere in the name, the id or the tags.' }),
  state: z
    .enum([...ruleStates, ...quietStates])
    .optional()
    .meta({
      description:
        '`active`: it has active alerts; `ok`: none; `error`: the last run has failed; `pending`: it has not run yet; `quiet`: muted or snoozed now.',
    }),
  rule_type_id: z.string().max(512).optional(),
  tag: z.string().max(10_000).optional(),
  connector_id: z
    .string()
    .max(512)
    .optional()
    .meta({ description: 'Rules with an action of this connector.' }),
  ...partFields,
});

const total = z.int().meta({ description: 'How many there are that meet the filters.' });

export const listedRuleBody = z
  .object({
    id: z.string(),
    name: z.string(),
    rule_type_id: z.string(),
    type_name: z.string().nullable().meta({ description: 'null: there is no such type any more.' }),
    tags: z.array(z.string()),
    connector_ids: z.array(z.string()).meta({ description: 'Of its actions, each once.' }),
    enabled: z.boolean(),
    state: z.enum(ruleStates),
    outcome: z
      .enum(['succeeded', 'warning', 'failed'])
      .nullable()
      .meta({ description: 'Of the last run; null: it has not run since it was made or enabled.' }),
    message: z.string().nullable().meta({ description: 'Why the last run has failed, or what it warns of.' }),
    last_run: momentText.nullable(),
    next_run: momentText.nullable(),
    running: z.boolean(),
    interval: z.string(),
    active_alerts: z.int(),
    open_incidents: z.int().meta({
      description: 'What its alerts, its summaries and its failing have opened and nobody has resolved.',
    }),
    muted: z.boolean(),
    snoozed_until: momentText.nullable().meta({ description: 'null: no snooze is on.' }),
    on_rule_end: z
      .enum(['resolve', 'leave'])
      .meta({ description: 'What becomes of open incidents at its end.' }),
    managed_by: ruleBody.shape.managed_by,
  })
  .meta({ id: 'ListedRule', description: 'A rule in a list.' });

export const rulesBody = z
  .object({ total, items: z.array(listedRuleBody) })
  .meta({ id: 'Rules', description: 'Rules, by name.' });

const snoozeShown = z
  .object({
    id: z.string().nullable().meta({ description: 'null: it was snoozed by hand, from then on.' }),
    start: momentText,
    duration: z.number().meta({ description: 'Milliseconds, each time.' }),
    timezone: z.string(),
    active_until: momentText.nullable().meta({ description: 'null: it is not on now.' }),
    next: momentText.nullable().meta({ description: 'When it begins next; null: never again.' }),
    recurrence: z
      .object({
        frequency: z.enum(['daily', 'weekly', 'monthly', 'yearly']),
        interval: z.int(),
        until: momentText.optional(),
        count: z.int().optional(),
        weekdays: z.array(z.string()).optional(),
        month_days: z.array(z.int()).optional(),
        months: z.array(z.int()).optional(),
      })
      .nullable()
      .meta({ description: 'null: once.' }),
  })
  .meta({ id: 'RuleSnooze' });

export const ruleDetailsBody = z
  .object({
    rule: ruleBody,
    listed: listedRuleBody,
    snoozes: z.array(snoozeShown),
    groups: z
      .array(z.object({ id: z.string(), name: z.string() }))
      .meta({ description: 'The action groups of its type, the recovery group last.' }),
    params: z
      .array(z.object({ name: z.string(), description: z.string() }))
      .meta({ description: 'What its type says of its params.' }),
  })
  .meta({ id: 'RuleDetails', description: 'A rule with all that a screen shows of it.' });

export const alertingOverviewBody = z
  .object({
    rules: z.object({
      total: z.int(),
      enabled: z.int(),
      failing: z.int().meta({ description: 'Enabled, and the last run has failed.' }),
      quiet: z.int().meta({ description: 'Enabled, and muted or snoozed now.' }),
    }),
    active_alerts: z.object({
      critical: z.int(),
      error: z.int(),
      warning: z.int(),
      info: z.int(),
      unknown: z.int().meta({ description: 'Alerts of which nobody has said how bad they are.' }),
    }),
    types: z.array(z.object({ id: z.string(), name: z.string() })),
    tags: z.array(z.string()),
  })
  .meta({ id: 'AlertingOverview', description: 'How it stands with rules and alerts as a whole.' });

/** Rules that one request may change. */
export const mostRules = 1000;

const bulkFields = { ids: z.array(z.string().max(512)).min(1).max(mostRules) };
const ending = z
  .enum(['resolve', 'leave'])
  .optional()
  .meta({ description: 'What becomes of open incidents; absent: what each rule says.' });
const plain = <Action extends string>(action: Action) =>
  z.strictObject({ ...bulkFields, action: z.literal(action) });

export const changeRulesBody = z
  .discriminatedUnion('action', [
    plain('enable'),
    z.strictObject({ ...bulkFields, action: z.literal('disable'), incidents: ending }),
    z.strictObject({ ...bulkFields, action: z.literal('delete'), incidents: ending }),
    plain('mute'),
    plain('unmute'),
    plain('run'),
    z.strictObject({
      ...bulkFields,
      action: z.literal('snooze'),
      seconds: z
        .int()
        .min(1)
        .max(315_360_000)
        .optional()
        .meta({ description: 'From now on; or else `schedule`.' }),
      schedule: customSchedule.optional(),
    }),
    plain('unsnooze'),
  ])
  .meta({ id: 'ChangeRules', description: 'What shall be done with which rules.' });

export const changedRulesBody = z
  .object({
    results: z.array(
      z.object({
        id: z.string(),
        error: z.string().nullable().meta({ description: 'Why nothing has changed; null: it is done.' }),
      }),
    ),
  })
  .meta({ id: 'ChangedRules', description: 'What became of each rule, in the order of the request.' });
