import { z } from 'zod';
import { attemptBody, eventFields } from './events.ts';

const isoTime = z.string();

/** Alerts a report may speak of. */
const mostReports = 10_000;

const alertReport = z
  .strictObject({
    id: z
      .string()
      .min(1)
      .max(1024)
      .meta({ description: 'The same thing has the same id each time.', examples: ['disk db1'] }),
    state: z.enum(['active', 'recovered']).default('active'),
    summary: z.string().max(10_000).optional(),
    severity: z
      .string()
      .max(100)
      .optional()
      .meta({ description: 'In whatever words; it is made to fit.', examples: ['critical'] }),
    context: z
      .record(z.string(), z.unknown())
      .optional()
      .meta({ description: 'What templates see as `context`.' }),
    links: z
      .array(z.strictObject({ href: z.string().max(2048), text: z.string().max(1024).optional() }))
      .max(100)
      .optional(),
  })
  .meta({ id: 'AlertReport' });

export const alertReportsBody = z
  .strictObject({ alerts: z.array(alertReport).min(1).max(mostReports) })
  .meta({ id: 'AlertReports', description: 'What a program says of alerts; others stay as they are.' });

const eventsSent = z
  .array(z.object({ id: z.string(), dedup_key: z.string().nullable() }))
  .meta({ description: 'The events that it became, in the delivery log.' });

export const reportedBody = z
  .object({
    active: z.int().meta({ description: 'Alerts of the rule that are active now.' }),
    new: z.int(),
    recovered: z.int(),
    events: eventsSent,
  })
  .meta({ id: 'AlertReportsTaken' });

export const byHandBody = z
  .object({
    events: eventsSent,
    muted_until_recovery: z.boolean().meta({
      description: 'The alert is still active: nobody hears of it again before it has recovered.',
    }),
  })
  .meta({ id: 'AlertByHand' });

export const openedIncident = z.object({ connector_id: z.string(), dedup_key: z.string() });

const ruleAlert = z
  .object({
    id: z.string(),
    uuid: z.string(),
    status: z.enum(['delayed', 'active', 'recovered']),
    group: z.string(),
    start: isoTime,
    end: isoTime.nullable(),
    flapping: z.boolean(),
    muted_until_recovery: z.boolean(),
    open: z.array(openedIncident).meta({ description: 'What it has opened and what is not resolved yet.' }),
  })
  .meta({ id: 'RuleAlert' });

export const ruleAlertsBody = z.object({ items: z.array(ruleAlert) }).meta({ id: 'RuleAlerts' });

const placeFault = 'is no cursor; take next_cursor of the page before, or leave it out';

export const alertTimelineQuery = z.strictObject({
  cursor: z
    .string()
    .max(40, placeFault)
    .regex(/^\d{1,16}\.\d{1,9}$/, placeFault)
    .transform((text) => {
      const [run, n] = text.split('.').map(Number);
      return { run: run ?? 0, n: n ?? 0 };
    })
    .optional()
    .meta({ description: 'next_cursor of the page before. Absent: the newest.' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

const toldEvent = z
  .object({
    ...eventFields,
    message: z
      .string()
      .nullable()
      .meta({ description: 'What happened last, PagerDuty’s words where it had some.' }),
    errors: z.array(z.string()).meta({ description: 'PagerDuty’s own reasons.' }),
    attempt_log: z
      .array(attemptBody)
      .meta({ description: 'The first ten and the last ten attempts, in order.' }),
  })
  .meta({ id: 'ToldEvent', description: 'An event of the delivery log, with what was answered to it.' });

export const alertTimelineBody = z
  .object({
    alert: ruleAlert.nullable().meta({ description: 'As it is now; null: it is over and forgotten.' }),
    items: z.array(
      z
        .object({
          at: isoTime,
          run: z.int().meta({ description: 'As in the history of the rule.' }),
          alert_uuid: z.string().nullable().meta({ description: 'Another one each time that it began.' }),
          what: z.string().meta({
            description:
              'new, group_changed, flapping, not_flapping, recovered; or why an event went out: action, auto_resolve, owed_resolve, rule_end, by_hand.',
          }),
          group: z.string().nullable(),
          group_name: z.string().nullable(),
          action_uuid: z.string().nullable(),
          detail: z.string().nullable(),
          event_id: z.string().nullable(),
          event: toldEvent.nullable().meta({ description: 'null: none, or it is no longer kept.' }),
        })
        .meta({ id: 'AlertTimelineEntry' }),
    ),
    next_cursor: z.string().nullable(),
  })
  .meta({ id: 'AlertTimeline', description: 'What happened to an alert, the newest first.' });

export const ruleHistoryQuery = z.strictObject({
  before: z.coerce.number().int().optional().meta({ description: 'Goes on below this run.' }),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  quiet: z
    .enum(['true', 'false'])
    .default('false')
    .meta({ description: 'Also runs in which nothing happened.' }),
});

export const ruleHistoryBody = z
  .object({
    items: z.array(
      z
        .object({
          run: z.int(),
          started_at: isoTime,
          duration: z.number().meta({ description: 'Milliseconds.' }),
          result: z
            .enum(['succeeded', 'warning', 'failed'])
            .nullable()
            .meta({ description: 'null: no run, but something that was done by hand.' }),
          message: z.string().nullable(),
          active: z.int(),
          new: z.int(),
          recovered: z.int(),
          entries: z.array(
            z.object({
              alert_id: z.string().nullable(),
              what: z.string(),
              group: z.string().nullable(),
              action_uuid: z.string().nullable(),
              event_id: z.string().nullable().meta({ description: 'In the delivery log.' }),
              detail: z.string().nullable(),
            }),
          ),
        })
        .meta({ id: 'RuleHistoryRun' }),
    ),
    next: z.int().nullable().meta({ description: 'For `before`; null: these were the last.' }),
  })
  .meta({ id: 'RuleHistory' });
