import { z } from 'zod';
import type { RunResult } from '../store/rule-store.ts';

/** Why a run failed, in Kibana's words. */
const errorReasons = ['read', 'execute', 'timeout', 'validate', 'unknown'] as const;
export type RunErrorReason = (typeof errorReasons)[number];

const warningReasons = ['maxAlerts', 'maxExecutableActions', 'execution'] as const;
export type RunWarningReason = (typeof warningReasons)[number];

/** How the last run of a rule went. */
export interface RuleStatus {
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Milliseconds. */
  readonly duration: number;
  readonly result: RunResult;
  readonly active: number;
  readonly new: number;
  readonly recovered: number;
  readonly ignored: number;
  readonly error?: { readonly reason: RunErrorReason; readonly message: string };
  readonly warning?: { readonly reason: RunWarningReason; readonly message: string };
}

/** Reads a status as it was kept. */
export const ruleStatusSchema: z.ZodType<RuleStatus> = z.object({
  startedAt: z.number(),
  duration: z.number(),
  result: z.enum(['succeeded', 'warning', 'failed']),
  active: z.number(),
  new: z.number(),
  recovered: z.number(),
  ignored: z.number(),
  error: z.object({ reason: z.enum(errorReasons), message: z.string() }).optional(),
  warning: z.object({ reason: z.enum(warningReasons), message: z.string() }).optional(),
});
