import { parseDuration } from '../../duration.ts';
import { HeartbeatState, type SourceState } from './heartbeat-state.ts';
import type { HeartbeatParams } from './params.ts';
import { defaultSource } from './source-name.ts';

const hour = 3_600_000;

/** A rule of which one job has not called and another one has failed, for previews. */
export function exampleState({ grace }: HeartbeatParams, now: number): HeartbeatState {
  const dueAt = now - (parseDuration(grace)?.ms ?? 0);
  const since = dueAt - hour;
  const missing: SourceState = { since, dueAt, calledAt: since, endedAt: since };
  const failed: SourceState = {
    since,
    dueAt: null,
    calledAt: now,
    endedAt: now,
    duration: 42_000,
    exitCode: 1,
    output: 'What the job has said',
    hasFailed: true,
  };
  const sources = new Map([
    [defaultSource, missing],
    ['example', failed],
  ]);
  return new HeartbeatState(undefined, sources);
}
