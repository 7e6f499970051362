import { z } from 'zod';
import { stateReader } from '../state-reader.ts';

/** What a program has reported of an alert that is active, and when. */
const held = z.object({
  /** Milliseconds since 1970. */
  at: z.number(),
  summary: z.string().optional(),
  severity: z.string().optional(),
  context: z.record(z.string(), z.unknown()).optional(),
  links: z.array(z.object({ href: z.string(), text: z.string().optional() })).optional(),
});

export type HeldAlert = z.infer<typeof held>;

/**
 * What an external rule keeps between runs: the alerts that are active, by id. A list, because an id may be
 * `__proto__`.
 */
const externalState = z.object({ alerts: z.array(z.tuple([z.string(), held])) });

export type ExternalState = z.infer<typeof externalState>;

/** Nothing was kept before the first report. */
export const externalStates = stateReader(externalState, () => ({ alerts: [] }));
