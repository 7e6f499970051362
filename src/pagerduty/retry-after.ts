type Headers = Record<string, string | string[] | undefined>;

/** Longer waits are cut: one bad header must not silence a night. */
export const maxRetryAfter = 5 * 60_000;

/**
 * How long an answer asks us to wait, in milliseconds, at most 5 minutes: `Retry-After` in seconds or as a date, which
 * is read against the answer's own `Date` so that no clock matters; else `ratelimit-reset` in seconds.
 *
 * @returns `undefined` when it asks for nothing, or in no way that can be read.
 */
export function retryAfterOf(headers: Headers): number | undefined {
  const retryAfter = header(headers, 'retry-after');
  const wait = seconds(retryAfter) ?? untilDate(retryAfter, header(headers, 'date'));
  const asked = wait ?? seconds(header(headers, 'ratelimit-reset'));
  return asked === undefined ? undefined : Math.min(Math.max(asked, 0), maxRetryAfter);
}

function header(headers: Headers, name: string): string | undefined {
  const value = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  return (Array.isArray(value) ? value[0] : value)?.trim();
}

function seconds(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+(?:\.\d+)?$/.test(text) ? Math.ceil(Number(text) * 1_000) : undefined;
}

function untilDate(text: string | undefined, answered: string | undefined): number | undefined {
  const then = httpDate(text);
  const now = httpDate(answered);
  return then === undefined || now === undefined ? undefined : then - now;
}

/** The three forms of RFC 9110, 5.6.7. All are GMT; the oldest does not say so, and would be read as local time. */
function httpDate(text: string | undefined): number | undefined {
  if (text === undefined || !/^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? /i.test(text)) return undefined;
  const time = Date.parse(/GMT$/.test(text) ? text : `${text} GMT`);
  return Number.isNaN(time) ? undefined : time;
}
