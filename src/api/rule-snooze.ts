import { z } from 'zod';
import { timeZoneText } from './rule-actions.ts';

const weekdayText = z
  .string()
  .regex(
    /^([+-][1-5])?(MO|TU|WE|TH|FR|SA|SU)$/,
    'must be a weekday such as MO, +1MO (the first) or -3FR (the third last)',
  );
const monthDay = z.int().min(1, 'must be 1 to 31').max(31, 'must be 1 to 31');
const month = z.int().min(1, 'must be 1 to 12').max(12, 'must be 1 to 12');

/** Times from 1970 to 9999; beyond them no calendar helps. */
const isoTime = z
  .string()
  .refine(
    (text) => /^\d{4}-\d{2}-\d{2}T/.test(text) && Number.isFinite(Date.parse(text)) && Date.parse(text) >= 0,
    'must be a time as ISO 8601, such as 2026-12-24T18:00:00.000Z',
  );

const lengthText = z
  .string()
  .regex(
    /^(-1|[1-9][0-9]{0,8}[smhd])$/,
    'must be a whole number and one of s, m, h, d, such as 2h, or -1 for ever',
  );

const everyText = z
  .string()
  .regex(/^[1-9][0-9]{0,3}[dwMy]$/, 'must be a whole number and one of d, w, M (months), y, such as 1w');

const occurrences = z.int().min(1, 'must be 1 or more').max(10_000, 'must be 10000 or less');
const nonEmpty = <Item extends z.ZodType>(item: Item) => z.array(item).min(1, 'must not be empty').max(400);

const recurring = z.strictObject({
  every: everyText.optional(),
  end: isoTime.optional(),
  occurrences: occurrences.optional(),
  onWeekDay: nonEmpty(weekdayText).optional(),
  onMonthDay: nonEmpty(monthDay).optional(),
  onMonth: nonEmpty(month).optional(),
});

export const customSchedule = z.strictObject({
  start: isoTime.meta({ description: 'When it begins first.', examples: ['2026-12-24T18:00:00.000Z'] }),
  duration: lengthText.meta({ description: 'How long each time; -1: for ever.', examples: ['2h'] }),
  timezone: timeZoneText.optional().meta({ description: 'Whose hours and days are meant. Default: UTC.' }),
  recurring: recurring.optional(),
});

/** Left out or empty it is the service that says so, in Kibana's words. */
export const snoozeScheduleBody = z
  .strictObject({ schedule: z.strictObject({ custom: customSchedule.optional() }).optional() })
  .meta({ id: 'NewSnoozeSchedule' });

export const snoozeScheduleAnswer = z
  .object({ schedule: z.object({ id: z.string(), custom: customSchedule }) })
  .meta({ id: 'SnoozeSchedule' });

export const snoozeScheduleParams = z.object({
  ruleId: z.string().max(512).meta({ description: "The rule's id." }),
  scheduleId: z.string().max(512).meta({ description: "The schedule's id." }),
});

/** What Kibana's own screens send. Frequencies: 0 yearly, 1 monthly, 2 weekly, 3 daily. */
export const internalSnoozeBody = z
  .strictObject({
    snooze_schedule: z.strictObject({
      id: z.string().min(1, 'must not be empty').max(512).optional(),
      duration: z
        .int()
        .refine(
          (ms) => ms === -1 || (ms > 0 && ms <= 3650 * 86_400_000),
          'must be milliseconds, or -1 for ever',
        )
        .meta({ description: 'Milliseconds; -1: for ever.' }),
      rRule: z.strictObject({
        dtstart: isoTime,
        tzid: timeZoneText,
        freq: z.int().min(0, 'must be 0 to 3').max(3, 'must be 0 to 3').optional(),
        interval: z.int().min(1, 'must be 1 or more').max(9999, 'must be 9999 or less').optional(),
        until: isoTime.optional(),
        count: occurrences.optional(),
        byweekday: nonEmpty(weekdayText).nullish(),
        bymonthday: nonEmpty(monthDay).nullish(),
        bymonth: nonEmpty(month).nullish(),
      }),
    }),
  })
  .meta({ id: 'InternalSnooze' });

export const internalUnsnoozeBody = z
  .strictObject({ schedule_ids: z.array(z.string()).optional() })
  .nullish()
  .meta({ id: 'InternalUnsnooze' });
