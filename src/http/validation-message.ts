import type { z } from 'zod';
import { describeIssue, pathOf, valueAt } from '../api/describe-issue.ts';

/** The part of a request, as Kibana's messages call it. */
export type RequestPart = 'body' | 'params' | 'query' | 'headers';

/** Fields of which nothing is ever repeated. */
const secretName = /password|secret|key/i;
const longestShown = 80;

const saysNothingOfValue = ({ code }: z.core.$ZodIssue) =>
  code !== 'unrecognized_keys' && code !== 'invalid_type' && code !== 'custom';

function butGot(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return '';
  const text = JSON.stringify(value);
  return `, but got ${text.length > longestShown ? `${text.slice(0, longestShown)}…` : text}`;
}

/**
 * The first thing wrong with a part of a request, in Kibana's words where it has some:
 * `[request body.name]: expected value of type [string] but got [undefined]`. `showsValue`: Tocsin's own routes also
 * say what they were given, which Kibana's words leave out.
 */
export function validationMessage(
  issues: readonly z.core.$ZodIssue[],
  part: RequestPart,
  data: unknown,
  showsValue = false,
): string {
  const [issue] = issues;
  if (issue === undefined) return `[request ${part}]: is not valid`;
  const where = [`request ${part}`, ...pathOf(issue).map(String)].join('.');
  const value = valueAt(data, issue.path);
  const shown = showsValue && saysNothingOfValue(issue) && !secretName.test(where) ? butGot(value) : '';
  return `[${where}]: ${describeIssue(issue, value)}${shown}`;
}
