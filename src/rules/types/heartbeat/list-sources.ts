import { parseDuration } from '../../duration.ts';
import { HeartbeatState } from './heartbeat-state.ts';

/** How it is with a source, for whoever looks at the rule. Times are milliseconds since 1970. */
export interface SourceStatus {
  readonly source: string;
  /** `waiting`: it never called, and that is not too late yet. `running`: a job has started and not ended. */
  readonly status: 'waiting' | 'up' | 'running' | 'failed' | 'missing';
  readonly lastBeat: number | undefined;
  readonly dueAt: number | undefined;
  /** When it is missing unless it calls, as far as only the grace is concerned. */
  readonly missingAt: number | undefined;
  readonly exitCode: number | undefined;
  /** Milliseconds. */
  readonly duration: number | undefined;
}

/** The sources of a rule, as its last run left them. */
export function listSources(state: unknown, grace: string): readonly SourceStatus[] {
  const patience = parseDuration(grace)?.ms ?? 0;
  return [...HeartbeatState.read(state).sources].map(([source, each]) => {
    const { missing, hasFailed, startedAt, calledAt, dueAt, exitCode, duration } = each;
    const well = calledAt === undefined ? 'waiting' : startedAt === undefined ? 'up' : 'running';
    const bad = missing !== undefined ? 'missing' : hasFailed === true ? 'failed' : undefined;
    return {
      source,
      status: bad ?? well,
      lastBeat: calledAt,
      dueAt: dueAt ?? undefined,
      missingAt: dueAt === null ? undefined : dueAt + patience,
      exitCode,
      duration,
    };
  });
}
