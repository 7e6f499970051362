import { z } from 'zod';
import { attemptBody, eventBody } from './events.ts';
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

export const alertStoryQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(100).meta({ description: 'Entries, the newest.' }),
});

const toldEvent = eventBody.extend({
  attempt_log: z
    .array(attemptBody)
    .meta({ description: 'The first ten and the last ten attempts, in order.' }),
});

const storyEntry = z
  .object({
    at: momentText,
    run: z.int(),
    n: z.int().meta({ description: 'The place within its run.' }),
    uuid: z.string().nullable().meta({ description: 'The same while the alert stays active.' }),
    what: z.string().meta({
      description:
        'new, group_changed, flapping, not_flapping, recovered; or why an event went out: action, auto_resolve, owed_resolve, rule_end, by_hand.',
    }),
    group: z.string().nullable(),
    group_name: z.string().nullable(),
    detail: z.string().nullable(),
    event_id: z.string().nullable(),
    event: toldEvent
      .nullable()
      .meta({ description: 'null: it became none, or the delivery log does not go back so far.' }),
  })
  .meta({ id: 'AlertStoryEntry' });

export const alertStoryBody = z
  .object({
    alert: alertBody
      .nullable()
      .meta({ description: 'null: it is over, and nothing of it has to be remembered.' }),
    entries: z.array(storyEntry).meta({ description: 'The oldest first.' }),
    is_complete: z.boolean().meta({ description: 'There are no older entries.' }),
  })
  .meta({ id: 'AlertStory', description: 'What happened to an alert, up to what PagerDuty answered.' });

export const ruleEventsBody = z
  .object({ items: z.array(eventBody) })
  .meta({ id: 'RuleEvents', description: 'The last events of a rule, the newest first.' });

export const ruleEventsQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
