import type { ReadText } from './read-text.ts';

/** Reads the http or https address of something to call, path and query included; the value is as URLs are written. */
export function readCallUrl(text: string): ReadText<string> {
  const url = URL.parse(text);
  // `URL` also takes white space at both ends and backslashes; whoever wrote those meant something else.
  if (url === null || !/^https?:\/\/[^\s\\]+$/i.test(text)) return { ok: false };
  if (url.username !== '' || url.password !== '') {
    return { ok: false, rule: 'a user and password in it would not be sent; write it without' };
  }
  if (text.includes('#')) return { ok: false, rule: 'what follows a # is never sent; write it without' };
  return { ok: true, value: url.href };
}
