import { z } from 'zod';
import { undot } from '../sources/keyed-value.ts';

const map = z.record(z.string(), z.unknown());

/** The map of `rules.secrets.preconfigured`; what a secret may be is judged by who knows secrets. */
export const preconfiguredSecrets = z.unknown().transform((value, context) => {
  const read = map.safeParse(value);
  if (read.success && !Array.isArray(value)) return read.data;
  context.addIssue({ code: 'invalid_value', values: [], input: value });
  return z.NEVER;
});

/** The parts of secrets that say nothing: their types, the names of headers and the paths of files. */
export function isSecretOfSecret([, name, below]: readonly PropertyKey[]): boolean {
  return name !== 'type' && name !== 'name' && below !== 'file';
}

/** The map with the paths of files changed. */
export function mapSecretPaths(value: unknown, change: (path: unknown) => unknown): unknown {
  return mapParts(value, (secret) =>
    mapParts(secret, (part) => {
      const { success, data } = z.strictObject({ file: z.string() }).safeParse(undot(part));
      return success ? { file: change(data.file) } : part;
    }),
  );
}

function mapParts(value: unknown, change: (part: unknown) => unknown): unknown {
  const read = Array.isArray(value) ? undefined : map.safeParse(value).data;
  if (read === undefined) return value;
  return Object.fromEntries(Object.entries(read).map(([name, part]) => [name, change(part)]));
}
