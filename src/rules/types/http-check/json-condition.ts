import { isDeepStrictEqual } from 'node:util';
import type { JSONValue } from 'json-p3';
import { z } from 'zod';
import { compileJsonPath, type JsonPath } from './json-path.ts';

const comparisons: Readonly<Record<string, (found: number | string, wanted: number | string) => boolean>> = {
  '<': (found, wanted) => found < wanted,
  '<=': (found, wanted) => found <= wanted,
  '>': (found, wanted) => found > wanted,
  '>=': (found, wanted) => found >= wanted,
};

/** Something that has to hold of everything that a path selects. */
export const jsonCondition = z
  .strictObject({
    path: z
      .string()
      .max(1000)
      .superRefine((text, context) => {
        try {
          compileJsonPath(text);
        } catch (error) {
          const why = error instanceof Error ? error.message : String(error);
          context.addIssue({ code: 'custom', message: `no JSONPath: ${why}`, input: text });
        }
      }),
    operator: z.enum(['==', '!=', '<', '<=', '>', '>=', 'exists', 'missing']).default('=='),
    value: z.json().optional(),
  })
  .superRefine(({ operator, value }, context) => {
    const fail = (message: string) =>
      context.addIssue({ code: 'custom', path: ['value'], message, input: undefined });
    const takesNone = operator === 'exists' || operator === 'missing';
    if (takesNone && value !== undefined) fail(`${operator} compares with nothing; leave the value out`);
    if (takesNone) return;
    if (value === undefined) fail(`say what to compare with by ${operator}`);
    else if (operator in comparisons && typeof value !== 'number' && typeof value !== 'string') {
      fail(`${operator} compares numbers or texts`);
    }
  });

export type JsonCondition = z.infer<typeof jsonCondition>;

/** Shown of a value that was found. */
const shown = 100;

function wordsOf(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > shown ? `${text.slice(0, shown)}…` : text;
}

/** A condition in words, such as `$.status == "ok"`. */
export function describeCondition({ path, operator, value }: JsonCondition): string {
  return value === undefined ? `${path} ${operator}` : `${path} ${operator} ${wordsOf(value)}`;
}

/** Says of documents why a condition does not hold of them; `undefined`: it does. */
export function compileCondition(condition: JsonCondition): (document: JSONValue) => string | undefined {
  const path = compileJsonPath(condition.path);
  return (document) => judgeCondition(condition, path, document);
}

function judgeCondition(
  { path, operator, value }: JsonCondition,
  compiled: JsonPath,
  document: JSONValue,
): string | undefined {
  let selected: readonly unknown[];
  try {
    selected = compiled.select(document);
  } catch (error) {
    return `${path} can not be looked up in the body: ${error instanceof Error ? error.message : error}`;
  }
  const [first] = selected;
  if (operator === 'missing') {
    return selected.length === 0 ? undefined : `${path} is ${wordsOf(first)}, expected nothing`;
  }
  if (selected.length === 0) return `${path} is not in the body`;
  if (operator === 'exists') return undefined;
  for (const found of selected) {
    if (!holds(found, operator, value))
      return `${path} is ${wordsOf(found)}, expected ${operator} ${wordsOf(value)}`;
  }
  return undefined;
}

function holds(found: unknown, operator: string, wanted: unknown): boolean {
  if (operator === '==') return isDeepStrictEqual(found, wanted);
  if (operator === '!=') return !isDeepStrictEqual(found, wanted);
  const bothNumbers = typeof found === 'number' && typeof wanted === 'number';
  const bothTexts = typeof found === 'string' && typeof wanted === 'string';
  if (bothNumbers) return comparisons[operator]?.(found, wanted) === true;
  return bothTexts && comparisons[operator]?.(found, wanted) === true;
}
