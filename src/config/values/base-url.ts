import type { ReadText } from './read-text.ts';

/** Reads an http or https address without user, path, query or trailing slash; the value is its origin. */
export function readBaseUrl(text: string): ReadText<string> {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return { ok: false };
  if (/^https?:\/\/[^/?#@\\\s]+$/i.test(text)) return { ok: true, value: url.origin };
  return { ok: false, rule: `write "${url.origin}", without user, path, query or trailing slash` };
}
