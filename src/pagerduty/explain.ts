import { parseJsonObject } from './json-value.ts';

/** What an answer of the Events API says, as far as it says it. */
export type Explanation = {
  readonly status?: string;
  readonly message?: string;
  /** The texts of `errors[]`, at most 20. */
  readonly errors: readonly string[];
  readonly dedupKey?: string;
  /** The whole object as it came. */
  readonly raw: Record<string, unknown>;
};

const maxErrors = 20;

/**
 * Reads `{status, message, errors[], dedup_key}` from the body of an answer. Lenient: fields of another type count as
 * absent, entries of `errors` that are no text are dropped, a lone text counts as an array of one.
 *
 * @returns `undefined` when the body is not a JSON object.
 */
export function explain(body: string): Explanation | undefined {
  const raw = parseJsonObject(body);
  if (raw === undefined) return undefined;
  const { status, message, errors, dedup_key: dedupKey } = raw;
  return {
    ...(typeof status === 'string' && { status }),
    ...(typeof message === 'string' && { message }),
    errors: [errors]
      .flat()
      .filter((entry) => typeof entry === 'string')
      .slice(0, maxErrors),
    ...(typeof dedupKey === 'string' && { dedupKey }),
    raw,
  };
}
