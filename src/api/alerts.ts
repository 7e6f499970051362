import { z } from 'zod';
import { eventBody } from './events.ts';
import { openedIncident } from './rule-alerts.ts';
import { partFields } from './rule-list.ts';
import { momentText } from './text.ts';

export const alertSeverities = ['critical', 'error', 'warning', 'info'] as const;

export const alertsQuery = z.strictObject({
  state: z.enum(['active', 'recovered']).optional(),
  severity: z.enum([...alertSeverities, 'unknown']).optional(),
  group: z.string().max(512).optional().meta({ description: 'The id of an action group.' }),
  rule_id: z.string().max(512).optional(),
  search: z.string().max(500).optional().meta({
    description: 'Words, each of which is somewhere in the alert, its summary, its rule or the tags.',
  }),
  ...partFields,
});

export const alertBody = z
  .object({
    rule_id: z.string(),
    rule_name: z.string(),
    id: z.string(),
    uuid: z.string(),
    status: z.enum(['active', 'recovered']),
    group: z.string(),
    group_name: z.string(),
    severity: z.enum(alertSeverities).nullable().meta({ description: 'null: nobody has said.' }),
    summary: z
      .string()
      .nullable()
      .meta({ description: 'What PagerDuty was told last, at most 200 characters; null: nothing yet.' }),
    start: momentText,
    end: momentText.nullable(),
    flapping: z.boolean(),
    muted: z.boolean().meta({ description: 'Somebody has muted this one.' }),
    rule_quiet: z.boolean().meta({ description: 'Its rule is muted or snoozed.' }),
    muted_until_recovery: z.boolean().meta({ description: 'Somebody resolved it while it was active.' }),
    open: z.array(openedIncident).meta({ description: 'What it has opened and what is not resolved yet.' }),
  })
  .meta({ id: 'Alert' });

export const alertsBody = z
  .object({
    total: z.int().meta({ description: 'How many there are that meet the filters.' }),
    items: z.array(alertBody),
  })
  .meta({
    id: 'Alerts',
    description: 'Alerts of all rules: active ones, the worst first, then those that have recovered lately.',
  });

export const ruleEventsBody = z
  .object({ items: z.array(eventBody) })
  .meta({ id: 'RuleEvents', description: 'The last events of a rule, the newest first.' });

export const ruleEventsQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
