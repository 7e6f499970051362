import { z } from 'zod';
import { reasons } from '../pagerduty/verdict.ts';
import { cursorText, nextCursorText } from './cursor.ts';
import { momentText } from './text.ts';

/** The most that one request may name. */
export const maxIds = 1000;

export const eventActions = ['trigger', 'acknowledge', 'resolve', 'change'] as const;
const states = ['waiting', 'delivered', 'superseded', 'dead', 'failed'] as const;

/** The id of an event where a caller names several: what can not be one is a mistake. */
const eventIdText = z
  .string()
  .regex(/^[1-9]\d{0,14}$/, 'expected the id of an event, such as "42"')
  .transform(Number);

export const eventIds = z
  .array(eventIdText)
  .min(1, 'must name one at least')
  .max(maxIds, `must name ${maxIds} at the most`)
  .meta({ description: `Ids of events, 1 to ${maxIds}.`, examples: [['42', '43']] });

/** The id in a path: any text, since an unknown one is simply not found. */
export const eventParams = z.object({
  id: z
    .string()
    .max(512)
    .meta({ description: 'The id of the event.', examples: ['42'] }),
});

const timeText = z.iso
  .datetime({ offset: true, error: 'expected a time such as 2026-11-23T12:00:00Z' })
  .transform((text) => Date.parse(text));

/** Filters that every list of events has. */
export const eventFilterFields = {
  connector_id: z.string().optional().meta({ description: 'The connector that the event came through.' }),
  dedup_key: z.string().optional().meta({ description: 'Exactly this dedup key.' }),
  source: z.string().optional().meta({ description: 'Who brought it, such as enqueue, relay or resend.' }),
  action: z.enum(eventActions).optional().meta({ description: 'What the event says.' }),
  from: timeText.optional().meta({ description: 'Accepted at this time or later. ISO 8601.' }),
  to: timeText.optional().meta({ description: 'Accepted before this time. ISO 8601.' }),
};

export const pageFields = {
  limit: z.coerce
    .number()
    .int()
    .min(1, 'expected a whole number from 1 to 200')
    .max(200, 'expected a whole number from 1 to 200')
    .default(50)
    .meta({ description: 'How many there may be on the page. Default: 50.' }),
  cursor: cursorText.optional(),
};

export const eventsQuery = z.strictObject({
  ...eventFilterFields,
  state: z
    .enum(states)
    .optional()
    .meta({ description: 'What has become of it; `waiting` holds those in flight as well.' }),
  ...pageFields,
});

const idText = z.string().meta({ description: 'Its number in the order of acceptance, as text.' });
const reasonText = z.string().nullable();
const knownReasons = `One of ${reasons.join(', ')}.`;

export const eventFields = {
  id: idText,
  connector_id: z.string(),
  connector_name: z.string().nullable().meta({ description: 'null: the connector is gone.' }),
  action: z.enum(eventActions),
  severity: z
    .enum(['critical', 'error', 'warning', 'info'])
    .nullable()
    .meta({ description: 'Of triggers; null for the rest.' }),
  dedup_key: z.string().nullable().meta({ description: 'As sent; null for change events.' }),
  summary: z
    .string()
    .nullable()
    .meta({ description: 'Of triggers and change events, in one line; null for the rest.' }),
  source: z.string().meta({
    description: 'Who brought it: enqueue, relay, execute, resend, delete or watchdog.',
  }),
  accepted_at: momentText,
  state: z.enum([...states, 'in_flight']).meta({
    description:
      '`waiting` in its lane, `in_flight` to PagerDuty, `delivered`, `superseded` by a newer event, `dead`: given up or rejected, or `failed`: the one attempt of an `_execute`, of which its caller was told.',
  }),
  reason: reasonText.meta({
    description: `Why it is dead or has failed; of one that waits, why its last attempt failed. ${knownReasons}`,
  }),
  superseded_why: z.enum(['newer', 'over', 'moot']).nullable().meta({
    description:
      '`newer`: a newer event says the same; `over`: what it told of is over; `moot`: it would have changed nothing.',
  }),
  superseded_by: z.string().nullable().meta({ description: 'The id of the event that took its place.' }),
  settled_at: momentText.nullable().meta({ description: 'When its state became final; null: it is not.' }),
  attempts: z.int().meta({ description: 'How many attempts to send it there were.' }),
  merged: z.int().meta({ description: 'How many older events it has taken the place of.' }),
  resend_of: z.string().nullable().meta({ description: 'The id of the dead letter that it sends again.' }),
};

