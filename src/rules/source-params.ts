import { z } from 'zod';
import { secretName } from '../api/secret-name.ts';

/** Who asks a source: the name of a secret of `/api/tocsin/secrets`, never what is in it. */
export const authOfSource = z.strictObject({ secret: secretName });

/** The address of a source. User and password are a secret's to hold. */
export const sourceUrl = z.string().superRefine((text, context) => {
  const fail = (message: string) => context.addIssue({ code: 'custom', message, input: undefined });
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === '') {
    fail('use an http or https URL such as "https://example.com/health"');
  } else if (url.username !== '' || url.password !== '') {
    fail(`a URL must hold no user and password: ${useSecret}`);
  }
});

/** Headers that frame a request, or that say how its answer may be packed: another value would break it. */
const own = [
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
];

/** What the names of headers have in them that say who asks. */
const credential =
  /authori[sz]ation|authentication|cookie|token|secret|passw|credential|session|(api|access|auth|private|subscription|functions)[-_]?key|^x-auth/i;

const useSecret =
  'make a secret (PUT /api/tocsin/secrets/{name}) and refer to it by auth: {"secret": "{name}"}';
const mostHeaders = 64;
const longestValue = 8192;

/**
 * Headers that a source is sent, by their names, as they were written. What says who asks is refused, since params are
 * shown to everybody who may read the rule. No message holds a value.
 */
export const plainHeaders = z.record(z.string(), z.string()).superRefine((headers, context) => {
  const fail = (name: string, message: string) =>
    context.addIssue({ code: 'custom', path: [name], message, input: undefined });
  const names = Object.keys(headers);
  const [beyond] = names.slice(mostHeaders);
  if (beyond !== undefined) fail(beyond, `use ${mostHeaders} headers at the most`);
  const seen = new Set<string>();
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    if (!/^[!#$%&'*+.^_`|~0-9a-z-]{1,256}$/i.test(name)) fail(name, 'this is no name of a header');
    else if (credential.test(name))
      fail(name, `this header says who asks, which params must not hold: ${useSecret}`);
    else if (own.includes(lower)) fail(name, 'Tocsin sets this header itself; remove it');
    else if (seen.has(lower)) fail(name, 'this header is there twice; keep one');
    else if (value.length > longestValue || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
      fail(
        name,
        `use a text of one line, without signs beyond Latin-1, of ${longestValue} characters at the most`,
      );
    }
    seen.add(lower);
  }
});
