import { z } from 'zod';

/** The bodies of PagerDuty's Events API v2, for the OpenAPI description alone: the sandbox judges them itself. */

const routing_key = z.string().describe('The integration key: 32 letters or digits.');
const links = z.array(z.object({ href: z.string(), text: z.string().optional() })).optional();
const custom_details = z.record(z.string(), z.unknown()).optional();

export const alertEvent = z
  .object({
    routing_key,
    event_action: z.enum(['trigger', 'acknowledge', 'resolve']),
    dedup_key: z
      .string()
      .max(255)
      .optional()
      .describe('Required for acknowledge and resolve; a trigger without one gets a UUID.'),
    payload: z
      .object({
        summary: z.string().max(1024),
        source: z.string(),
        severity: z.enum(['critical', 'error', 'warning', 'info']),
        timestamp: z.string().optional().describe('ISO 8601.'),
        component: z.string().optional(),
        group: z.string().optional(),
        class: z.string().optional(),
        custom_details,
      })
      .optional()
      .describe('Required for trigger.'),
    images: z
      .array(z.object({ src: z.string(), href: z.string().optional(), alt: z.string().optional() }))
      .optional(),
    links,
    client: z.string().optional(),
    client_url: z.string().optional(),
  })
  .meta({ id: 'PagerDutyEvent', description: 'An alert event, as PagerDuty takes it.' });

export const changeEvent = z
  .object({
    routing_key,
    payload: z.object({
      summary: z.string().max(1024),
      source: z.string().optional(),
      timestamp: z.string().optional().describe('ISO 8601.'),
      custom_details,
    }),
    links,
  })
  .meta({ id: 'PagerDutyChangeEvent', description: 'A change event, as PagerDuty takes it.' });
