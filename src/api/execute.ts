import { z } from 'zod';
import { actionParamsSchema } from '../pagerduty/action-params.ts';

/**
 * The body of `_execute`. The params are any object here, because Kibana answers mistakes inside them with 200 and
 * `status: "error"`; what they should be, `documentedExecuteBody` says.
 */
export const executeBody = z.strictObject({ params: z.record(z.string(), z.unknown()) });

/** The body of `_execute` as the OpenAPI document has it. */
export const documentedExecuteBody = z
  .strictObject({
    params: actionParamsSchema.meta({
      id: 'ActionParams',
      description: 'What an event says. Mistakes in here are answered with 200 and `status: "error"`.',
    }),
  })
  .meta({
    id: 'Execute',
    // `examples` would be dropped: zod can not know whether they are of what goes in or of what comes out.
    example: {
      params: { eventAction: 'trigger', dedupKey: 'demo', summary: 'It works', severity: 'info' },
    },
  });

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
