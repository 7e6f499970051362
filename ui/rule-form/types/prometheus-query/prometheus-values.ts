import { z } from 'zod';
import { numberOf, numberText } from '../../fields/number-text.ts';
import type { Params } from '../../rule-values.ts';
import {
  defined,
  headersAt,
  orAbsent,
  orNull,
  type Pair,
  secretAt,
  textAt,
  toHeaders,
} from '../read-params.ts';

export const comparators = ['>', '>=', '<', '<=', 'between', 'notBetween'] as const;
export type Comparator = (typeof comparators)[number];

export interface ThresholdValues {
  /** Empty: there is no such threshold. */
  readonly comparator: Comparator | '';
  readonly first: string;
  /** Of `between` and `notBetween`. */
  readonly second: string;
}

/** What stands in the fields of a query of Prometheus. */
export interface PrometheusValues {
  readonly url: string;
  readonly query: string;
  readonly critical: ThresholdValues;
  readonly warning: ThresholdValues;
  readonly for: string;
  readonly noData: string;
  readonly forgetAfter: string;
  readonly method: string;
  readonly timeout: string;
  readonly headers: readonly Pair[];
  readonly auth: string;
}

const threshold = z
  .object({ comparator: z.enum(comparators), threshold: z.array(z.unknown()) })
  .nullish()
  .catch(null);

function thresholdValues(value: unknown): ThresholdValues {
  const found = threshold.parse(value);
  if (found === null || found === undefined) return { comparator: '', first: '', second: '' };
  const [first, second] = found.threshold;
  return { comparator: found.comparator, first: numberText(first), second: numberText(second) };
}

export const hasTwo = (comparator: string) => comparator === 'between' || comparator === 'notBetween';

function thresholdOf({ comparator, first, second }: ThresholdValues): Params | null {
  if (comparator === '') return null;
  const numbers = hasTwo(comparator) ? [first, second] : [first];
  return { comparator, threshold: numbers.flatMap((text) => numberOf(text) ?? []) };
}

export function prometheusValues(params: Params): PrometheusValues {
  return {
    url: textAt(params, 'url'),
    query: textAt(params, 'query'),
    critical: thresholdValues(params.critical),
    warning: thresholdValues(params.warning),
    for: textAt(params, 'for'),
    noData: textAt(params, 'noData') || 'recover',
    forgetAfter: textAt(params, 'forgetAfter'),
    method: textAt(params, 'method') || 'POST',
    timeout: textAt(params, 'timeout'),
    headers: headersAt(params),
    auth: secretAt(params),
  };
}

export function prometheusParamsOf(values: PrometheusValues): Params {
  return defined({
    url: values.url.trim(),
    query: values.query.trim(),
    method: values.method,
    headers: toHeaders(values.headers),
    auth: values.auth === '' ? null : { secret: values.auth },
    timeout: orAbsent(values.timeout),
    critical: thresholdOf(values.critical),
    warning: thresholdOf(values.warning),
    for: orNull(values.for),
    noData: values.noData,
    forgetAfter: orAbsent(values.forgetAfter),
  });
}
