import { parseDuration } from '../../duration.ts';
import type { HeartbeatState } from './heartbeat-state.ts';
import type { HeartbeatParams } from './params.ts';
import { defaultSource } from './source-name.ts';

const hour = 3_600_000;

/** A rule of which one job has not called and another one has failed, for previews. */
export function exampleState({ grace }: HeartbeatParams, now: number): HeartbeatState {
  const dueAt = now - (parseDuration(grace)?.ms ?? 0);
  const since = dueAt - hour;
  return {
    sources: [
      [defaultSource, { since, dueAt, calledAt: since, endedAt: since }],
      [
        'example',
        {
          since,
          dueAt: null,
          calledAt: now,
          endedAt: now,
          duration: 42_000,
          exitCode: 1,
          output: 'What the job has said',
          hasFailed: true,
        },
      ],
    ],
  };
}
