/** How a snooze comes back. What is absent does not bind. */
export interface Recurrence {
  readonly frequency: 'daily' | 'weekly' | 'monthly' | 'yearly';
  /** Every so many days, weeks, months or years. */
  readonly interval: number;
  /** The last moment at which it may begin; milliseconds since 1970. */
  readonly until?: number;
  /** How many times it begins altogether. */
  readonly count?: number;
  /** `MO` … `SU`, with a number in front within a month: `+1MO` is its first Monday, `-3FR` its third last Friday. */
  readonly weekdays?: readonly string[];
  readonly monthDays?: readonly number[];
  readonly months?: readonly number[];
}

/** A time in which a rule runs without acting. Times are milliseconds since 1970. */
export interface Snooze {
  /** Absent: "snooze now", of which a rule has one at most. */
  readonly id?: string;
  readonly start: number;
  /** How long each time. */
  readonly duration: number;
  /** The IANA time zone in which its days and hours are meant. */
  readonly timezone: string;
  /** Absent: once. */
  readonly recurrence?: Recurrence;
  /** Beginnings at which it was ended by hand before its time. */
  readonly skipped?: readonly number[];
}
