import { z } from 'zod';

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

export const ruleAlertsBody = z
  .object({
    items: z.array(
      z
        .object({
          id: z.string(),
          uuid: z.string(),
          status: z.enum(['delayed', 'active', 'recovered']),
          group: z.string(),
          start: isoTime,
          end: isoTime.nullable(),
          flapping: z.boolean(),
          muted_until_recovery: z.boolean(),
          open: z
            .array(openedIncident)
            .meta({ description: 'What it has opened and what is not resolved yet.' }),
        })
        .meta({ id: 'RuleAlert' }),
    ),
  })
  .meta({ id: 'RuleAlerts' });

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
