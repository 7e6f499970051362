import { z } from 'zod';
import type { RunResult } from '../store/rule-store.ts';

interface Reason {
  /** One of contract 5.6. */
  readonly reason: string;
  readonly message: string;
}

/** How a rule's runs go, as the API tells it. It goes through JSON. Times are milliseconds since 1970. */
export interface RuleStatus {
  readonly execution: {
    readonly status: 'ok' | 'active' | 'error' | 'warning' | 'pending' | 'unknown';
    /** When the run began; of a rule that has not run yet when that was to be expected. */
    readonly at: number;
    /** Milliseconds. */
    readonly duration?: number;
    readonly error?: Reason;
    readonly warning?: Reason;
  };
  readonly lastRun?: {
    readonly outcome: RunResult;
    /** A reason of contract 5.6. */
    readonly warning: string | null;
    readonly messages: readonly string[] | null;
    readonly counts: {
      readonly active: number;
      readonly new: number;
      readonly recovered: number;
      readonly ignored: number;
    };
  };
}

/** Of a rule that has not run since it was made or enabled. */
export const pendingSince = (at: number): RuleStatus => ({ execution: { status: 'pending', at } });

const reason = z.object({ reason: z.string(), message: z.string() });

/** Reads a status as it was kept. */
export const ruleStatusSchema: z.ZodType<RuleStatus> = z.object({
  execution: z.object({
    status: z.enum(['ok', 'active', 'error', 'warning', 'pending', 'unknown']),
    at: z.number(),
    duration: z.number().optional(),
    error: reason.optional(),
    warning: reason.optional(),
  }),
  lastRun: z
    .object({
      outcome: z.enum(['succeeded', 'warning', 'failed']),
      warning: z.string().nullable(),
      messages: z.array(z.string()).nullable(),
      counts: z.object({ active: z.number(), new: z.number(), recovered: z.number(), ignored: z.number() }),
    })
    .optional(),
});
