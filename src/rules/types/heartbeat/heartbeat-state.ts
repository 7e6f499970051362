import { z } from 'zod';

const missing = z.object({
  /** `late`: a call did not come. `overrun`: a job that has started did not end. */
  reason: z.enum(['late', 'overrun']),
  /** When the call was due, or when the job started. */
  from: z.number(),
  /** When it was found out. */
  at: z.number(),
});

/** What is known of one source. Times are milliseconds since 1970. What has not changed stays the same object. */
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

/** A list, because a source may be called `__proto__`. */
const kept = z.object({
  timetable: z.string().optional(),
  sources: z.array(z.tuple([z.string(), source])),
});

export type Missing = z.infer<typeof missing>;
export type SourceState = z.infer<typeof source>;

/**
 * What a heartbeat rule keeps between runs. It goes through JSON; in the process that made it, it is taken as it is,
 * because a rule of a thousand sources may be called a hundred times a second.
 */
export class HeartbeatState {
  /** The timetable that each `dueAt` is of; `undefined`: there was no run yet. */
  readonly timetable: string | undefined;
  readonly sources: ReadonlyMap<string, SourceState>;

  constructor(timetable: string | undefined, sources: ReadonlyMap<string, SourceState>) {
    this.timetable = timetable;
    this.sources = sources;
  }

  /** Reads what was kept; nothing was, before the first run. */
  static read(state: unknown): HeartbeatState {
    if (state instanceof HeartbeatState) return state;
    if (state === undefined || state === null) return new HeartbeatState(undefined, new Map());
    const { timetable, sources } = kept.parse(state);
    return new HeartbeatState(timetable, new Map(sources));
  }

  toJSON(): z.input<typeof kept> {
    return { timetable: this.timetable, sources: [...this.sources] };
  }
}
