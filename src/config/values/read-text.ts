import { z } from 'zod';

/**
 * What became of a text: its value, or what would be right instead. Without a `rule` the setting's own `format`
 * says it well enough.
 */
export type ReadText<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly rule?: string };

/** The schema of a setting that is written as text and understood by `read`. */
export function textSchema<T>(read: (text: string) => ReadText<T>) {
  return z.string().transform((text, context) => {
    const result = read(text);
    if (result.ok) return result.value;
    context.addIssue(
      result.rule === undefined
        ? { code: 'invalid_value', values: [], input: text }
        : { code: 'custom', message: result.rule, input: text },
    );
    return z.NEVER;
  });
}
