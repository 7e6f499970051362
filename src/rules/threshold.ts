import { z } from 'zod';

interface Comparator {
  /** What stands after "is". */
  readonly words: string;
  readonly bounds: 1 | 2;
  /** With one bound both are the same. */
  readonly meets: (value: number, low: number, high: number) => boolean;
}

/** The comparators of Kibana's rules, by their names (contract 7). `between` has its ends with it, `notBetween` has not. */
const comparators = {
  '>': { words: 'greater than', bounds: 1, meets: (value, bound) => value > bound },
  '>=': { words: 'greater than or equal to', bounds: 1, meets: (value, bound) => value >= bound },
  '<': { words: 'less than', bounds: 1, meets: (value, bound) => value < bound },
  '<=': { words: 'less than or equal to', bounds: 1, meets: (value, bound) => value <= bound },
  between: { words: 'between', bounds: 2, meets: (value, low, high) => value >= low && value <= high },
  notBetween: { words: 'not between', bounds: 2, meets: (value, low, high) => value < low || value > high },
} as const satisfies Readonly<Record<string, Comparator>>;

const names = z.enum(['>', '>=', '<', '<=', 'between', 'notBetween'], {
  error: ({ input }) =>
    `invalid comparator specified: ${JSON.stringify(input)}; use one of ${Object.keys(comparators).join(', ')}`,
});

/** When a number is one that an alert is for. */
export const thresholdCondition = z
  .strictObject({
    comparator: names,
    /** One number; two for `between` and `notBetween`, in any order. */
    threshold: z.array(z.number()).min(1).max(2),
  })
  .superRefine(({ comparator, threshold }, context) => {
    const { bounds } = comparators[comparator];
    if (threshold.length === bounds) return;
    context.addIssue({
      code: 'custom',
      path: ['threshold'],
      message: `must have ${bounds === 2 ? 'two elements' : 'one element'} for the "${comparator}" comparator`,
      input: threshold,
    });
  });

export type ThresholdCondition = z.infer<typeof thresholdCondition>;

/** Whether a value is one that an alert is for. Infinities are compared as numbers; NaN meets nothing. */
export function meetsThreshold({ comparator, threshold }: ThresholdCondition, value: number): boolean {
  return comparators[comparator].meets(value, Math.min(...threshold), Math.max(...threshold));
}

/** Such as `greater than 90` and `not between 1 and 5`. */
export function thresholdInWords({ comparator, threshold }: ThresholdCondition): string {
  return `${comparators[comparator].words} ${threshold.toSorted((a, b) => a - b).join(' and ')}`;
}
