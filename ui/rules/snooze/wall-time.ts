/** What the clocks of a time zone show at a moment, as `2026-12-24T18:00`. `at` is milliseconds since 1970. */
export function wallTime(at: number, timezone: string): string {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(at);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return `${of('year').padStart(4, '0')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}`;
}

/**
 * The moment at which the clocks of a time zone show a time such as `2026-12-24T18:00`; `undefined`: it is no time.
 * Where clocks are put back over it, one of the two; where they are put forward over it, one close by.
 */
export function momentOf(wall: string, timezone: string): number | undefined {
  const wanted = Date.parse(`${wall}Z`);
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(wall) || Number.isNaN(wanted)) return undefined;
  let at = wanted;
  // The distance to UTC at a first guess may be that of the other half of the year.
  for (let n = 0; n < 2; n++) at += wanted - Date.parse(`${wallTime(at, timezone)}Z`);
  return at;
}
