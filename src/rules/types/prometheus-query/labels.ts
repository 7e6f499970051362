import { createHash } from 'node:crypto';

/** What a series is called by; its metric is the label `__name__`. */
export type Labels = Readonly<Record<string, string>>;

const longestId = 200;
const hashLength = 64;

const metricName = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const labelName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/**
 * A series as PromQL writes it, with its labels sorted: `up{instance="a:9100",job="node"}`. The same labels give the same
 * text, and others another.
 */
export function seriesText(labels: Labels): string {
  const { __name__: metric = '', ...others } = labels;
  const isPlain = metric === '' || metricName.test(metric);
  const inside = Object.keys(others)
    .sort()
    .map(
      (name) => `${labelName.test(name) ? name : JSON.stringify(name)}=${JSON.stringify(others[name] ?? '')}`,
    );
  if (!isPlain) inside.unshift(JSON.stringify(metric));
  if (inside.length === 0 && metric !== '') return metric;
  return `${isPlain ? metric : ''}{${inside.join(',')}}`;
}

/** The id of the alert of a series: its text; of a long one the beginning, `~` and the SHA-256 of the whole. */
export function seriesId(labels: Labels): string {
  const text = seriesText(labels);
  if (text.length <= longestId) return text;
  const hash = createHash('sha256').update(text).digest('hex');
  const start = text.slice(0, longestId - hashLength - 1);
  return `${start.isWellFormed() ? start : start.slice(0, -1)}~${hash}`;
}
