import type { ReportedAlert } from '../../../alerts/reported-alert.ts';
import { parseDuration } from '../../duration.ts';
import type { RuleRun, RunReport } from '../../rule-type.ts';
import { contextOf, type Finding } from './context.ts';
import type { CronTimes } from './cron-times.ts';
import { HeartbeatState, type SourceState } from './heartbeat-state.ts';
import { type DueSource, judge, type Patience } from './judge.ts';
import type { HeartbeatParams } from './params.ts';
import { settleSource } from './settle-source.ts';
import { defaultSource } from './source-name.ts';
import { timetableOf } from './timetable.ts';

/** Of what a failed job has sent along so much is kept, for alerts that are told of again. */
const keptOutput = 1000;

const severities = { missing: 'critical', failed: 'error' } as const;

const lengthOf = (text: string | null) => (text === null ? null : (parseDuration(text)?.ms ?? null));

/** What was found of a source, what is kept of it, and when it is worth another look. */
interface Looked {
  readonly source: DueSource;
  readonly finding: Finding;
  readonly lookAgainAt: number;
}

/** Reports which sources have not called and which have failed; calls have been noted in the state before. */
export function executeHeartbeat(run: RuleRun<HeartbeatParams>, times: CronTimes): RunReport {
  const { params, state, startedAt: now, listeningSince } = run;
  const timetable = timetableOf(params, times);
  const before = HeartbeatState.read(state);
  const isChanged = before.timetable !== undefined && before.timetable !== timetable.text;
  const expected = new Set(params.expectedSources);
  const patience: Patience = {
    grace: lengthOf(params.grace) ?? 0,
    maxRunTime: lengthOf(params.maxRunTime),
  };
  const forgetAfter = lengthOf(params.forgetAfter);

  const look = (name: string, source: SourceState): Looked => {
    const settled = settleSource(source, timetable, { now, isChanged });
    const verdict = judge(settled, patience, { now, listeningSince });
    if (verdict.kind === 'expected') {
      const finding: Finding = { kind: settled.hasFailed === true ? 'failed' : 'well' };
      return { source: withoutMissing(settled), finding, lookAgainAt: verdict.until };
    }
    const { missing } = verdict;
    const forgetAt =
      forgetAfter === null || expected.has(name) ? Number.POSITIVE_INFINITY : missing.at + forgetAfter;
    const finding: Finding = now >= forgetAt ? { kind: 'forgotten' } : { kind: 'missing', missing };
    const found = settled.missing === missing ? settled : { ...settled, missing };
    return { source: found, finding, lookAgainAt: forgetAt };
  };

  const known = new Map(before.sources);
  // One that is expected no more and never called is nobody.
  for (const [name, { calledAt }] of before.sources)
    if (calledAt === undefined && !expected.has(name)) known.delete(name);
  for (const name of expected) if (!known.has(name)) known.set(name, { since: now, dueAt: null });

  const looked = new Map([...known].map(([name, source]) => [name, look(name, source)]));
  const staying = [...looked].filter(([, { finding }]) => finding.kind !== 'forgotten');
  const sources = new Map(staying.map(([name, each]) => [name, kept(each)]));
  const isSame =
    before.timetable === timetable.text &&
    sources.size === before.sources.size &&
    [...sources].every(([name, source]) => before.sources.get(name) === source);
  return {
    alerts: staying.flatMap(([name, each]) => reported(name, each, now)),
    recoveredContext: (alertId) => {
      const each = looked.get(alertId);
      if (each === undefined) return {};
      // A preview asks what it would be like if all were over.
      const finding: Finding = each.finding.kind === 'forgotten' ? each.finding : { kind: 'well' };
      return { ...contextOf(alertId, each.source, finding, now) };
    },
    // Unchanged, it need not be kept anew.
    state: isSame ? state : new HeartbeatState(timetable.text, sources),
    lookAgainAt: Math.min(...staying.map(([, { lookAgainAt }]) => lookAgainAt)),
  };
}

function reported(name: string, { source, finding }: Looked, now: number): ReportedAlert[] {
  if (finding.kind !== 'missing' && finding.kind !== 'failed') return [];
  return [
    {
      id: name,
      group: finding.kind,
      severity: severities[finding.kind],
      context: contextOf(name, source, finding, now),
      defaults: { class: 'heartbeat', ...(name !== defaultSource && { source: name }) },
    },
  ];
}

function kept({ source, finding }: Looked): SourceState {
  const { output, ...rest } = source;
  if (output === undefined) return source;
  if (finding.kind === 'well') return rest;
  return output.length <= keptOutput ? source : { ...rest, output: output.slice(-keptOutput) };
}

function withoutMissing(source: DueSource): DueSource {
  if (source.missing === undefined) return source;
  const { missing: _, ...rest } = source;
  return rest;
}
