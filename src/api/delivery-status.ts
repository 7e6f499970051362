import { z } from 'zod';
import { reasons } from '../pagerduty/verdict.ts';
import { momentText } from './text.ts';

const keyStatus = z
  .object({
    target_id: z.int().meta({ description: 'Of the target: an API URL and an integration key together.' }),
    connectors: z.array(z.string()).meta({ description: 'The ids of the connectors that use it now.' }),
    host: z.string().meta({ description: 'Of its API URL.' }),
    limit: z.int().nullable().meta({ description: 'Calls in any 60 s; null: there is no limit.' }),
    calls_last_minute: z.int(),
    in_flight: z.int().meta({ description: 'Calls that wait for their answer.' }),
    pending: z.int().meta({ description: 'Events that wait or are in flight.' }),
    rests_until: momentText.nullable().meta({ description: 'After a 429; null: it does not rest.' }),
  })
  .meta({ id: 'KeyStatus', description: 'What an integration key may get, and what it gets.' });

const gateStatus = z
  .object({
    of: z.enum(['host', 'target']).meta({ description: '`host`: nobody gets through there.' }),
    host: z.string(),
    target_id: z.int().nullable().meta({ description: 'null for the gate of a host.' }),
    reason: z.string().meta({ description: `Of the last failure, one of ${reasons.join(', ')}.` }),
    message: z.string().meta({ description: 'The same in words.' }),
    closed_since: momentText,
    next_probe_at: momentText.meta({ description: 'When one request tries whether it can be opened.' }),
  })
  .meta({ id: 'GateStatus', description: 'A closed gate: what waits behind it is probed, not sent.' });

export const deliveryStatusBody = z
  .object({
    backlog: z.object({
      events: z.int().meta({ description: 'Events that wait or are in flight.' }),
      lanes: z.int().meta({ description: 'Incidents and change events that they belong to.' }),
      oldest_seconds: z.number().meta({ description: 'How long the oldest has waited; 0: nothing waits.' }),
    }),
    keys: z.array(keyStatus),
    gates: z.array(gateStatus).meta({ description: 'Those that are closed; empty when all is well.' }),
    open_incidents: z.int().meta({ description: 'Incidents that may be open at PagerDuty.' }),
    dead_letters: z.int(),
    refusing: z
      .string()
      .nullable()
      .meta({ description: 'Why new events are refused now; null: they are taken.' }),
  })
  .meta({ id: 'DeliveryStatus', description: 'What waits, and what it waits for.' });

/** `data` of a message `event` of the stream. */
export const eventChange = z.object({ id: z.string(), state: z.string(), reason: z.string().optional() });
/** `data` of a message `gate` of the stream. */
export const gateChange = z.object({ host: z.string(), closed: z.boolean() });
/** `data` of a message `many` of the stream. */
export const manyChanges = z.object({ changes: z.int(), by_state: z.record(z.string(), z.int()) });
/** `data` of a message `rule` of the stream. */
export const ruleChanges = z.object({ ids: z.array(z.string()), more: z.int().optional() });
