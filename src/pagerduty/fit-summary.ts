import { maxSummaryLength } from './limits.ts';
import { grouped } from './wording.ts';

export type FittedSummary = {
  readonly summary: string;
  /** Where it was cut: the text before, and a sentence that says so. */
  readonly cut?: { readonly full: string; readonly note: string };
};

/** A summary of at most 1,024 code points; a longer one ends after 1,023 with an ellipsis. */
export function fitSummary(text: string): FittedSummary {
  // A code point has one or two units, so a text of few units needs no counting.
  if (text.length <= maxSummaryLength) return { summary: text };
  const characters = Array.from(text);
  if (characters.length <= maxSummaryLength) return { summary: text };
  const summary = `${characters.slice(0, maxSummaryLength - 1).join('')}…`;
  const note = `summary cut from ${grouped(characters.length)} to ${grouped(maxSummaryLength)} characters`;
  return { summary, cut: { full: text, note } };
}
