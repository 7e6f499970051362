/** Headers that frame a request, or that say how its answer may be packed: another value would break it. */
const own = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

export const longestHeaderValue = 8192;

/** What keeps a text from being the name of a header that somebody may send to a source; `undefined`: nothing. */
export function headerNameProblem(name: string): string | undefined {
  if (!/^[!#$%&'*+.^_`|~0-9a-z-]{1,256}$/i.test(name)) return 'this is no name of a header';
  return own.has(name.toLowerCase()) ? 'Tocsin sets this header itself; remove it' : undefined;
}

/** What keeps a text from being the value of a header; `undefined`: nothing. */
export function headerValueProblem(value: string): string | undefined {
  if (value.length <= longestHeaderValue && /^[\t\x20-\x7e\x80-\xff]*$/.test(value)) return undefined;
  return `use a text of one line, without signs beyond Latin-1, of ${longestHeaderValue} characters at the most`;
}
