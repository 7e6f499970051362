import { z } from 'zod';

/** Headers that frame a request: another value would break it. */
const own = ['connection', 'content-length', 'host', 'transfer-encoding', 'upgrade'];

/** The map of `actions.proxyHeaders`. Issues carry the name of the header, and never its value. */
export const headerFields = z.record(z.string(), z.unknown()).transform((map, context) => {
  const fields: Record<string, string> = {};
  const fail = (name: string, message: string) =>
    context.addIssue({ code: 'custom', path: [name], message, input: undefined });
  for (const [name, value] of Object.entries(map)) {
    if (!/^[!#$%&'*+.^_`|~0-9a-z-]{1,256}$/i.test(name)) fail(name, 'this is no name of a header');
    else if (own.includes(name.toLowerCase())) fail(name, 'Tocsin sets this header itself; remove it');
    else if (typeof value === 'number' || typeof value === 'boolean') fields[name] = String(value);
    else if (typeof value !== 'string' || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
      fail(name, 'use a text of one line, without signs beyond Latin-1');
    } else fields[name] = value;
  }
  return fields;
});
