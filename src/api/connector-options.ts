import { z } from 'zod';

const limitWords = 'expected "auto", "off" or a whole number of calls per minute from 1 to 1000000';

/** Tocsin's own options of a connector, which Kibana does not have. What is absent follows the settings. */
export const connectorOptionsSchema = z
  .strictObject({
    rateLimit: z
      .union(
        [
          z.literal('auto'),
          z.literal('off'),
          z.int(limitWords).min(1, limitWords).max(1_000_000, limitWords),
        ],
        {
          error: limitWords,
        },
      )
      .optional()
      .meta({ description: 'Calls per minute that the target may get; "auto" learns it from PagerDuty.' }),
    superseding: z
      .enum(['on', 'off'])
      .optional()
      .meta({ description: 'Whether newer events take the place of older ones that still wait.' }),
    client: z
      .string()
      .trim()
      .min(1, 'must not be blank')
      .max(1024)
      .optional()
      .meta({ description: 'Name of the monitoring system, for every trigger that brings none of its own.' }),
    clientUrl: z
      .url({ protocol: /^https?$/, error: 'expected an http or https URL' })
      .max(2048)
      .optional()
      .meta({ description: 'Its URL, for every trigger that brings none of its own.' }),
  })
  .meta({ id: 'ConnectorOptions', description: "Tocsin's own options of a connector." });

export type ConnectorOptions = z.infer<typeof connectorOptionsSchema>;
