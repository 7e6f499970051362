import type { ListedRule } from './rules-api.ts';

export type Offer = 'run' | 'enable' | 'disable' | 'mute' | 'unmute' | 'snooze' | 'unsnooze' | 'delete';

type OfferedRule = Pick<ListedRule, 'id' | 'enabled' | 'muted' | 'snoozed_until' | 'managed_by'>;

/** Whether something would change a rule, and may. */
const suits: Readonly<Record<Offer, (rule: OfferedRule) => boolean>> = {
  run: ({ enabled }) => enabled,
  // A file alone says whether its rules are enabled, and whether they are there.
  enable: ({ enabled, managed_by: file }) => !enabled && file === undefined,
  disable: ({ enabled, managed_by: file }) => enabled && file === undefined,
  mute: ({ muted }) => !muted,
  unmute: ({ muted }) => muted,
  snooze: () => true,
  unsnooze: ({ snoozed_until: until }) => until !== null,
  delete: ({ managed_by: file }) => file === undefined,
};

/** Those of some rules that something can be done with. */
export function suitedTo<Rule extends OfferedRule>(offer: Offer, rules: readonly Rule[]): readonly Rule[] {
  return rules.filter(suits[offer]);
}
