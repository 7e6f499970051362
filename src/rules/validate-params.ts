import { describeIssue, pathOf, valueAt } from '../api/describe-issue.ts';
import { Refusal } from '../refusal.ts';
import type { Json } from '../store/connector-store.ts';
import { jsonObjectOf } from './json-object.ts';
import type { RuleType } from './rule-type.ts';

/** A rule's params as its type understands them, with its defaults. Refuses in the words of contract 5.5. */
export function validateParams(type: RuleType, params: unknown): { readonly [key: string]: Json } {
  const result = type.params.safeParse(params);
  if (result.success) return jsonObjectOf(Object(result.data));
  const [issue] = result.error.issues;
  if (issue === undefined) throw new Refusal('invalid', 'params invalid');
  const path = pathOf(issue).map(String).join('.');
  const words = describeIssue(issue, valueAt(params, issue.path));
  throw new Refusal('invalid', `params invalid: ${path === '' ? '' : `[${path}]: `}${words}`);
}
