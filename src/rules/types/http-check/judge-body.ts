import { z } from 'zod';
import { compileCondition, jsonCondition } from './json-condition.ts';
import { compileRegex, type LinearRegex } from './linear-regex.ts';

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

/** A body as text. */
export interface TextBody {
  readonly text: string;
  /** There was more of it than may be read. */
  readonly isCut: boolean;
}

/** Says of bodies why they are not as they should be; `undefined`: they are. */
export function compileBodyConditions(conditions: BodyConditions): (body: TextBody) => string | undefined {
  const { bodyMatches, bodyJson } = conditions;
  const compiled: Compiled = {
    ...conditions,
    regex: bodyMatches === null ? undefined : compileRegex(bodyMatches),
    json: bodyJson.map(compileCondition),
  };
  return (body) => judgeBody(body, compiled);
}

interface Compiled extends BodyConditions {
  readonly regex: LinearRegex | undefined;
  readonly json: readonly ReturnType<typeof compileCondition>[];
}

function judgeBody({ text, isCut }: TextBody, compiled: Compiled): string | undefined {
  const { bodyContains, bodyMatches, regex, json } = compiled;
  const where = isCut ? 'the part of the body that was read (rules.maxResponseSize)' : 'the body';
  if (bodyContains !== null && !text.includes(bodyContains)) {
    return `${JSON.stringify(bodyContains)} is not in ${where}`;
  }
  if (regex?.isIn(text) === false) {
    return `nothing in ${where} matches ${bodyMatches}`;
  }
  if (json.length === 0) return undefined;
  if (isCut) return 'the body is larger than rules.maxResponseSize, so that its JSON can not be read';
  let document: ReturnType<typeof parseJson>;
  try {
    document = parseJson(text);
  } catch (error) {
    return `the body is no JSON: ${error instanceof Error ? error.message : error}`;
  }
  for (const condition of json) {
    const why = condition(document);
    if (why !== undefined) return why;
  }
  return undefined;
}

type JsonDocument = Parameters<ReturnType<typeof compileCondition>>[0];

function parseJson(text: string): JsonDocument {
  return JSON.parse(text);
}
