/** A length of time as a rule writes it, such as `10m`, and in milliseconds. */
export interface Duration {
  readonly text: string;
  readonly ms: number;
}

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Reads `<whole number above 0><s|m|h|d>`, as Kibana does: no weeks, no sums, no fractions. `undefined`: it is no such
 * text, or longer than a number can tell in milliseconds.
 */
export function parseDuration(text: string): Duration | undefined {
  const [, count, unit = ''] = /^([1-9][0-9]*)([smhd])$/.exec(text) ?? [];
  const ms = Number(count) * (units[unit] ?? Number.NaN);
  return Number.isSafeInteger(ms) ? { text, ms } : undefined;
}

/** Writes milliseconds in the largest unit that holds them whole. */
export function durationOf(ms: number): Duration {
  for (const unit of ['d', 'h', 'm', 's']) {
    const length = units[unit] ?? 1;
    if (ms % length === 0) return { text: `${ms / length}${unit}`, ms };
  }
  return { text: `${ms}ms`, ms };
}
