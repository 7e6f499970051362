import tinymath from 'tinymath';
import { messageOf } from '../message-of.ts';
import type { Variables } from '../prepare-variables.ts';
import type { LambdaResult } from './lambda-result.ts';

/** Its parser goes back and forth; nobody writes a longer one by hand. */
const longestExpression = 4096;

/** What has no number is not worked out unless a function says that it can do with it. */
const takesAnything = <F extends (...values: number[]) => unknown>(what: F): F =>
  Object.assign(what, { skipNumberValidation: true });

/** What Kibana's tinymath has beside the one that is published. */
const added = {
  eq: (a: number, b: number) => a === b,
  gt: (a: number, b: number) => a > b,
  gte: (a: number, b: number) => a >= b,
  lt: (a: number, b: number) => a < b,
  lte: (a: number, b: number) => a <= b,
  ifelse: takesAnything((condition: unknown, yes: unknown, no: unknown) => (condition === true ? yes : no)),
  pick_max: (...values: number[]) => Math.max(...values),
  pick_min: (...values: number[]) => Math.min(...values),
};

/** Works a TinyMath expression out; variables stand in it without braces. */
export function evalMath(expression: string, variables: Variables): LambdaResult {
  const failed = (why: string) => ({ error: `error evaluating tinymath expression "${expression}": ${why}` });
  if (expression.length > longestExpression)
    return failed(`it has more than ${longestExpression} characters`);
  try {
    // Without a prototype, so that a name finds only what is there.
    const scope = Object.assign(Object.create(null), variables);
    return { text: String(tinymath.evaluate(expression, scope, added)) };
  } catch (error) {
    return failed(messageOf(error));
  }
}
