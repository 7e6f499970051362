import { z } from 'zod';

export const networkCheckQuery = z.strictObject({
  connector: z
    .string()
    .min(1)
    .max(256)
    .meta({ description: 'The id of the connector whose host is looked for.' }),
});

const checkedStep = z
  .object({
    step: z.enum(['allowed', 'route', 'dns', 'tcp', 'proxy tls', 'connect', 'tls']),
    ok: z.boolean(),
    text: z.string().meta({ description: 'A sentence for people.' }),
    details: z
      .array(z.string())
      .meta({ description: 'More about it, such as the certificates that were shown.' }),
    took: z.number().nullable().meta({ description: 'Milliseconds; null where nothing was waited for.' }),
  })
  .meta({ id: 'NetworkCheckStep' });

export type NetworkCheckStep = Readonly<z.output<typeof checkedStep>>;

export const networkCheckBody = z
  .object({
    connector: z.string(),
    url: z.string().meta({ description: 'Scheme, host and port that were looked for.' }),
    reachable: z.boolean(),
    steps: z.array(checkedStep).meta({ description: 'In their order; nothing follows one that failed.' }),
  })
  .meta({
    id: 'NetworkCheck',
    description: 'How the host of a connector is reached. Nothing was sent to it.',
  });
