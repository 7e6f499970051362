import { Refusal } from '../../refusal.ts';

/** A refusal of `_find`, as Kibana begins them. */
export const refuse = (problem: string) => new Refusal('invalid', `Error find rules: ${problem}`);

/** What a caller wrote, as long as a person may want to read it. */
export const shown = (text: string) => (text.length > 100 ? `${text.slice(0, 100)}…` : text);
