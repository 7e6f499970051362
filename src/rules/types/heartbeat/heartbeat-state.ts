import { z } from 'zod';

const missing = z.object({
  /** `late`: a call did not come. `overrun`: a job that has started did not end. */
  reason: z.enum(['late', 'overrun']),
  /** When the call was due, or when the job started. */
  from: z.number(),
  /** When it was found out. */
  at: z.number(),
});

/** What is known of one source. Times are milliseconds since 1970. */
const source = z.object({
  /** From when on it is expected. */
  since: z.number(),
  /** When the next end of a job is due; `null`: it has to be worked out. */
  dueAt: z.number().nullable(),
  /** Its last call of whatever kind; absent: it never called. */
  calledAt: z.number().optional(),
  /** Its last success or failure. */
  endedAt: z.number().optional(),
  /** The start of a job that has not ended. */
  startedAt: z.number().optional(),
  /** How long the last job took whose start is known. */
  duration: z.number().optional(),
  exitCode: z.number().optional(),
  output: z.string().optional(),
  /** Its last job failed. */
  hasFailed: z.literal(true).optional(),
  missing: missing.optional(),
});

/** Which of them belong together: a list, because a source may be called `__proto__`. */
const heartbeatState = z.object({
  /** The timetable that `dueAt` is of. */
  timetable: z.string().optional(),
  sources: z.array(z.tuple([z.string(), source])),
});

export type Missing = z.infer<typeof missing>;
export type SourceState = z.infer<typeof source>;
export type HeartbeatState = z.infer<typeof heartbeatState>;

/** Reads what was kept; nothing was, before the first run. */
export function readHeartbeatState(state: unknown): HeartbeatState {
  return state === undefined || state === null ? { sources: [] } : heartbeatState.parse(state);
}