export const eventBody = z
  .object(eventFields)
  .meta({ id: 'Event', description: 'An event as the delivery log has it.' });

export const eventsBody = z
  .object({ items: z.array(eventBody), next_cursor: nextCursorText })
  .meta({ id: 'Events', description: 'Events, the newest first.' });

export const attemptBody = z
  .object({
    n: z.int().meta({ description: '1 and up.' }),
    started_at: momentText,
    duration_ms: z.number(),
    status: z.int().nullable().meta({ description: 'Of HTTP; null: there was no answer.' }),
    verdict: z.enum(['delivered', 'retry', 'held', 'rejected']),
    reason: reasonText.meta({ description: knownReasons }),
    message: z
      .string()
      .nullable()
      .meta({ description: 'What happened, PagerDuty’s words where it had some.' }),
    errors: z.array(z.string()).meta({ description: 'PagerDuty’s own reasons.' }),
    answer: z.string().nullable().meta({ description: 'The body of the answer, at most 2 KiB.' }),
  })
  .meta({ id: 'Attempt', description: 'One attempt to send an event.' });

export const incidentBody = z
  .object({
    id: z.string().meta({
      description:
        'The id of the event that told PagerDuty of it; a number of its own when that event went on to another key.',
    }),
    connector_id: z.string(),
    connector_name: z.string().nullable().meta({ description: 'null: the connector is gone.' }),
    shared: z.boolean().meta({ description: 'Other connectors with the same key have told of it too.' }),
    dedup_key: z.string(),
    state: z.enum(['open', 'maybe_open']).meta({
      description: '`maybe_open`: a trigger of it may have arrived, though its answer was lost.',
    }),
    last_action: z
      .enum(['trigger', 'acknowledge'])
      .nullable()
      .meta({ description: 'The last that PagerDuty confirmed; null: nothing is confirmed.' }),
    last_at: momentText.meta({
      description: 'When that was, or when the trigger left that may have arrived.',
    }),
    source: z.string().meta({ description: 'Who brought that event.' }),
  })
  .meta({
    id: 'OpenIncident',
    description:
      'An incident that may be open at PagerDuty, as far as Tocsin was told. People may have resolved it.',
  });

export const incidentsQuery = z.strictObject({
  connector_id: eventFilterFields.connector_id,
  dedup_key: eventFilterFields.dedup_key,
  source: eventFilterFields.source,
  ...pageFields,
});

export const incidentsBody = z
  .object({ items: z.array(incidentBody), next_cursor: nextCursorText })
  .meta({ id: 'OpenIncidents', description: 'Incidents that may be open, the newest first.' });

export const eventDetailsFields = {
  ...eventFields,
  body: z.record(z.string(), z.unknown()).meta({
    description: 'What was or will be sent to PagerDuty; the routing key is not shown.',
  }),
  notes: z.array(z.string()).meta({ description: 'What was changed to make it fit.' }),
  attempt_log: z
    .array(attemptBody)
    .meta({ description: 'The first ten and the last ten attempts, in order.' }),
  superseded_by_event: eventBody
    .nullable()
    .meta({ description: 'The event that took its place; null: none did, or it is no longer in the log.' }),
  resent_as: z.array(z.string()).meta({ description: 'The ids of later sendings of it.' }),
  incident: incidentBody
    .nullable()
    .meta({ description: 'Its incident, if that may be open at PagerDuty; else null.' }),
};

export const eventDetailsBody = z
  .object(eventDetailsFields)
  .meta({ id: 'EventDetails', description: 'An event with all that is known of it.' });

/** What shall be cancelled; `cancelFault` is checked besides. */
export const cancelBody = z
  .strictObject({
    ids: eventIds.optional(),
    connector_id: z.string().optional().meta({ description: 'Everything that came through this connector.' }),
    dedup_key: z
      .string()
      .optional()
      .meta({ description: 'With connector_id: only what waits of this incident.' }),
  })
  .refine(
    ({ ids, connector_id, dedup_key }) =>
      ids === undefined ? connector_id !== undefined : connector_id === undefined && dedup_key === undefined,
    'expected either ids, or connector_id, alone or with the dedup_key of one incident',
  )
  .meta({ id: 'Cancel', description: 'What of the waiting events shall not be sent.' });

export const cancelledBody = z
  .object({ cancelled: z.int().meta({ description: 'How many events were taken out of their lanes.' }) })
  .meta({ id: 'Cancelled', description: 'What was cancelled; it is among the dead letters now.' });
