import { z } from 'zod';

/**
 * How the sandbox treats a call. `refuse` and `reset` break the connection before anything is processed,
 * `lose-answer` after; `portal` answers as a login page in between would.
 */
export const moodNames = [
  'ok',
  'slow',
  'refuse',
  'reset',
  '429',
  '500',
  '400',
  'lose-answer',
  'portal',
] as const;

/** What a call did: to an incident, to the list of changes, or nothing, and then what stood in its way. */
const effects = [
  'opened',
  'repeated',
  'acknowledged',
  'resolved',
  'dropped',
  'change',
  'refused',
  'throttled',
  'failed',
  'portal',
  'broken',
] as const;

const incidentStatuses = ['triggered', 'acknowledged', 'resolved'] as const;
const acceptModes = ['any', 'known'] as const;
const severities = ['critical', 'error', 'warning', 'info'] as const;

export type MoodName = (typeof moodNames)[number];
export type Effect = (typeof effects)[number];
export type IncidentStatus = (typeof incidentStatuses)[number];
export type AcceptMode = (typeof acceptModes)[number];

/** The longest delay of a mood, in ms. */
export const maxMoodDelay = 60_000;

const time = z.iso.datetime();
const id = z.number().int().positive();
const maskedKey = z.string().describe('The last four characters of a routing key after an ellipsis.');
const routingKey = z
  .string()
  .regex(/^[A-Za-z0-9]{32}$/, 'must be 32 letters or digits')
  .describe('A routing key (integration key): 32 letters or digits.');

export const setMoodBody = z
  .strictObject({
    mood: z.enum(moodNames),
    percent: z.number().min(0).max(100).optional().describe('Of the calls, how many meet this mood. 100.'),
    delay: z
      .number()
      .int()
      .min(0)
      .max(maxMoodDelay)
      .optional()
      .describe('Milliseconds before the answer (or the break). 3000 for slow, else 0.'),
    until: z.iso
      .datetime({ offset: true })
      .nullish()
      .describe('When the mood is ok again. Never, if absent.'),
    key: routingKey.optional().describe('Only for calls with this routing key, instead of the general mood.'),
  })
  .meta({ id: 'SandboxSetMood', description: 'A mood for all calls, or for the calls of one routing key.' });

export const setLimitBody = z
  .strictObject({
    limit: z
      .number()
      .int()
      .min(0)
      .max(100_000)
      .nullable()
      .describe('Calls per routing key in any 60 s; null for no limit.'),
  })
  .meta({ id: 'SandboxSetLimit', description: 'The rate limit; PagerDuty has about 120.' });

export const setAcceptBody = z
  .strictObject({
    accept: z
      .enum(acceptModes)
      .describe('any: every well-formed key; known: only those in the list of keys.'),
  })
  .meta({ id: 'SandboxSetAccept', description: 'Which routing keys are accepted.' });

export const addKeyBody = z
  .strictObject({
    key: routingKey.optional().describe('Admits this key, also one that was revoked, instead of making one.'),
  })
  .nullish()
  .meta({ id: 'SandboxAddKey', description: 'Nothing, to make an integration key; or the key to admit.' });

export const noBody = z.strictObject({}).nullish().meta({ id: 'SandboxNoBody', description: 'Nothing.' });

export const playKey = z
  .object({
    key: z.string().describe('Whole if the sandbox made it, else masked.'),
    made: z.boolean().describe('Whether the sandbox made it.'),
    revoked: z.boolean(),
    since: time,
  })
  .meta({ id: 'SandboxKey', description: 'A routing key that the sandbox made, admitted or revoked.' });

export const keysAnswer = z
  .object({ accept: z.enum(acceptModes), keys: z.array(playKey) })
  .meta({ id: 'SandboxKeys', description: 'The keys that the sandbox knows, oldest first.' });

