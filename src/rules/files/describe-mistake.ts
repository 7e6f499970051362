import { distance } from 'fastest-levenshtein';
import { z } from 'zod';
import { valueAt } from '../../api/describe-issue.ts';

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of keys',
  record: 'a group of keys',
};

/** A mistake in something that people write: where it is, and a sentence that says what would be right. */
export interface Mistake {
  readonly path: readonly PropertyKey[];
  readonly words: string;
}

/** What a schema finds wrong with a value. `prefix`: the keys that lead to the value. */
export function mistakesOf(
  schema: z.ZodType,
  value: unknown,
  issues: readonly z.core.$ZodIssue[],
  prefix: readonly PropertyKey[] = [],
): Mistake[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      const known = keysAt(schema, issue.path);
      return issue.keys.map((key) => unknownKey([...prefix, ...issue.path, key], key, known));
    }
    const path = [...prefix, ...issue.path];
    if (issue.code === 'invalid_union') {
      const meant = meantBranch(issue);
      if (meant !== undefined) return mistakesOf(schema, value, meant, prefix);
    }
    return [{ path, words: `${nameOf(path)}${describe(issue, valueAt(value, issue.path))}` }];
  });
}

/** Of a value that may have several forms: what is wrong with the one that it nearly has; `undefined`: it has none. */
function meantBranch(issue: z.core.$ZodIssueInvalidUnion): z.core.$ZodIssue[] | undefined {
  const isForm = (branch: readonly z.core.$ZodIssue[]) =>
    branch.length > 0 && !branch.some(({ code, path }) => path.length === 0 && code === 'invalid_type');
  const [nearest] = issue.errors.filter(isForm).toSorted((a, b) => a.length - b.length);
  return nearest?.map((each) => ({ ...each, path: [...issue.path, ...each.path] }));
}

/** A path for people, such as `actions.0.group`. */
function nameOf(path: readonly PropertyKey[]): string {
  return path.length === 0 ? 'this' : path.map(String).join('.');
}

function unknownKey(path: readonly PropertyKey[], key: string, known: readonly string[]): Mistake {
  const near = known.find((each) => distance(each, key) <= Math.max(2, key.length * 0.3));
  const hint = near === undefined ? `use ${known.join(', ')}` : `did you mean "${near}"?`;
  const place = path.length === 1 ? '' : ` in ${nameOf(path.slice(0, -1))}`;
  const right = known.length === 0 ? 'remove it' : hint;
  return { path, words: `there is no key ${JSON.stringify(key.slice(0, 100))}${place}: ${right}` };
}

/** Never with a text, but where it is none of a few words: what people put into a wrong place may be a secret. */
function describe(issue: z.core.$ZodIssue, value: unknown): string {
  const is = value === undefined ? ' is missing' : ` is ${shown(value)}`;
  if (issue.code === 'invalid_type') {
    const kind = kinds[issue.expected] ?? issue.expected;
    const hint = issue.expected === 'string' && typeof value === 'number' ? ', in quotes' : '';
    return `${is}: ${value === undefined ? 'write' : 'use'} ${kind}${hint}`;
  }
  if (issue.code === 'invalid_union') {
    const wanted = issue.errors.flatMap(([first]) =>
      first?.code === 'invalid_type' ? [kinds[first.expected] ?? first.expected] : [],
    );
    if (wanted.length > 0) return `${is}: use ${[...new Set(wanted)].join(' or ')}`;
  }
  if (issue.code === 'invalid_value') {
    const text = typeof value === 'string' ? ` is ${JSON.stringify(shorten(value))}` : is;
    return `${text}: use ${issue.values.map(String).join(' or ')}`;
  }
  if (issue.code === 'too_small' && issue.origin !== 'string' && isZods(issue))
    return `${is}: use ${issue.minimum} or more`;
  if (issue.code === 'too_big' && issue.origin !== 'string' && isZods(issue))
    return `${is}: use ${issue.maximum} or less`;
  return `${typeof value === 'number' ? is : ''}: ${issue.message}`;
}

/** A schema that has no words of its own gets those of zod. */
const isZods = ({ message }: z.core.$ZodIssue) => /^Too (small|big):/.test(message);

function shown(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a group of keys';
  return typeof value === 'string' ? 'a text' : String(value);
}

const shorten = (text: string) => (text.length > 100 ? `${text.slice(0, 100)}…` : text);

/** The keys that a schema knows at a place; none where it is no group of keys, or knows any. */
function keysAt(schema: unknown, path: readonly PropertyKey[]): string[] {
  const plain = unwrapped(schema);
  if (plain instanceof z.ZodUnion) return [...new Set(plain.options.flatMap((each) => keysAt(each, path)))];
  const [first, ...rest] = path;
  if (first === undefined) return plain instanceof z.ZodObject ? Object.keys(plain.shape) : [];
  if (plain instanceof z.ZodObject) return keysAt(plain.shape[String(first)], rest);
  return plain instanceof z.ZodArray ? keysAt(plain.element, rest) : [];
}

function unwrapped(schema: unknown): unknown {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodReadonly
  ) {
    return unwrapped(schema.unwrap());
  }
  return schema;
}
