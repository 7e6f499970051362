import { fitDedupKey } from '../../../pagerduty/fit-dedup-key.ts';
import type { LabelSet } from './label-set.ts';

const plainName = /^[a-z_][a-z0-9_]*$/i;

/**
 * Labels in one line, as Prometheus writes a series: `DiskFull{instance="db1:9100",job="node"}`. The same labels come to
 * the same text in whatever order they stand, and others to another. What is too long ends in its hash, as a dedup key
 * does.
 */
export function alertName(labels: LabelSet): string {
  let name = '';
  const rest: string[] = [];
  for (const [label, value] of labels.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (label === 'alertname') name = /["{}]/.test(value) ? JSON.stringify(value) : value;
    else rest.push(`${plainName.test(label) ? label : JSON.stringify(label)}=${JSON.stringify(value)}`);
  }
  return fitDedupKey(rest.length > 0 || name === '' ? `${name}{${rest.join(',')}}` : name).dedupKey;
}
