import type { ActionVariable } from '../../rule-type.ts';
import type { Missing, SourceState } from './heartbeat-state.ts';
import { defaultSource } from './source-name.ts';
import { spellDuration } from './spell-duration.ts';

/** How it is with a source, for templates. */
export type Finding =
  | { readonly kind: 'missing'; readonly missing: Missing }
  | { readonly kind: 'failed' }
  | { readonly kind: 'well' }
  | { readonly kind: 'forgotten' };

/** What actions can say of a source. */
export const contextVariables: readonly ActionVariable[] = [
  { name: 'message', description: 'A sentence: who has not called, has failed, or is well again.' },
  {
    name: 'reason',
    description:
      'Why the alert is there: late (no call), overrun (a job has not ended) or failed; ok when it is over, forgotten when its source is expected no more.',
  },
  { name: 'source', description: 'The source, as ?source= names it; default where none is named.' },
  { name: 'lastBeat', description: 'When it called last, as an ISO date; empty: never.' },
  { name: 'dueAt', description: 'When its next call is due, or was, as an ISO date.' },
  {
    name: 'late',
    description: 'For how long it has been due, such as 1h 5m; of a job that has not ended, since its start.',
  },
  { name: 'startedAt', description: 'When the job that has not ended started, as an ISO date; else empty.' },
  {
    name: 'exitCode',
    description: 'The exit code of its last job, a number; empty where none was told.',
  },
  { name: 'output', description: 'The end of what its last job sent along; empty: nothing.' },
  {
    name: 'duration',
    description: 'How long its last job took, such as 12m 5s; empty where its start was not told.',
  },
  { name: 'durationSeconds', description: 'The same in seconds, a number.' },
];

const iso = (time: number | null | undefined) =>
  typeof time === 'number' ? new Date(time).toISOString() : '';

function messageOf(name: string, source: SourceState, finding: Finding): string {
  const who = name === defaultSource ? 'the job' : name;
  const { calledAt, startedAt, exitCode } = source;
  if (finding.kind === 'forgotten') return `${who} is not expected any more`;
  if (finding.kind === 'well') return `${who} is well again`;
  if (finding.kind === 'failed')
    return `${who} has failed${exitCode === undefined ? '' : ` with exit code ${exitCode}`}`;
  const { reason, from } = finding.missing;
  if (reason === 'overrun') return `${who} has not ended: it started at ${iso(from)}`;
  const before =
    startedAt !== undefined
      ? `it started at ${iso(startedAt)} and has not ended`
      : calledAt === undefined
        ? 'it never has'
        : `the last time was ${iso(calledAt)}`;
  return `${who} has not called: that was due at ${iso(from)}, ${before}`;
}

/** The variables of a source. */
export function contextOf(
  name: string,
  source: SourceState,
  finding: Finding,
  now: number,
): Readonly<Record<string, unknown>> {
  const { calledAt, dueAt, startedAt, exitCode, output, duration } = source;
  const reasons = { failed: 'failed', well: 'ok', forgotten: 'forgotten' } as const;
  const missing = finding.kind === 'missing' ? finding.missing : undefined;
  return {
    message: messageOf(name, source, finding),
    reason: finding.kind === 'missing' ? finding.missing.reason : reasons[finding.kind],
    source: name,
    lastBeat: iso(calledAt),
    dueAt: iso(missing?.reason === 'late' ? missing.from : dueAt),
    late: missing === undefined ? '' : spellDuration(now - missing.from),
    startedAt: iso(startedAt),
    exitCode: exitCode ?? '',
    output: output ?? '',
    duration: duration === undefined ? '' : spellDuration(duration),
    durationSeconds: duration === undefined ? '' : Math.round(duration / 1000),
  };
}
