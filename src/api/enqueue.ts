import { z } from 'zod';
import { actionParamsSchema } from '../pagerduty/action-params.ts';
import { changeParamsSchema } from '../pagerduty/change-event.ts';
import { errorBody } from './error-body.ts';

/** The most events that one request may bring. */
export const maxQueuedAtOnce = 1000;

const queuedAlert = actionParamsSchema.meta({
  id: 'QueuedAlert',
  description:
    'An alert event: what `_execute` takes inside `params`. Without a timestamp it carries the time at which it was accepted.',
  example: {
    eventAction: 'trigger',
    dedupKey: 'db1/disk',
    summary: 'Disk full on db1',
    source: 'db1',
    severity: 'critical',
  },
});

const queuedChange = z
  .strictObject({
    eventAction: z.literal('change').meta({ description: 'Makes it a change event.' }),
    ...changeParamsSchema.shape,
  })
  .meta({
    id: 'QueuedChange',
    description: 'A change event: shown beside incidents, notifies nobody.',
    example: { eventAction: 'change', summary: 'Build 7 deployed', source: 'ci' },
  });

/**
 * The body of `_enqueue` as the OpenAPI document has it. The route judges it item by item, with the schemas of
 * `pagerduty/`.
 */
export const documentedEnqueueBody = z
  .union([
    queuedAlert,
    queuedChange,
    z
      .array(z.union([queuedAlert, queuedChange]))
      .min(1)
      .max(maxQueuedAtOnce)
      .meta({ description: `1 to ${maxQueuedAtOnce} events, in the order in which they are accepted.` }),
  ])
  .meta({
    id: 'Enqueue',
    description:
      'An event, or an array of them. The request may have 8 MiB, each event 512,000 bytes as sent.',
  });

const idText = z
  .string()
  .meta({ description: 'Its number in the order of acceptance, as text.', examples: ['42'] });
const dedupKey = z
  .string()
  .nullable()
  .meta({
    description: 'As sent; made for a trigger that brought none. null for change events.',
    examples: ['db1/disk'],
  });

export const enqueuedBody = z
  .object({ id: idText, dedup_key: dedupKey, status: z.literal('accepted') })
  .meta({ id: 'Enqueued', description: 'The event is on disk, and will be delivered.' });

const refusedItem = z
  .object({ error: errorBody })
  .meta({ id: 'NotEnqueued', description: 'An event that was not accepted, and why.' });

export const enqueuedManyBody = z
  .object({
    items: z.array(
      z.union([
        z
          .object({ id: idText, dedup_key: dedupKey })
          .meta({ id: 'EnqueuedItem', description: 'An event that is on disk.' }),
        refusedItem,
      ]),
    ),
  })
  .meta({ id: 'EnqueuedMany', description: 'What became of each event, in the order of the request.' });

export const enqueueRefusedBody = errorBody
  .extend({
    items: z
      .array(refusedItem)
      .optional()
      .meta({ description: 'Of an array in which no event was valid: why, each.' }),
  })
  .meta({ id: 'EnqueueRefused', description: 'Nothing was accepted.' });
