import { z } from 'zod';
import { isNothingYet } from '../headline-of.ts';
import type { Reading } from '../overview-queries.ts';

const connector = z.object({ id: z.string(), name: z.string(), isSandbox: z.boolean() });
/** `answer`: what PagerDuty said to the trigger. */
const sent = { connector, dedupKey: z.string(), eventId: z.string().nullable(), answer: z.string() };

/** How far somebody has come with the first steps, as this browser remembers it. */
export const progressSchema = z.discriminatedUnion('step', [
  z.object({ step: z.literal('create') }),
  z.object({ step: z.literal('test'), connector }),
  z.object({ step: z.literal('see'), ...sent, isAcknowledged: z.boolean() }),
  z.object({ step: z.literal('done'), ...sent, isAcknowledged: z.boolean() }),
  z.object({ step: z.literal('dismissed') }),
]);

export type Progress = z.infer<typeof progressSchema>;
export type ProgressOf<Step extends Progress['step']> = Extract<Progress, { readonly step: Step }>;
export type StepConnector = z.infer<typeof connector>;

/** The sandbox's own connector is always there. */
const ownConnector = 'sandbox';

/**
 * What the first steps show; `undefined`: nothing. They begin where there is no connector but the sandbox's own and
 * nothing was sent yet, and go on until they are closed.
 *
 * @param kept what the browser remembers; `undefined`: nothing. It may be of another server at the same address.
 */
export function shownProgress(
  kept: Progress | undefined,
  reading: Reading,
): Exclude<Progress, { step: 'dismissed' }> | undefined {
  if (kept?.step === 'dismissed') return undefined;
  const { connectors } = reading.overview;
  const others = connectors.filter(({ id }) => id !== ownConnector);
  if (kept !== undefined && kept.step !== 'create') {
    if (connectors.some(({ id }) => id === kept.connector.id)) return kept;
  }
  if (others.length === 0) return isNothingYet(reading) ? { step: 'create' } : undefined;
  const [made] = others;
  // Begun here, and the connector was made on its own page.
  if (kept?.step === 'create' && made !== undefined && isNothingYet(reading)) {
    return { step: 'test', connector: { id: made.id, name: made.name, isSandbox: false } };
  }
  return undefined;
}
