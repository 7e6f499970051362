/**
 * A text of at most `max` UTF-16 units, to be kept for long. It is copied, because V8 lets a piece of a text hold
 * the whole of it in memory.
 */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  return Buffer.from(`${text.slice(0, max - 1)}…`).toString();
}
