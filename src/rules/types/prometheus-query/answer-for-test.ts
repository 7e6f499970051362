import type { SourceAnswer } from '../../sources.ts';
import type { Labels } from './labels.ts';

type Answered = Extract<SourceAnswer, { kind: 'answered' }>;

/** When the server of tests evaluates: 2026-05-06T10:00:01.500Z. */
const evaluatedAt = Date.UTC(2026, 4, 6, 10, 0, 1, 500) / 1000;

export function answered(body: unknown, more: Partial<Answered> = {}): Answered {
  return {
    kind: 'answered',
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    isCut: false,
    url: new URL('http://prometheus.example/api/v1/query'),
    duration: 3,
    ...more,
  };
}

export const success = (resultType: string, result: unknown, more: object = {}) => ({
  status: 'success',
  data: { resultType, result },
  ...more,
});

/** What Prometheus answers when a query gives these series. */
export function vector(...series: readonly (readonly [labels: Labels, value: string])[]) {
  return success(
    'vector',
    series.map(([metric, value]) => ({ metric, value: [evaluatedAt, value] })),
  );
}

export const scalar = (value: string) => success('scalar', [evaluatedAt, value]);