export const stateAnswer = z
  .object({
    accept: z.enum(acceptModes),
    limit: z.number().int().nullable(),
    moods: z
      .array(
        z.object({
          mood: z.enum(moodNames),
          percent: z.number(),
          delay: z.number(),
          until: time.nullable(),
          key: maskedKey.nullable().describe('Masked; null for the general mood, which comes first.'),
        }),
      )
      .min(1),
    keys: z.array(playKey),
    counts: z.object({
      triggered: z.number().int(),
      acknowledged: z.number().int(),
      resolved: z.number().int(),
      notifications: z.number().int().describe('How often somebody would have been paged, dropped ones too.'),
      calls: z.number().int().describe('Received since the start or the last reset.'),
      changes: z.number().int().describe('Received since the start or the last reset.'),
    }),
    dropped: z
      .object({ incidents: z.number().int(), calls: z.number().int(), changes: z.number().int() })
      .describe('Forgotten because the sandbox keeps only so many.'),
  })
  .meta({ id: 'SandboxState', description: 'The settings of the sandbox and how much it holds.' });

const incidentFields = {
  id,
  routing_key: maskedKey,
  dedup_key: z.string(),
  status: z.enum(incidentStatuses),
  title: z.string().describe('The summary of the first trigger.'),
  summary: z.string().describe('The summary of the newest trigger.'),
  severity: z.enum(severities).describe('Of the newest trigger.'),
  source: z.string().describe('Of the newest trigger.'),
  opened_at: time,
  acknowledged_at: time.nullable(),
  resolved_at: time.nullable(),
  triggers: z.number().int().describe('How many triggers it received.'),
  notifications: z.number().int().describe('How often somebody would have been paged for it.'),
};

export const incidentAnswer = z
  .object({
    ...incidentFields,
    log: z
      .array(z.object({ at: time, type: z.enum(['trigger', 'acknowledge', 'resolve']), summary: z.string() }))
      .describe('Oldest first; of many, the first and the last ones.'),
    log_count: z.number().int().describe('How many entries there were.'),
  })
  .meta({ id: 'SandboxIncident', description: 'An incident with its log entries.' });

const nextCursor = id.nullable().describe('The cursor of the next page; null when this is the last.');

export const incidentsAnswer = z
  .object({ items: z.array(z.object(incidentFields)), next_cursor: nextCursor })
  .meta({ id: 'SandboxIncidents', description: 'Incidents, newest first.' });

export const callsAnswer = z
  .object({
    items: z.array(
      z.object({
        id,
        at: time,
        path: z.enum(['enqueue', 'change']),
        routing_key: maskedKey.nullable(),
        event_action: z.string().nullable(),
        dedup_key: z.string().nullable().describe('As sent, or the one that was made.'),
        mood: z.enum(moodNames).describe('The mood that this call met.'),
        delay: z.number(),
        status: z.number().int().nullable().describe('Of the answer; null when the connection was broken.'),
        broken: z.enum(['reset', 'close']).nullable(),
        effect: z.enum(effects),
        why: z.string(),
        incident: id.nullable(),
        bytes: z.number().int().describe('Length of the body as received.'),
        body: z.string().describe('At most 4 KiB of it, the routing key masked.'),
        truncated: z.boolean(),
      }),
    ),
    next_cursor: nextCursor,
  })
  .meta({ id: 'SandboxCalls', description: 'Calls received, newest first.' });

export const changesAnswer = z
  .object({
    items: z.array(
      z.object({
        id,
        at: time,
        routing_key: maskedKey,
        summary: z.string(),
        source: z.string().nullable(),
        timestamp: z.string().nullable(),
      }),
    ),
    next_cursor: nextCursor,
  })
  .meta({ id: 'SandboxChanges', description: 'Change events received, newest first.' });

const page = {
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.coerce
    .number()
    .int()
    .positive()
    .optional()
    .describe('Only what has a smaller id; take next_cursor.'),
};

export const pageQuery = z.strictObject(page);
export const incidentsQuery = z.strictObject({
  ...page,
  routing_key: z.string().optional().describe('Whole, or masked as in the answers.'),
  dedup_key: z.string().optional(),
  status: z.enum(incidentStatuses).optional(),
});

export const incidentParams = z.strictObject({ id: z.coerce.number().int().positive() });
export const keyParams = z.strictObject({ key: routingKey });
