import type { ReportedAlert } from '../../../alerts/reported-alert.ts';
import { parseDuration } from '../../duration.ts';
import { inTurns } from '../../in-turns.ts';
import type { RuleRun, RunReport } from '../../rule-type.ts';
import type { SourceAnswer } from '../../sources.ts';
import { alertOf, contextFacts, contextOf } from './alert-of.ts';
import { type Conditions, followSeries, groupOfNoData } from './follow-series.ts';
import type { PrometheusQueryParams } from './params.ts';
import { queryCall, serverOf } from './query-call.ts';
import { QueryFailed } from './query-failed.ts';
import { readAnswer } from './read-answer.ts';
import { seriesAStep } from './read-result.ts';
import { keptTracks, readTracks, subjectOf } from './tracks.ts';

/**
 * Asks for the query once and reports the series that meet a condition. An answer that is none is an error of the run
 * and no missing data: it changes no alert.
 *
 * @param nextTurn As `setImmediate`: ten thousand series are gone about in steps.
 */
export async function executePrometheusQuery(
  run: RuleRun<PrometheusQueryParams>,
  nextTurn: (what: () => void) => void,
): Promise<RunReport> {
  const { params, sources, signal } = run;
  const answer = await sources.call(queryCall(params, signal));
  signal.throwIfAborted();
  try {
    return await inTurns(evaluate(run, answer), nextTurn);
  } catch (error) {
    if (!(error instanceof QueryFailed)) throw error;
    const server = serverOf(params.url).text;
    // What could not be called says so itself.
    const message = error.message.startsWith(server) ? error.message : `${server}: ${error.message}`;
    throw new Error(message, { cause: error });
  }
}

function conditionsOf(params: PrometheusQueryParams): Conditions {
  const { critical, warning, noData, for: holdFor, forgetAfter } = params;
  const milliseconds = (text: string | null) => (text === null ? 0 : (parseDuration(text)?.ms ?? 0));
  return {
    critical,
    warning,
    noData,
    holdFor: milliseconds(holdFor),
    forgetAfter: milliseconds(forgetAfter),
  };
}

function* evaluate(run: RuleRun<PrometheusQueryParams>, answer: SourceAnswer): Generator<void, RunReport> {
  const { params, ruleName, startedAt, now } = run;
  const subject = subjectOf(params);
  const conditions = conditionsOf(params);
  const kept = readTracks(run.state);
  const before = kept.subject === subject ? kept.tracks : new Map<string, never>();
  const { samples: given, warnings } = yield* readAnswer(answer);
  const { samples, tracks, isUnchanged } = yield* followSeries(given, before, conditions, now);
  const facts = contextFacts({ params, ruleName, startedAt, warnings });
  const alerts: ReportedAlert[] = [];
  for (const [id, track] of tracks) {
    const { group } = track;
    if (group === undefined) continue;
    alerts.push(alertOf(id, { track, sample: samples.get(id), group }, facts));
    if (alerts.length % seriesAStep === 0) yield;
  }
  return {
    alerts,
    recoveredContext: (id) => {
      // Of another query than this one, too, if that was asked before.
      const known = kept.tracks.get(id);
      const group = known?.group ?? groupOfNoData(conditions);
      return contextOf({ track: tracks.get(id) ?? known, sample: samples.get(id), group }, facts);
    },
    // Unchanged, it need not be kept anew.
    state: isUnchanged && tracks.size > 0 ? run.state : keptTracks(tracks, subject),
    warnings,
  };
}
