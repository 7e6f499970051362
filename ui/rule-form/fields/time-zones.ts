/** Where this browser is. */
export const here = () => new Intl.DateTimeFormat('en').resolvedOptions().timeZone;

/** All time zones: one's own first, then UTC; `also` one that nobody knows here but a rule has. */
export const timeZones = (also?: string) => [
  ...new Set([
    here(),
    'UTC',
    ...(also === undefined || also === '' ? [] : [also]),
    ...Intl.supportedValuesOf('timeZone'),
  ]),
];
