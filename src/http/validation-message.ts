import type { z } from 'zod';

/** The part of a request, as Kibana's messages call it. */
export type RequestPart = 'body' | 'params' | 'query' | 'headers';

const expectedNames: Record<string, string> = { record: 'object', int: 'number' };

/** The type of a value as Kibana's messages name it. */
function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'Array';
  return typeof value === 'object' ? 'Object' : typeof value;
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  let value = data;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

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
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path;
  const where = [`request ${part}`, ...path.map(String)].join('.');
  const value = valueAt(data, issue.path);
  const shown = showsValue && saysNothingOfValue(issue) && !secretName.test(where) ? butGot(value) : '';
  return `[${where}]: ${describe(issue, value)}${shown}`;
}

function describe(issue: z.core.$ZodIssue, value: unknown): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return 'definition for this key is missing';
    case 'invalid_type': {
      if (issue.expected === 'int' && typeof value === 'number') return 'expected a whole number';
      return `expected value of type [${expectedNames[issue.expected] ?? issue.expected}] but got [${typeName(value)}]`;
    }
    default:
      return issue.message;
  }
}
