import { z } from 'zod';
import { alertReportsBody } from './rule-alerts.ts';
import { createRuleBody, newRuleIdParams } from './rules.ts';

export const previewRuleBody = z
  .strictObject({
    ...createRuleBody.shape,
    id: newRuleIdParams.shape.id.optional().meta({
      description:
        'The id that the rule has or shall have; without one it gets one for the preview. Of a rule that there is, what it was told so far counts.',
    }),
    alerts: alertReportsBody.shape.alerts
      .optional()
      .meta({ description: 'Of a rule of the type external: what it shall be told.' }),
    limit: z
      .int()
      .min(1)
      .max(1000)
      .default(20)
      .meta({ description: 'So many alerts, and events of each action, are shown.' }),
  })
  .meta({ id: 'RuleToPreview' });

const previewedEvent = z
  .object({
    on: z.enum(['active', 'recovered', 'error']).meta({
      description:
        'While the alert is active, once it has recovered, or because the rule can not run (after as many runs as errors_before_alert says).',
    }),
    alert_id: z.string().nullable().meta({ description: 'null: it speaks of the rule.' }),
    cause: z.enum(['action', 'auto_resolve', 'owed_resolve', 'rule_error', 'rule_end', 'by_hand']),
    event: z.record(z.string(), z.unknown()).meta({
      description: 'The body that PagerDuty would get, with a placeholder for the integration key.',
    }),
    notes: z.array(z.string()).meta({ description: 'What was changed to make it fit.' }),
  })
  .meta({ id: 'PreviewedEvent' });

export const rulePreviewBody = z
  .object({
    rule_id: z.string(),
    duration: z.number().meta({ description: 'Milliseconds.' }),
    error: z
      .object({ reason: z.string(), message: z.string() })
      .nullable()
      .meta({ description: 'Why the rule could not run.' }),
    is_example: z.boolean().meta({
      description:
        'The alerts are an example: a rule of this type is told things, and this one was told nothing.',
    }),
    alerts: z.array(
      z.object({
        id: z.string(),
        group: z.string(),
        group_name: z.string(),
        severity: z.string().nullable().meta({ description: 'As its type names it; null: it does not.' }),
        context: z.record(z.string(), z.unknown()),
      }),
    ),
    alert_count: z.int(),
    ignored: z.int().meta({ description: 'Alerts beyond alerting.rules.run.alerts.max.' }),
    actions: z
      .array(
        z.object({
          uuid: z.string(),
          group: z.string(),
          connector_id: z.string(),
          connector_name: z.string().nullable(),
          summary: z.boolean(),
          in_timeframe: z
            .boolean()
            .meta({ description: 'Its hours are on now; its events are shown either way.' }),
          fault: z.string().nullable().meta({ description: 'Why its connector can not be used.' }),
          events: z.array(previewedEvent),
          event_count: z.int(),
        }),
      )
      .meta({
        description: 'In the order of the body. A resolve without a recovery action stands with what opened.',
      }),
  })
  .meta({ id: 'RulePreview' });
