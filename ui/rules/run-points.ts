import { durationInWords } from '../parts/duration.ts';
import { ruleTexts } from '../texts/rules.ts';
import type { RuleRun } from './rules-api.ts';

/** A run as the chart shows it. */
export interface RunPoint {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Milliseconds; of one that failed `null`, and the other way round. */
  readonly ok: number | null;
  readonly failed: number | null;
  readonly active: number;
}

/** The runs of a page of history, the oldest first; what was done by hand is no run. */
export function runPointsOf(runs: readonly RuleRun[]): RunPoint[] {
  const points = runs
    .filter(({ result }) => result !== null)
    .map(({ started_at, duration, result, active }) => {
      const hasFailed = result === 'failed';
      return {
        at: Date.parse(started_at),
        ok: hasFailed ? null : duration,
        failed: hasFailed ? duration : null,
        active,
      };
    })
    .sort((one, other) => one.at - other.at);
  // Of a run that failed nothing is known but what was active before it.
  return points.map((point, i) =>
    point.failed === null
      ? point
      : { ...point, active: points.slice(0, i).findLast((each) => each.ok !== null)?.active ?? 0 },
  );
}

/** The same in a sentence. */
export function runsInWords(points: readonly RunPoint[]): string {
  const words = ruleTexts.chart;
  const last = points.at(-1);
  if (last === undefined) return words.none;
  const longest = points.reduce((most, { ok, failed }) => Math.max(most, ok ?? failed ?? 0), 0);
  const failed = points.filter((point) => point.failed !== null).length;
  return words.summary(points.length, failed, durationInWords(longest), last.active);
}
