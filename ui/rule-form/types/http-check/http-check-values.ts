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

interface TargetValues {
  readonly row: number;
  readonly url: string;
  readonly name: string;
}

export const operators = ['==', '!=', '<', '<=', '>', '>=', 'exists', 'missing'] as const;
export type Operator = (typeof operators)[number];

export interface ConditionValues {
  readonly row: number;
  readonly path: string;
  readonly operator: Operator;
  /** JSON, or a text. */
  readonly value: string;
}

/** What stands in the fields of an HTTP check. */
export interface HttpCheckValues {
  readonly targets: readonly TargetValues[];
  readonly status: string;
  readonly maxLatency: string;
  readonly certificateDays: string;
  readonly bodyContains: string;
  readonly bodyMatches: string;
  readonly bodyJson: readonly ConditionValues[];
  readonly method: string;
  readonly headers: readonly Pair[];
  readonly body: string;
  readonly auth: string;
  readonly timeout: string;
  readonly retries: string;
  readonly followRedirects: boolean;
  readonly concurrency: string;
}

const read = z.object({
  targets: z.array(z.object({ url: z.string().catch(''), name: z.string().catch('') })).catch([]),
  status: z.array(z.union([z.string(), z.number()])).catch(['2xx']),
  bodyJson: z
    .array(
      z.object({ path: z.string(), operator: z.enum(operators).catch('=='), value: z.unknown().optional() }),
    )
    .catch([]),
  followRedirects: z.boolean().catch(true),
});

/** A value as JSON, where it would not be read as a text of the same letters anyway. */
function valueText(value: unknown): string {
  if (value === undefined) return '';
  const isPlain = typeof value === 'string' && jsonOrText(value) === value && value !== '';
  return isPlain ? value : JSON.stringify(value);
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export function httpCheckValues(params: Params): HttpCheckValues {
  const { targets, status, bodyJson, followRedirects } = read.parse(params);
  const rows = targets.length === 0 ? [{ url: '', name: '' }] : targets;
  return {
    targets: rows.map((target, row) => ({ row, ...target })),
    status: status.join(', '),
    maxLatency: textAt(params, 'maxLatency'),
    certificateDays: params.certificateDays === undefined ? '14' : numberText(params.certificateDays),
    bodyContains: textAt(params, 'bodyContains'),
    bodyMatches: textAt(params, 'bodyMatches'),
    bodyJson: bodyJson.map(({ value, ...each }, row) => ({ row, ...each, value: valueText(value) })),
    method: textAt(params, 'method') || 'GET',
    headers: headersAt(params),
    body: textAt(params, 'body'),
    auth: secretAt(params),
    timeout: textAt(params, 'timeout'),
    retries: numberText(params.retries),
    followRedirects,
    concurrency: numberText(params.concurrency),
  };
}

const statusesOf = (text: string) =>
  text
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));

export function httpCheckParamsOf(values: HttpCheckValues): Params {
  const { targets, status, certificateDays, bodyJson, headers, auth } = values;
  const statuses = statusesOf(status);
  return defined({
    targets: targets.map(({ url, name }) => ({
      url: url.trim(),
      ...(name.trim() !== '' && { name: name.trim() }),
    })),
    method: values.method,
    headers: toHeaders(headers),
    body: orNull(values.body),
    auth: auth === '' ? null : { secret: auth },
    status: statuses.length === 0 ? undefined : statuses,
    bodyContains: orNull(values.bodyContains),
    bodyMatches: orNull(values.bodyMatches),
    bodyJson: bodyJson.map(({ path, operator, value }) => ({
      path,
      operator,
      ...(operator !== 'exists' && operator !== 'missing' && value !== '' && { value: jsonOrText(value) }),
    })),
    maxLatency: orNull(values.maxLatency),
    certificateDays: numberOf(certificateDays) ?? null,
    timeout: orAbsent(values.timeout),
    retries: numberOf(values.retries),
    followRedirects: values.followRedirects,
    concurrency: numberOf(values.concurrency),
  });
}
