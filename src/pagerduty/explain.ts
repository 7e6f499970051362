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
const noErrors: readonly string[] = [];

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
  const said: { -readonly [Name in keyof Explanation]: Explanation[Name] } = {
    errors: errors === undefined ? noErrors : textsOf(errors),
    raw,
  };
  if (typeof status === 'string') said.status = status;
  if (typeof message === 'string') said.message = message;
  if (typeof dedupKey === 'string') said.dedupKey = dedupKey;
  return said;
}

function textsOf(errors: unknown): string[] {
  return [errors]
    .flat()
    .filter((entry) => typeof entry === 'string')
    .slice(0, maxErrors);
}
