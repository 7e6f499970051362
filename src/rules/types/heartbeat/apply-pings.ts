import { HeartbeatState, type SourceState } from './heartbeat-state.ts';
import type { Ping } from './ping.ts';
import { mostSources } from './source-name.ts';

/** What a heartbeat rule knows after calls have come, in their order, and the calls that it has no room for. */
export function applyPings(
  state: unknown,
  pings: readonly Ping[],
): { readonly state: HeartbeatState; readonly refused: readonly Ping[] } {
  const before = HeartbeatState.read(state);
  const sources = new Map(before.sources);
  const refused: Ping[] = [];
  for (const ping of pings) {
    const known = sources.get(ping.source);
    if (known === undefined && sources.size >= mostSources) refused.push(ping);
    else sources.set(ping.source, afterPing(known ?? { since: ping.at, dueAt: null }, ping));
  }
  return { state: new HeartbeatState(before.timetable, sources), refused };
}

/** A start says that a job runs, and nothing of how it goes: only its end is what was waited for. */
function afterPing(before: SourceState, { kind, at, exitCode, output }: Ping): SourceState {
  if (kind === 'start') return { ...before, calledAt: at, startedAt: at };
  const { since, startedAt } = before;
  return {
    since,
    dueAt: null,
    calledAt: at,
    endedAt: at,
    ...(startedAt !== undefined && { duration: Math.max(0, at - startedAt) }),
    ...(exitCode !== undefined && { exitCode }),
    ...(output !== undefined && { output }),
    ...(kind === 'failure' && { hasFailed: true as const }),
  };
}
