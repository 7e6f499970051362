import type { z } from 'zod';

const expectedNames: Record<string, string> = { record: 'object', int: 'number' };

/** The type of a value as Kibana's messages name it. */
function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'Array';
  return typeof value === 'object' ? 'Object' : typeof value;
}

/** What stands in `data` at the place of an issue. */
export function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  let value = data;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

/** The place of an issue: of an unknown key that key itself. */
export function pathOf(issue: z.core.$ZodIssue): readonly PropertyKey[] {
  return issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path;
}

/** What is wrong, in Kibana's words where it has some; `value` is what stands at the place of the issue. */
export function describeIssue(issue: z.core.$ZodIssue, value: unknown): string {
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
