/** A day of the calendar as the number of days since 1970-01-01; it knows no time zone. */
export type CalendarDay = number;

const day = 86_400_000;

export const dayOf = (year: number, month: number, date: number): CalendarDay =>
  Date.UTC(year, month - 1, date) / day;

/** Months are 1 to 12; weekdays 0 = Monday to 6 = Sunday. */
export interface DayParts {
  readonly year: number;
  readonly month: number;
  readonly date: number;
  readonly weekday: number;
}

export function partsOf(calendarDay: CalendarDay): DayParts {
  const time = new Date(calendarDay * day);
  return {
    year: time.getUTCFullYear(),
    month: time.getUTCMonth() + 1,
    date: time.getUTCDate(),
    weekday: (time.getUTCDay() + 6) % 7,
  };
}

/** How many days a month has; `month` may lie outside 1 to 12. */
export const daysInMonth = (year: number, month: number): number =>
  dayOf(year, month + 1, 1) - dayOf(year, month, 1);
