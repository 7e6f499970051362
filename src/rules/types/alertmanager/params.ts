import { z } from 'zod';
import { parseDuration } from '../../duration.ts';
import { severityGroups } from './severity-group.ts';

const duration = z.string().refine((text) => parseDuration(text) !== undefined, {
  error: ({ input }) => `string is not a valid duration: ${input}`,
});

/** What a rule of the type alertmanager is told. */
export const alertmanagerParams = z.strictObject({
  /** An alert that is pushed without `endsAt` recovers when it is not pushed again for so long. */
  resolveTimeout: duration.default('5m'),
  /**
   * One that the webhook told of recovers when the webhook does not speak of it for so long; `null`: only the webhook
   * ends it, because it repeats what fires every `repeat_interval` alone, which may be days.
   */
  webhookTimeout: duration.nullable().default(null),
  /** The label that says how severe an alert is. */
  severityLabel: z
    .string()
    .min(1, 'use the name of a label, such as "severity"')
    .max(1024)
    .default('severity'),
  /** Of an alert whose label is missing, or holds a word that nobody knows. */
  defaultSeverity: z.enum(severityGroups).default('critical'),
});

export type AlertmanagerParams = z.infer<typeof alertmanagerParams>;
