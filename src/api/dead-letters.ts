import { z } from 'zod';
import { reasons } from '../pagerduty/verdict.ts';
import { nextCursorText } from './cursor.ts';
import { errorBody } from './error-body.ts';
import { eventDetailsFields, eventFields, eventFilterFields, eventIds, pageFields } from './events.ts';

const deadLetterFilter = {
  ...eventFilterFields,
  reason: z.enum(reasons).optional().meta({ description: 'Why it is a dead letter, such as cancelled.' }),
};

export const deadLettersQuery = z.strictObject({ ...deadLetterFilter, ...pageFields });

const whyFields = {
  message: z.string().nullable().meta({
    description: 'What the last attempt met, in PagerDuty’s words where it had some; null: there was none.',
  }),
  errors: z.array(z.string()).meta({ description: 'PagerDuty’s own reasons at the last attempt.' }),
};

const deadLetterBody = z
  .object({ ...eventFields, ...whyFields })
  .meta({ id: 'DeadLetter', description: 'An event that was rejected, given up or cancelled.' });

export const deadLettersBody = z
  .object({ items: z.array(deadLetterBody), next_cursor: nextCursorText })
  .meta({ id: 'DeadLetters', description: 'Dead letters, the newest first.' });

export const deadLetterDetailsBody = z
  .object({
    ...eventDetailsFields,
    ...whyFields,
    params: z.record(z.string(), z.unknown()).meta({
      description:
        'What `_resend` takes as `event`: change it and send it back. For an acknowledge or resolve its action and dedup key.',
    }),
    params_leave_out: z.array(z.string()).meta({
      description: 'Fields of the body that params can not say: an edited event is sent without them.',
    }),
  })
  .meta({ id: 'DeadLetterDetails', description: 'A dead letter with all that is known of it.' });

const force = z
  .boolean()
  .optional()
  .meta({ description: 'Send it although a newer event of its incident was accepted since.' });

export const resendBody = z
  .strictObject({
    event: z.record(z.string(), z.unknown()).optional().meta({
      description:
        'The edited event, as `_enqueue` takes it (`eventAction: "change"` for change events) and `params` of the dead letter shows it. It replaces everything. Absent: the event as it is.',
    }),
    force,
  })
  .nullish()
  .meta({
    id: 'Resend',
    description: 'How a dead letter is sent again. May be left out.',
    example: {
      event: { eventAction: 'trigger', dedupKey: 'db1/disk', summary: 'Disk full', severity: 'critical' },
    },
  });

export const resentBody = z
  .object({
    id: z.string().meta({ description: 'The id of the new event.' }),
    dedup_key: z.string().nullable(),
    status: z.literal('accepted'),
    resend_of: z.string().meta({ description: 'The id of the dead letter.' }),
  })
  .meta({
    id: 'Resent',
    description: 'A new event, on disk, at the end of its lane. The dead letter is gone.',
  });

export const resendManyBody = z
  .strictObject({ ids: eventIds, force })
  .meta({ id: 'ResendMany', description: 'Dead letters to send again, in their old order.' });

export const resentManyBody = z
  .object({
    items: z.array(
      z.union([
        resentBody,
        z
          .object({ resend_of: z.string(), error: errorBody })
          .meta({ id: 'NotResent', description: 'A dead letter that was not sent again, and why.' }),
      ]),
    ),
  })
  .meta({ id: 'ResentMany', description: 'What became of each, in the order of the request.' });

export const purgeBody = z
  .strictObject({
    ids: eventIds.optional(),
    filter: z
      .strictObject(deadLetterFilter)
      .optional()
      .meta({ description: 'All dead letters that meet every condition; `{}`: all there are.' }),
  })
  .refine(
    ({ ids, filter }) => (ids === undefined) !== (filter === undefined),
    'expected either ids or filter',
  )
  .meta({ id: 'Purge', description: 'Which dead letters to purge.' });

export const purgedBody = z
  .object({
    purged: z.int().meta({ description: 'How many were purged.' }),
    missing: z.array(z.string()).meta({ description: 'Of ids: those that were no dead letters.' }),
    more: z
      .boolean()
      .meta({ description: 'Of a filter: there are more than one request purges; ask again.' }),
  })
  .meta({ id: 'Purged', description: 'What was purged. It stays in the delivery log.' });
