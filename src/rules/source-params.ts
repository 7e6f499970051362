import { z } from 'zod';
import { secretName } from '../api/secret-name.ts';
import { headerNameProblem, headerValueProblem } from '../api/source-header.ts';

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

/** What the names of headers have in them that say who asks. */
const credential =
  /authori[sz]ation|authentication|cookie|token|secret|passw|credential|session|(api|access|auth|private|subscription|functions)[-_]?key|^x-auth/i;

const useSecret =
  'make a secret (PUT /api/tocsin/secrets/{name}) and refer to it by auth: {"secret": "{name}"}';
const mostHeaders = 64;

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
    const problem = credential.test(name)
      ? `this header says who asks, which params must not hold: ${useSecret}`
      : (headerNameProblem(name) ??
        (seen.has(lower) ? 'this header is there twice; keep one' : headerValueProblem(value)));
    if (problem !== undefined) fail(name, problem);
    seen.add(lower);
  }
});

/** The names of the secrets that params of any type refer to, and where. */
export function secretsIn(params: unknown, path = ''): { readonly name: string; readonly path: string }[] {
  if (typeof params !== 'object' || params === null) return [];
  return Object.entries(params).flatMap(([key, part]) => {
    const below = path === '' ? key : `${path}.${key}`;
    const auth = key === 'auth' ? authOfSource.safeParse(part).data : undefined;
    return auth === undefined ? secretsIn(part, below) : [{ name: auth.secret, path: `${below}.secret` }];
  });
}
