export type DurationUnit = 'ms' | 's' | 'm' | 'h' | 'd';

/** A duration as two fields show it. */
export interface DurationParts {
  readonly amount: string;
  readonly unit: DurationUnit;
}

const units: readonly DurationUnit[] = ['ms', 's', 'm', 'h', 'd'];

/** `10m` as 10 and minutes. An empty text is an empty amount; what is no duration stays in the amount as it is. */
export function durationParts(text: string, unit: DurationUnit): DurationParts {
  const [, amount, found] = /^(\d+)(ms|[smhd])$/.exec(text) ?? [];
  const known = units.find((each) => each === found);
  return amount === undefined || known === undefined ? { amount: text, unit } : { amount, unit: known };
}

/** The text of the API; empty for an empty amount. */
export function durationText({ amount, unit }: DurationParts): string {
  const trimmed = amount.trim();
  return trimmed === '' ? '' : `${trimmed}${unit}`;
}
