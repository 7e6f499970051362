import { z } from 'zod';
import { durationText } from './rule-durations.ts';

/** Whether the name is one of an IANA time zone, such as `Europe/Berlin`. */
function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    // `+01:00` is understood there too, and not by those who reckon with zones.
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}

export const timeZoneText = z.string().superRefine((name, context) => {
  if (isTimeZone(name)) return;
  context.addIssue({ code: 'custom', message: `string is not a valid timezone: ${name.slice(0, 100)}` });
});

const timeText = z.string().superRefine((text, context) => {
  if (/^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$/.test(text)) return;
  context.addIssue({
    code: 'custom',
    message: `string is not a valid time in HH:mm format ${text.slice(0, 100)}`,
  });
});

const timeframe = z
  .strictObject({
    days: z.array(z.number()).meta({ description: '1 = Monday to 7 = Sunday; none: every day.' }),
    hours: z.strictObject({
      start: timeText.meta({ examples: ['08:00'] }),
      end: timeText.meta({
        description: 'Before the start: on the next day. `24:00` is taken.',
        examples: ['17:00'],
      }),
    }),
    timezone: timeZoneText.meta({ examples: ['Europe/Berlin'] }),
  })
  .meta({ description: 'The hours in which the action runs.' });

const noQuery =
  'Tocsin has no alerts_filter.query yet: leave it out. alerts_filter.timeframe, tags and a rule of its own can take its place';
const noAlertData =
  'Tocsin has no use_alert_data_for_template yet: leave it out, and use {{context.…}} and {{alert.…}}';

const alertsFilter = z.strictObject({
  query: z
    .unknown()
    .optional()
    .refine((query) => query === undefined, noQuery)
    .meta({ description: 'Refused for now.' }),
  timeframe: timeframe.optional(),
});

const notifyWhen = z.enum(['onActionGroupChange', 'onActiveAlert', 'onThrottleInterval']);

export const ruleActionBody = z
  .strictObject({
    id: z
      .string()
      .max(512)
      .meta({ description: "The connector's id.", examples: ['sandbox'] }),
    group: z
      .string()
      .optional()
      .meta({ description: 'The action group in which it runs.', examples: ['default', 'recovered'] }),
    params: z
      .record(z.string(), z.unknown())
      .default({})
      .meta({ description: "The connector's params; texts are mustache templates." }),
    uuid: z
      .string()
      .min(1, 'must not be empty')
      .max(256)
      .optional()
      .meta({ description: 'Absent: one is made.' }),
    frequency: z
      .strictObject({
        summary: z.boolean().meta({ description: 'One event for all alerts of a run.' }),
        notify_when: notifyWhen,
        throttle: durationText.nullable(),
      })
      .optional(),
    alerts_filter: alertsFilter.optional(),
    use_alert_data_for_template: z
      .boolean()
      .optional()
      .refine((value) => value !== true, noAlertData)
      .meta({ description: '`true` is refused for now.' }),
  })
  .meta({ id: 'NewRuleAction' });

export const ruleActionShown = z
  .object({
    id: z.string(),
    connector_type_id: z.string(),
    group: z.string(),
    params: z.record(z.string(), z.unknown()),
    uuid: z.string(),
    frequency: z
      .object({ summary: z.boolean(), notify_when: notifyWhen, throttle: z.string().nullable() })
      .optional(),
    alerts_filter: z
      .object({
        timeframe: z.object({
          days: z.array(z.int()),
          hours: z.object({ start: z.string(), end: z.string() }),
          timezone: z.string(),
        }),
      })
      .optional(),
  })
  .meta({ id: 'RuleAction' });

const within = (what: string) => `${what} must be between 2 and 20`;
const windowFault = within('look back window');
const thresholdFault = within('status change threshold');

export const flappingShape = z
  .strictObject({
    look_back_window: z.int().min(2, windowFault).max(20, windowFault),
    status_change_threshold: z.int().min(2, thresholdFault).max(20, thresholdFault),
    enabled: z.boolean().optional(),
  })
  .superRefine(({ look_back_window: window, status_change_threshold: threshold }, context) => {
    if (threshold <= window) return;
    const message = `lookBackWindow (${window}) must be equal to or greater than statusChangeThreshold (${threshold})`;
    context.addIssue({ code: 'custom', message });
  })
  .meta({ id: 'Flapping' });
