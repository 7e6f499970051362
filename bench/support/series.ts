/** What the same thing measured several times came to. */
export interface Series {
  readonly values: readonly number[];
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
}

export function seriesOf(values: readonly number[]): Series {
  const sorted = values.toSorted((a, b) => a - b);
  const half = (sorted.length - 1) / 2;
  const median = ((sorted[Math.floor(half)] ?? Number.NaN) + (sorted[Math.ceil(half)] ?? Number.NaN)) / 2;
  return { values, median, lowest: sorted[0] ?? Number.NaN, highest: sorted.at(-1) ?? Number.NaN };
}

/** Each value of `over` by the one of `under` from the same round; its median is that of the medians. */
export function ratioOf(over: Series, under: Series): Series {
  const paired = over.values.map((value, round) => value / (under.values[round] ?? Number.NaN));
  return { ...seriesOf(paired), median: over.median / under.median };
}
