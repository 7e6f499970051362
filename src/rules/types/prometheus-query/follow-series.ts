import { meetsThreshold, type ThresholdCondition } from '../../threshold.ts';
import { seriesId } from './labels.ts';
import { QueryFailed } from './query-failed.ts';
import { mostSeries, type Sample, seriesAStep } from './read-result.ts';
import { isSameTrack, type Track } from './tracks.ts';

export type Group = 'critical' | 'warning';

/** What makes an alert of a series. */
export interface Conditions {
  readonly critical: ThresholdCondition | null;
  readonly warning: ThresholdCondition | null;
  readonly noData: 'alert' | 'recover' | 'keep';
  /** Milliseconds that a condition has to be met in every run; 0: one run is enough. */
  readonly holdFor: number;
  /** Milliseconds without a value, while other series have one, after which a series is forgotten. */
  readonly forgetAfter: number;
}

/** What a run makes of the series. */
export interface Followed {
  /** Series with a value, by the id of their alert. */
  readonly samples: ReadonlyMap<string, Sample>;
  /** What is to be remembered, by the same id. */
  readonly tracks: ReadonlyMap<string, Track>;
  /** Whether that is just what was remembered before. */
  readonly isUnchanged: boolean;
}

/** The alert of a query that has never had a value. No series has it as its id. */
export const noDataId = 'no data';

/** The group of an alert that is there because there is no value. */
export const groupOfNoData = ({ critical }: Pick<Conditions, 'critical'>): Group =>
  critical === null ? 'warning' : 'critical';

/**
 * Goes on with what is known of the series of a query. It pauses where others may have their turn.
 *
 * A value that meets `critical` meets `warning` too: while the worse condition has not been met for long enough, the
 * other goes on. A series that is not in the result has no value, nor has one that is NaN.
 *
 * @param now When the run is taken to happen: by the clock of the rule's schedule, so that five runs a minute apart are
 * five minutes.
 * @throws `QueryFailed`: two series have the same labels.
 */
export function* followSeries(
  given: readonly Sample[],
  before: ReadonlyMap<string, Track>,
  conditions: Conditions,
  now: number,
): Generator<void, Followed> {
  const samples = new Map<string, Sample>();
  const tracks = new Map<string, Track>();
  const gone: (readonly [id: string, track: Track])[] = [];
  for (const [index, sample] of given.entries()) {
    if (index % seriesAStep === seriesAStep - 1) yield;
    const id = seriesId(sample.labels);
    if (samples.has(id)) throw new QueryFailed(`its answer has the series ${id} twice`);
    if (Number.isNaN(sample.value)) {
      const known = before.get(id) ?? { labels: sample.labels };
      gone.push([id, known]);
      continue;
    }
    samples.set(id, sample);
    const track = trackOf(sample, before.get(id), conditions, now);
    if (track !== undefined) tracks.set(id, track);
  }
  const withoutNumber = new Set(gone.map(([id]) => id));
  for (const [id, track] of before) {
    if (!samples.has(id) && !withoutNumber.has(id) && (id !== noDataId || given.length === 0))
      gone.push([id, track]);
  }
  if (conditions.noData !== 'recover') {
    if (conditions.noData === 'alert' && samples.size + gone.length === 0) {
      gone.push([noDataId, { labels: {} }]);
    }
    for (const [id, track] of missing(gone, conditions, now, samples.size === 0)) tracks.set(id, track);
  }
  for (const [id, track] of tracks) {
    const was = before.get(id);
    if (was !== undefined && isSameTrack(was, track)) tracks.set(id, was);
  }
  const isUnchanged =
    tracks.size === before.size && tracks.entries().every(([id, track]) => before.get(id) === track);
  return { samples, tracks, isUnchanged };
}

/** `undefined`: there is nothing to remember. */
function trackOf(
  { labels, value }: Sample,
  before: Track | undefined,
  { critical, warning, noData, holdFor }: Conditions,
  now: number,
): Track | undefined {
  const isCritical = critical !== null && meetsThreshold(critical, value);
  const isWarning = warning !== null && (isCritical || meetsThreshold(warning, value));
  if (!isCritical && !isWarning) return noData === 'alert' ? { labels } : undefined;
  const sinceCritical = isCritical ? (before?.critical ?? now) : undefined;
  const sinceWarning = isWarning ? (before?.warning ?? now) : undefined;
  const holds = (since: number | undefined) => since !== undefined && now - since >= holdFor;
  const group = holds(sinceCritical) ? 'critical' : holds(sinceWarning) ? 'warning' : undefined;
  return {
    labels,
    ...(sinceCritical !== undefined && { critical: sinceCritical }),
    ...(sinceWarning !== undefined && { warning: sinceWarning }),
    ...(group !== undefined && { group }),
  };
}

/** Series without a value, as they go on; the ones that are not waited for any more are left out. */
function* missing(
  gone: readonly (readonly [id: string, track: Track])[],
  conditions: Conditions,
  now: number,
  isNothingThere: boolean,
): Iterable<readonly [id: string, track: Track]> {
  const { noData, holdFor, forgetAfter } = conditions;
  const since = ([, track]: readonly [string, Track]) => track.missing ?? now;
  const newest = gone.length > mostSeries ? gone.toSorted((a, b) => since(b) - since(a)) : gone;
  for (const [id, track] of newest.slice(0, mostSeries)) {
    const began = track.missing ?? now;
    if (now - began >= forgetAfter && !isNothingThere) continue;
    // In a run of `keep` a series that has no alert is nothing to remember.
    if (noData === 'keep' && track.critical === undefined && track.warning === undefined) continue;
    const isAlert = noData === 'alert' && now - began >= holdFor;
    yield [id, { ...track, missing: began, ...(isAlert && { group: groupOfNoData(conditions) }) }];
  }
}
