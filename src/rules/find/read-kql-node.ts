import { z } from 'zod';
import type { Filter, FilterValue } from './filter.ts';
import { refuse } from './refuse.ts';

const literal = z.object({
  type: z.literal('literal'),
  value: z.union([z.string(), z.number(), z.boolean()]),
  isQuoted: z.boolean().optional(),
});
const wildcard = z.object({ type: z.literal('wildcard'), value: z.string() });
const node = z.object({ type: z.literal('function'), function: z.string(), arguments: z.array(z.unknown()) });

const anything = '@kuery-wildcard@';
const ranges = ['gt', 'gte', 'lt', 'lte'] as const;
const deepest = 50;

const notUnderstood = () =>
  refuse('the filter is JSON, but no node of KQL that is understood here (and, or, not, is, exists, range)');

function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (!result.success) throw notUnderstood();
  return result.data;
}

const fieldOf = (value: unknown) => String(parsed(literal, value).value);

function filterValueOf(value: unknown): FilterValue {
  const star = wildcard.safeParse(value);
  if (star.success) return { text: star.data.value.replaceAll(anything, '*'), quoted: false };
  const { value: given, isQuoted = false } = parsed(literal, value);
  return { text: String(given), quoted: isQuoted };
}

/** Reads a node of KQL, as Kibana's clients send it in place of text. */
export function readKqlNode(value: unknown, depth = 0): Filter {
  if (depth > deepest) throw notUnderstood();
  const { function: name, arguments: given } = parsed(node, value);
  const [first, second, third] = given;
  if ((name === 'and' || name === 'or') && given.length > 0)
    return { kind: name, filters: given.map((each) => readKqlNode(each, depth + 1)) };
  if (name === 'not' && given.length === 1) return { kind: 'not', filter: readKqlNode(first, depth + 1) };
  if (name === 'exists' && given.length === 1) return { kind: 'exists', field: fieldOf(first) };
  if (name === 'is' && (given.length === 2 || given.length === 3)) {
    const is = filterValueOf(second);
    return !is.quoted && is.text === '*'
      ? { kind: 'exists', field: fieldOf(first) }
      : { kind: 'is', field: fieldOf(first), value: is };
  }
  const operator = name === 'range' ? ranges.find((each) => each === second) : undefined;
  if (operator === undefined || given.length !== 3) throw notUnderstood();
  return { kind: 'range', field: fieldOf(first), operator, value: filterValueOf(third) };
}
