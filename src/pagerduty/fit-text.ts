import { toJsonValue, wellFormed } from './json-value.ts';

/** Takes down what was changed, as a sentence for the delivery log. */
export type Note = (sentence: string) => void;

/**
 * A field that PagerDuty wants as text: numbers and the like are written out, lone surrogates replaced.
 *
 * @returns `undefined` for a field that is absent, null or empty, so that it is left out.
 */
export function fitText(name: string, value: unknown, note: Note): string | undefined {
  if (value === undefined) return undefined;
  if (value === null || value === '') {
    note(`${name} left out: it was ${value === null ? 'null' : 'empty'}`);
    return undefined;
  }
  if (typeof value === 'string') {
    const text = wellFormed(value);
    if (text !== value) note(`${name}: characters that are none (lone surrogates) replaced by U+FFFD`);
    return text;
  }
  const isObject = typeof value === 'object';
  note(`${name} was ${isObject ? 'JSON' : `a ${typeof value}`}, sent as text`);
  return isObject ? JSON.stringify(toJsonValue(value)) : wellFormed(String(value));
}

/** `fitText` for a field that must not be blank: `fallback` stands in for one that is. */
export function fitRequiredText(
  name: string,
  value: unknown,
  fallback: string | (() => string),
  note: Note,
): string {
  const text = value === null || value === '' ? undefined : fitText(name, value, note);
  if (text !== undefined && text.trim() !== '') return text;
  note(`${name} filled in: the event had none`);
  return wellFormed(typeof fallback === 'string' ? fallback : fallback());
}
