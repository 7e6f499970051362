/** A time in a table: UTC, to the minute; `-` for none. */
export const minuteOf = (time: number | null): string =>
  time === null ? '-' : new Date(time).toISOString().slice(0, 16);
