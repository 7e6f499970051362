import type { ListedRule } from './rules-api.ts';

/** What has to be said before rules end. */
export interface Ending {
  /** How many incidents they have open. */
  readonly incidents: number;
  /** What the rules themselves say; `resolve` where they do not agree: nothing is left open by mistake. */
  readonly usual: 'resolve' | 'leave';
}

/** What ends with rules that are disabled or deleted. */
export function endingOf(rules: readonly Pick<ListedRule, 'open_incidents' | 'on_rule_end'>[]): Ending {
  const incidents = rules.reduce((sum, rule) => sum + rule.open_incidents, 0);
  const open = rules.filter(({ open_incidents }) => open_incidents > 0);
  const leaves = open.length > 0 && open.every(({ on_rule_end }) => on_rule_end === 'leave');
  return { incidents, usual: leaves ? 'leave' : 'resolve' };
}
