import { messageOf } from '../message-of.ts';
import type { LambdaResult } from './lambda-result.ts';

const defaultLocale = 'en-US';

function optionValue(text: string): string | number | boolean {
  if (text === 'true') return true;
  if (text === 'false') return false;
  const number = Number.parseFloat(text);
  return Number.isNaN(number) ? text : number;
}

/** `number; locales; name: value, …` of Intl.NumberFormat. Both semicolons are needed, the last two parts may be blank. */
export function formatNumber(text: string): LambdaResult {
  const [number = '', locales, options] = text.split(';').map((part) => part.trim());
  if (locales === undefined || options === undefined)
    return { error: `invalid format, missing semicolons: '${text}'` };
  const value = Number.parseFloat(number);
  if (Number.isNaN(value)) return { error: `invalid number: '${number}'` };
  const read: [name: string, value: string | number | boolean][] = [];
  for (const option of options.split(',').map((part) => part.trim())) {
    if (option === '') continue;
    const colon = option.indexOf(':');
    if (colon === -1) return { error: `invalid options: missing colon in option: '${option}'` };
    read.push([option.slice(0, colon).trim(), optionValue(option.slice(colon + 1).trim())]);
  }
  try {
    const languages = locales.split(',').map((part) => part.trim());
    const format = new Intl.NumberFormat(
      languages.filter((each) => each !== '').length === 0 ? defaultLocale : languages,
      Object.fromEntries(read),
    );
    return { text: format.format(value) };
  } catch (error) {
    return { error: `error formatting number: ${messageOf(error)}` };
  }
}
