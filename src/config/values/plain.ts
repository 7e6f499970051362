import { z } from 'zod';
import { textSchema } from './read-text.ts';

/** `true` or `false`, also as text, because the environment knows only texts. */
export function trueOrFalse() {
  return z
    .union([z.boolean(), z.enum(['true', 'false'])])
    .transform((value) => value === true || value === 'true');
}

/** A whole number from `least` to `most`, also as text. */
export function wholeNumber(least: number, most: number) {
  const digits = z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number);
  return z.union([z.number(), digits]).pipe(z.number().int().min(least).max(most));
}

/** A path; the text of a PEM file in its place is a common slip, and the text may be a private key. */
export function path() {
  return textSchema<string>((text) => {
    if (text.includes('-----BEGIN')) return { ok: false, rule: 'give the path of the file, not its text' };
    return text.includes('\0') ? { ok: false } : { ok: true, value: text };
  });
}
