import type { Series } from './series.ts';
import { written } from './written.ts';

/** One line of a table of results. */
export interface Finding {
  readonly what: string;
  readonly value: string;
  /** From the lowest to the highest of the runs, or empty. */
  readonly spread: string;
  /** What was asked for, or empty. */
  readonly goal: string;
  /** Absent: nothing was asked for. */
  readonly isMet?: boolean;
}

/** What a number must come to. */
export type Goal = { readonly atLeast: number } | { readonly atMost: number } | { readonly below: number };

function judge(goal: Goal, unit: string, value: number): Pick<Finding, 'goal' | 'isMet'> {
  if ('atLeast' in goal) return { goal: `≥ ${goal.atLeast}${unit}`, isMet: value >= goal.atLeast };
  if ('atMost' in goal) return { goal: `≤ ${goal.atMost}${unit}`, isMet: value <= goal.atMost };
  return { goal: `< ${goal.below}${unit}`, isMet: value < goal.below };
}

/** The median of a series, or one number, with its spread, held against its goal. `unit` begins with a space. */
export function finding(what: string, measured: Series | number, unit: string, goal?: Goal): Finding {
  const value = typeof measured === 'number' ? measured : measured.median;
  const spread =
    typeof measured === 'number' || measured.values.length < 2
      ? ''
      : `${written(measured.lowest)}–${written(measured.highest)}`;
  return {
    what,
    value: `${written(value)}${unit}`,
    spread,
    ...(goal === undefined ? { goal: '' } : judge(goal, unit, value)),
  };
}
