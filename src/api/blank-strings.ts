import { z } from 'zod';

/**
 * A record in which no string, however deep, is blank: Kibana refuses those wherever they stand, with a message
 * that always shows `''` (contract 1.2).
 */
export const recordWithoutBlanks = z.record(z.string(), z.unknown()).superRefine((value, context) => {
  const path = findBlank(value, []);
  if (path !== undefined) context.addIssue({ code: 'custom', path, message: blankMessage });
});

export const blankMessage = "value '' is not valid";

function findBlank(value: unknown, path: (string | number)[]): (string | number)[] | undefined {
  if (typeof value === 'string') return value.trim() === '' ? path : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value);
  for (const [key, inner] of entries) {
    const found = findBlank(inner, [...path, key]);
    if (found !== undefined) return found;
  }
  return undefined;
}
