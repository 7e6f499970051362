import { z } from 'zod';
import type { Labels } from './labels.ts';
import { QueryFailed } from './query-failed.ts';

/** What one series is worth. */
export interface Sample {
  readonly labels: Labels;
  /** `NaN` and the infinities are numbers too. */
  readonly value: number;
  /** Milliseconds since 1970, by the server's clock. */
  readonly at: number;
}

/** More series than this are an error of the run. */
export const mostSeries = 10_000;
/** So many are gone about before others have their turn. */
export const seriesAStep = 500;

/** Milliseconds since 1970: no date is later. */
const lastMoment = 8.64e15;

const point = z.tuple([z.number(), z.string()]);
const dataSchema = z.object({ resultType: z.string(), result: z.unknown().optional() });
const seriesSchema = z.object({ metric: z.record(z.string(), z.string()), value: point.optional() });

const decimal = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
const others: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  '+Inf': Number.POSITIVE_INFINITY,
  Inf: Number.POSITIVE_INFINITY,
  '-Inf': Number.NEGATIVE_INFINITY,
};

function sampleOf(labels: Labels, [seconds, text]: z.infer<typeof point>): Sample {
  const value = decimal.test(text) ? Number(text) : others[text];
  if (value === undefined) {
    throw new QueryFailed(`its answer has ${JSON.stringify(text.slice(0, 50))} where a number should be`);
  }
  const at = Math.round(seconds * 1000);
  if (Math.abs(at) > lastMoment) throw new QueryFailed(`its answer has ${seconds} where a time should be`);
  return { labels, value, at };
}

/**
 * Refuses the text of an answer with too many series before it is parsed: parsing a hundred thousand would hold
 * everything else up. No other part of an answer looks like the beginning of a series; one written with spaces is counted
 * when it is parsed.
 *
 * @throws `QueryFailed`
 */
export function refuseTooMany(body: string): void {
  const beginning = '"metric":{';
  let count = 0;
  for (let at = body.indexOf(beginning); at !== -1; at = body.indexOf(beginning, at + beginning.length)) {
    if (++count > mostSeries) throw tooMany();
  }
}

function tooMany(): QueryFailed {
  return new QueryFailed(
    `the query gives more than ${mostSeries} series, which is what a rule may have: make it give fewer, for example by sum by (…) or topk(…)`,
  );
}

/** Says why a series has no value. */
function noPoint(series: unknown): never {
  if (!Object.hasOwn(Object(series), 'histogram')) {
    throw new QueryFailed("its answer is none of Prometheus' HTTP API: a series has no value");
  }
  throw new QueryFailed(
    'the query gives native histograms: make numbers of them, for example by histogram_quantile(…)',
  );
}

function* vector(result: unknown): Generator<void, Sample[]> {
  const all = parsed(z.array(z.unknown()), result);
  if (all.length > mostSeries) throw tooMany();
  const samples: Sample[] = [];
  for (const [index, each] of all.entries()) {
    const { metric, value = noPoint(each) } = parsed(seriesSchema, each);
    samples.push(sampleOf(metric, value));
    if (index % seriesAStep === seriesAStep - 1) yield;
  }
  return samples;
}

/**
 * The `data` of an answer: the series of a vector; of a scalar one series without labels. It pauses where others may have
 * their turn.
 *
 * @throws `QueryFailed`
 */
export function* readResult(data: unknown): Generator<void, Sample[]> {
  const { resultType, result } = parsed(dataSchema, data);
  switch (resultType) {
    case 'vector':
      return yield* vector(result);
    case 'scalar':
      return [sampleOf({}, parsed(point, result))];
    case 'matrix':
      throw new QueryFailed(
        'the query gives ranges of values: make one value of each, for example by rate(…[5m]) or max_over_time(…[5m])',
      );
    case 'string':
      throw new QueryFailed('the query gives a text: make it give numbers');
    default:
      throw new QueryFailed(
        `its answer is of the type ${JSON.stringify(resultType.slice(0, 50))}, which is none of Prometheus'`,
      );
  }
}

/** Something of an answer, as it has to be. */
function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const where = issue === undefined ? '' : `${issue.path.join('.')}: ${issue.message}`;
  throw new QueryFailed(`its answer is none of Prometheus' HTTP API: ${where.slice(0, 200)}`);
}
