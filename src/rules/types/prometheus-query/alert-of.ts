import type { ReportedAlert } from '../../../alerts/reported-alert.ts';
import { meetsThreshold, type ThresholdCondition, thresholdInWords } from '../../threshold.ts';
import type { Group } from './follow-series.ts';
import { type Labels, seriesText } from './labels.ts';
import type { PrometheusQueryParams } from './params.ts';
import { type Server, serverOf } from './query-call.ts';
import type { Sample } from './read-result.ts';
import type { Track } from './tracks.ts';

/** What a context is made of, beside the series: made once, for there may be ten thousand. */
export interface ContextFacts {
  readonly params: Pick<PrometheusQueryParams, 'query' | 'critical' | 'warning'>;
  readonly ruleName: string;
  /** When the run began; milliseconds since 1970. */
  readonly startedAt: number;
  readonly server: Server;
  /** Where people can look at the query. */
  readonly link: string;
  readonly warnings: string;
}

interface RunFacts extends Pick<ContextFacts, 'ruleName' | 'startedAt'> {
  readonly params: PrometheusQueryParams;
  readonly warnings: readonly string[];
}

export function contextFacts({ params, warnings, ...facts }: RunFacts): ContextFacts {
  const server = serverOf(params.url);
  return {
    ...facts,
    params,
    server,
    link: graphUrl(server.text, params.query),
    warnings: warnings.join('; '),
  };
}

/** A series as an alert speaks of it. */
interface Subject {
  /** `undefined`: nothing is known of it any more. */
  readonly track: Track | undefined;
  /** `undefined`: it has no value. */
  readonly sample: Sample | undefined;
  readonly group: Group;
}

const iso = (time: number) => new Date(time).toISOString();

/** JSON has no infinities: they are written as Prometheus writes them. */
function shown(value: number): number | string {
  if (Number.isFinite(value)) return value;
  return value > 0 ? '+Inf' : '-Inf';
}

function reasonOf({ track, sample }: Subject, condition: ThresholdCondition | null): string {
  if (sample !== undefined) {
    if (condition === null) return `${shown(sample.value)}`;
    const not = meetsThreshold(condition, sample.value) ? '' : 'not ';
    return `${shown(sample.value)} is ${not}${thresholdInWords(condition)}`;
  }
  // An alert without data has a time at which it was missed first; one without that is over.
  return track?.missing === undefined
    ? 'the query does not give it any more'
    : `no data since ${iso(track.missing)}`;
}

/** Prometheus itself answers there, and what imitates its screens. */
function graphUrl(server: string, query: string): string {
  return `${server}/graph?${new URLSearchParams({ 'g0.expr': query, 'g0.tab': '0' })}`;
}

/** What templates see of a series, be its alert active or over. */
export function contextOf(subject: Subject, facts: ContextFacts): Record<string, unknown> {
  const { track, sample, group } = subject;
  const { params, server, link, warnings } = facts;
  const { query } = params;
  const condition = params[group];
  const labels: Labels = sample?.labels ?? track?.labels ?? {};
  const text = seriesText(labels);
  const [first, second] = condition?.threshold ?? [];
  const since = (sample === undefined ? track?.missing : track?.[group]) ?? facts.startedAt;
  return {
    value: sample === undefined ? '' : shown(sample.value),
    reason: reasonOf(subject, condition),
    threshold: second === undefined ? (first ?? '') : `${first} and ${second}`,
    comparator: condition?.comparator ?? '',
    labels,
    // Without labels it has no name of its own.
    series: text === '{}' ? query : text,
    query,
    server: server.text,
    link,
    noData: sample === undefined,
    since: iso(since),
    evaluatedAt: iso(sample?.at ?? facts.startedAt),
    warnings,
  };
}

/** The alert of a series. */
export function alertOf(id: string, subject: Subject, facts: ContextFacts): ReportedAlert {
  const { group, sample, track } = subject;
  const { instance, host, job, alertname }: Labels = sample?.labels ?? track?.labels ?? {};
  return {
    id,
    group,
    severity: group,
    context: contextOf(subject, facts),
    defaults: {
      source: instance || host || facts.server.host,
      ...(job && { component: job }),
      class: alertname || facts.ruleName,
    },
  };
}
