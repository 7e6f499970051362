import { z } from 'zod';
import { jsonCondition, judgeCondition } from './json-condition.ts';
import { compileRegex } from './linear-regex.ts';

/** What is asked of the body of an answer. */
export const bodyConditions = z.object({
  bodyContains: z.string().nullable(),
  bodyMatches: z.string().nullable(),
  bodyJson: z.array(jsonCondition),
});

export type BodyConditions = z.infer<typeof bodyConditions>;

/** Whether anything is asked of it at all. */
export function asksForBody({ bodyContains, bodyMatches, bodyJson }: BodyConditions): boolean {
  return bodyContains !== null || bodyMatches !== null || bodyJson.length > 0;
}

/** A body as it was read. */
export interface ReadBody {
  readonly text: string;
  /** There was more of it than may be read. */
  readonly isCut: boolean;
}

/** Why a body is not as it should be; `undefined`: it is. */
export function judgeBody({ text, isCut }: ReadBody, conditions: BodyConditions): string | undefined {
  const { bodyContains, bodyMatches, bodyJson } = conditions;
  const where = isCut ? 'the part of the body that was read (rules.maxResponseSize)' : 'the body';
  if (bodyContains !== null && !text.includes(bodyContains)) {
    return `${JSON.stringify(bodyContains)} is not in ${where}`;
  }
  if (bodyMatches !== null && !compileRegex(bodyMatches).isIn(text)) {
    return `nothing in ${where} matches ${bodyMatches}`;
  }
  if (bodyJson.length === 0) return undefined;
  if (isCut) return 'the body is larger than rules.maxResponseSize, so that its JSON can not be read';
  let document: ReturnType<typeof parseJson>;
  try {
    document = parseJson(text);
  } catch (error) {
    return `the body is no JSON: ${error instanceof Error ? error.message : error}`;
  }
  for (const condition of bodyJson) {
    const why = judgeCondition(condition, document);
    if (why !== undefined) return why;
  }
  return undefined;
}

type JsonDocument = Parameters<typeof judgeCondition>[1];

function parseJson(text: string): JsonDocument {
  return JSON.parse(text);
}
