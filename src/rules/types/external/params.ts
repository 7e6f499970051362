import { z } from 'zod';
import { parseDuration } from '../../duration.ts';

/** What an external rule is told. */
export const externalParams = z.strictObject({
  /** An alert that is not reported for so long recovers, such as `10m`; `null`: only a report ends it. */
  timeout: z
    .string()
    .refine((text) => parseDuration(text) !== undefined, {
      error: ({ input }) => `string is not a valid duration: ${input}`,
    })
    .nullable()
    .default(null),
});

export type ExternalParams = z.infer<typeof externalParams>;
