import moment from 'moment-timezone';
import { messageOf } from '../message-of.ts';
import type { LambdaResult } from './lambda-result.ts';

const defaultZone = 'UTC';
const defaultFormat = 'YYYY-MM-DD hh:mma';
/** Longer texts are no times; some of moment's patterns take quadratic time on them. */
const longestDate = 200;

/** What moment takes without leaving it to JavaScript's own reading of texts: ISO 8601, RFC 2822, milliseconds. */
function read(text: string): moment.Moment {
  if (text.length > longestDate) return moment.invalid();
  if (/^-?\d{5,}$/.test(text)) return moment(Number(text));
  const strict = moment(text, [moment.ISO_8601, moment.RFC_2822]);
  return strict.isValid() ? strict : moment(new Date(text));
}

/** `date; zone; format` of moment-timezone, the last two of which may be left out. */
export function formatDate(text: string): LambdaResult {
  const [date = '', zone = '', ...rest] = text.split(';').map((part) => part.trim());
  const timeZone = zone === '' ? defaultZone : zone;
  const format = rest.join(';') || defaultFormat;
  if (date === '') return { error: 'date is empty' };
  const time = read(date);
  if (!time.isValid()) return { error: `invalid date "${date}"` };
  if (moment.tz.zone(timeZone) === null) return { error: `unknown timeZone value "${timeZone}"` };
  try {
    return { text: time.tz(timeZone).format(format) };
  } catch (error) {
    return {
      error: `error evaluating moment date "${date}" with timeZone "${timeZone}" and format "${format}": ${messageOf(error)}`,
    };
  }
}
