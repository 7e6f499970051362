import { ruleTexts } from '../texts/rules.ts';

const words = ruleTexts.definition;

/** A value of a rule's params for people to read; `undefined`: it is not set. What has no words is shown as JSON. */
export function paramInWords(value: unknown): string | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (Array.isArray(value)) {
    if (value.length === 0) return undefined;
    if (value.every((each) => typeof each !== 'object')) return value.join(', ');
  } else if (typeof value === 'object' && Object.keys(value).length === 0) return undefined;
  return JSON.stringify(value, null, 2);
}
