import { z } from 'zod';
import { actionParamsSchema } from '../pagerduty/action-params.ts';

/**
 * The body of `_execute`. The params are any object here, because Kibana answers mistakes inside them with 200 and
 * `status: "error"`; their real shape is documented through `actionParamsSchema`.
 */
export const executeBody = z
  .strictObject({
    params: z.record(z.string(), z.unknown()).meta({ description: 'See the schema ActionParams.' }),
  })
  .meta({
    id: 'Execute',
    examples: [
      { params: { eventAction: 'trigger', dedupKey: 'demo', summary: 'It works', severity: 'info' } },
    ],
  });

export const documentedParams = actionParamsSchema.meta({ id: 'ActionParams' });

export const executionBody = z
  .object({
    connector_id: z.string(),
    status: z.enum(['ok', 'error']),
    data: z.unknown().optional().meta({ description: "PagerDuty's answer, parsed." }),
    message: z.string().optional().meta({ description: 'What went wrong.' }),
    service_message: z
      .string()
      .optional()
      .meta({ description: 'The same in the words of PagerDuty or of the network.' }),
    retry: z
      .boolean()
      .nullable()
      .optional()
      .meta({ description: 'Whether the same call may succeed later.' }),
    errorSource: z.enum(['user', 'framework']).optional(),
    errors: z.array(z.string()).optional().meta({ description: "PagerDuty's own reasons." }),
  })
  .meta({
    id: 'Execution',
    description: 'What came of one attempt; also a failed one is answered with 200.',
  });
