import { z } from 'zod';

/** What an always-firing rule is told. */
export const alwaysFiringParams = z.strictObject({
  /** Alerts that are active. */
  instances: z.int().min(0).max(100_000).default(5),
  /** So many of them, the first, are in the group `urgent`. */
  urgent: z.int().min(0).max(100_000).default(0),
  /** How likely each is to be over for one run. */
  recoveryChance: z.number().min(0).max(1).default(0),
});

export type AlwaysFiringParams = z.infer<typeof alwaysFiringParams>;
