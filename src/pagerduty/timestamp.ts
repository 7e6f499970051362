import moment from 'moment';

// Moment warns on the console when it leaves a text to JS Date. We rely on that, within the bounds below.
moment.suppressDeprecationWarnings = true;

export type ParsedTimestamp =
  | { readonly kind: 'absent' }
  | { readonly kind: 'time'; readonly iso: string }
  | { readonly kind: 'invalid' };

/** Longer texts are no times; some of moment's patterns take quadratic time on them. */
const maxTextLength = 200;

const monthOrWeekday =
  /^(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)(?![a-z])/i;

/**
 * Reads a time as Kibana's PagerDuty connector does: blank is absent; a plain integer is epoch milliseconds; else
 * whatever moment reads (ISO 8601, RFC 2822, then JS Date), in the process's time zone when no offset is given.
 *
 * Narrower than Kibana where V8's Date takes words for times: it reads "foo 1" as January 2001. So a text must begin
 * with a digit, or with the English name of a month or weekday; with a sign it must be ISO 8601.
 *
 * @returns `iso` as `YYYY-MM-DDTHH:mm:ss.sssZ`. Years outside 0000–9999 have no such form and are invalid.
 */
export function parseTimestamp(text: string): ParsedTimestamp {
  if (isCanonical(text)) return { kind: 'time', iso: text };
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'absent' };
  if (trimmed.length > maxTextLength) return { kind: 'invalid' };
  const time = readTime(trimmed);
  if (time === undefined || !time.isValid()) return { kind: 'invalid' };
  const iso = time.toISOString();
  return /^\d{4}-/.test(iso) ? { kind: 'time', iso } : { kind: 'invalid' };
}

const canonical = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const longMonths = new Set([1, 3, 5, 7, 8, 10, 12]);

/**
 * Whether a text surely is a time in our own form. Most are, and moment takes fifty times as long to say so; the
 * 29th of February is left to it.
 */
function isCanonical(text: string): boolean {
  if (!canonical.test(text)) return false;
  const two = (at: number) => 10 * (text.charCodeAt(at) - 48) + text.charCodeAt(at + 1) - 48;
  const month = two(5);
  const day = two(8);
  if (month < 1 || month > 12 || day < 1 || two(11) > 23 || two(14) > 59 || two(17) > 59) return false;
  return day < 29 || (day < 31 && month !== 2) || (day === 31 && longMonths.has(month));
}

function readTime(text: string): moment.Moment | undefined {
  const integer = Number.parseInt(text, 10);
  if (String(integer) === text) return moment(integer);
  if (/^\d/.test(text) || monthOrWeekday.test(text)) return moment(text);
  if (/^[+-]/.test(text)) return moment(text, moment.ISO_8601, true);
  return undefined;
}
