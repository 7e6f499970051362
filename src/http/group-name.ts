import type { Rule } from '../rules/rule.ts';
import type { Rules } from '../rules/rules.ts';

/** What people call an action group of a rule; its id where the type does not know it. */
export function groupName(
  { typeId }: Pick<Rule, 'typeId'>,
  group: string,
  { types }: Pick<Rules, 'types'>,
): string {
  return types.get(typeId)?.groups.find(({ id }) => id === group)?.name ?? group;
}
