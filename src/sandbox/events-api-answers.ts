import { z } from 'zod';

/** The answers of PagerDuty's Events API v2, for the OpenAPI description alone: the sandbox writes them itself. */

export const eventAccepted = z
  .object({ status: z.literal('success'), message: z.string(), dedup_key: z.string() })
  .meta({
    id: 'PagerDutyEventAccepted',
    description: 'The event was taken; what becomes of it is not told.',
  });

export const changeEventAccepted = z
  .object({ status: z.literal('success'), message: z.string() })
  .meta({ id: 'PagerDutyChangeEventAccepted', description: 'The change event was taken.' });

export const eventRefused = z
  .object({ status: z.string(), message: z.string(), errors: z.array(z.string()) })
  .meta({ id: 'PagerDutyEventRefused', description: 'What PagerDuty says of a call it did not take.' });
