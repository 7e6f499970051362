import { toJsonValue } from './json-value.ts';

/** Shorter texts are parts of ordinary words; striking them would tell more of them than it hides. */
const shortestStruck = 6;

/** Those of some secrets that can be struck out of texts: a gateway's key may be a word such as `ok`. */
export function worthStriking(secrets: readonly string[]): string[] {
  return secrets.filter(({ length }) => length >= shortestStruck);
}

/** What stands where a secret stood. */
export const struckSecret = '[integration key]';

/**
 * Takes every occurrence of every secret out of a text that somebody else wrote: in any case, and also where
 * characters of it are escaped as in JSON (`\u0041`) or percent-encoded (`%41`), once or several times over.
 * Empty secrets are ignored; any other, however short, is struck.
 */
export function strikeSecrets(text: string, secrets: readonly string[]): string {
  const pattern = patternOf(secrets);
  return pattern === undefined ? text : text.replace(pattern, struckSecret);
}

/** `strikeSecrets` for the same secrets again and again: their pattern is made once. `struck`: what stands there instead. */
export function secretStriker(secrets: readonly string[], struck = struckSecret): (text: string) => string {
  const pattern = patternOf(secrets);
  return (text) => (pattern === undefined ? text : text.replace(pattern, struck));
}

/**
 * `strikeSecrets` for every string and every key of a JSON value. Numbers are left as they are: none of JSON's can
 * hold a key of PagerDuty's.
 *
 * @returns a copy; what is nested more than 100 levels deep is replaced by a note.
 */
export function strikeSecretsDeep<T>(value: T, secrets: readonly string[]): T;
export function strikeSecretsDeep(value: unknown, secrets: readonly string[]): unknown {
  const pattern = patternOf(secrets);
  const text = (from: string) =>
    pattern === undefined ? from.toWellFormed() : from.toWellFormed().replace(pattern, struckSecret);
  return value === undefined ? undefined : toJsonValue(value, { text });
}

function patternOf(secrets: readonly string[]): RegExp | undefined {
  const spellings = secrets
    .filter((secret) => secret !== '')
    // The longest first, so that a secret that begins with another one goes as a whole.
    .toSorted((a, b) => b.length - a.length)
    .map((secret) => Array.from(secret, (character, index) => spellingsOf(character, index === 0)).join(''));
  return spellings.length === 0 ? undefined : new RegExp(spellings.join('|'), 'giu');
}

function spellingsOf(character: string, isFirst: boolean): string {
  const cases = [...new Set([character, character.toLowerCase(), character.toUpperCase()])];
  return `(?:${[...cases.map(RegExp.escape), ...cases.flatMap((each) => escapesOf(each, isFirst))].join('|')})`;
}

/**
 * A character as other languages may write it, as patterns. They begin where a row of backslashes does, and go on over few
 * of them: otherwise a text of nothing but backslashes would be looked through once for each of them.
 */
function escapesOf(character: string, isFirst: boolean): string[] {
  const slashes = isFirst ? '(?<!\\\\)\\\\+' : '\\\\{1,32}';
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  const unicode = units.map((unit) => `${slashes}u${unit.toString(16).padStart(4, '0')}`);
  const percent = [...Buffer.from(character)].map(
    (byte) => `%(?:25){0,8}${byte.toString(16).padStart(2, '0')}`,
  );
  const short = JSON.stringify(character).slice(1, -1);
  const plus = character === ' ' ? ['\\+'] : character === '/' ? [`${slashes}/`] : [];
  return [
    unicode.join(''),
    percent.join(''),
    ...(short === character ? [] : [RegExp.escape(short)]),
    ...plus,
  ];
}
