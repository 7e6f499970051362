import type { Rule } from '../rule.ts';
import type { RuleStatus } from '../rule-status.ts';
import type { Rules, RuleWithStatus } from '../rules.ts';
import { hasWords, searchWords } from './matches-words.ts';

/** How it stands with a rule, in a word; of one that is disabled its last run does not count any more. */
export type RuleState = 'active' | 'ok' | 'warning' | 'error' | 'pending' | 'disabled';
/** What keeps a rule from acting. */
export type QuietState = 'muted' | 'snoozed' | 'quiet';

/** What is looked for; what is absent does not bind. */
export interface RuleFilter {
  readonly state?: RuleState | QuietState | undefined;
  readonly typeId?: string | undefined;
  readonly tag?: string | undefined;
  readonly connectorId?: string | undefined;
  /** Words, each of which is somewhere in the name, the id or the tags. */
  readonly search?: string | undefined;
}

export interface RuleCounts {
  readonly total: number;
  readonly enabled: number;
  /** Enabled, and the last run has failed. */
  readonly failing: number;
  /** Enabled, and muted or snoozed now. */
  readonly quiet: number;
}

interface Row {
  readonly rule: Rule;
  readonly text: string;
}

export interface RuleListDependencies {
  readonly rules: Pick<Rules, 'all' | 'statusOf' | 'snoozedUntil' | 'subscribe'>;
  readonly now: () => number;
}

/** How it stands with a rule. */
export function stateOf({ enabled }: Pick<Rule, 'enabled'>, { execution }: RuleStatus): RuleState {
  if (!enabled) return 'disabled';
  return execution.status === 'unknown' ? 'pending' : execution.status;
}

/** All rules by name. They are sorted once for each change of a rule: runs change no name. */
export class RuleList {
  readonly #deps: RuleListDependencies;
  #rows: readonly Row[] | undefined;

  constructor(dependencies: RuleListDependencies) {
    this.#deps = dependencies;
    dependencies.rules.subscribe(({ what }) => {
      if (what === 'edited') this.#rows = undefined;
    });
  }

  /** The part from the place `from` on, and how many meet the filter. */
  read(filter: RuleFilter, from: number, limit: number): { total: number; rules: readonly RuleWithStatus[] } {
    const { rules } = this.#deps;
    const meets = this.#test(filter);
    const found = this.#sorted().filter(meets);
    const part = found.slice(from, from + limit);
    return {
      total: found.length,
      rules: part.map(({ rule }) => ({ rule, status: rules.statusOf(rule.id) })),
    };
  }

  counts(): RuleCounts {
    const { rules, now } = this.#deps;
    const counts = { total: 0, enabled: 0, failing: 0, quiet: 0 };
    for (const rule of rules.all()) {
      counts.total++;
      if (!rule.enabled) continue;
      counts.enabled++;
      if (rules.statusOf(rule.id).execution.status === 'error') counts.failing++;
      if (rule.muteAll || rules.snoozedUntil(rule, now()) !== undefined) counts.quiet++;
    }
    return counts;
  }

  /** Every tag that a rule has, in their order. */
  tags(): string[] {
    const tags = new Set<string>();
    for (const rule of this.#deps.rules.all()) for (const tag of rule.tags) tags.add(tag);
    return [...tags].sort((one, other) => one.localeCompare(other));
  }

  #sorted(): readonly Row[] {
    this.#rows ??= [...this.#deps.rules.all()]
      .map((rule) => ({
        rule,
        name: rule.name.toLowerCase(),
        text: [rule.name, rule.id, ...rule.tags].join('\n').toLowerCase(),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.rule.id < b.rule.id ? -1 : 1));
    return this.#rows;
  }

  #test({ state, typeId, tag, connectorId, search = '' }: RuleFilter): (row: Row) => boolean {
    const { rules, now } = this.#deps;
    const words = searchWords(search);
    const at = now();
    const isInState = (rule: Rule): boolean => {
      if (state === undefined) return true;
      if (state === 'muted') return rule.muteAll;
      if (state === 'snoozed') return rules.snoozedUntil(rule, at) !== undefined;
      if (state === 'quiet') return rule.muteAll || rules.snoozedUntil(rule, at) !== undefined;
      return stateOf(rule, rules.statusOf(rule.id)) === state;
    };
    return ({ rule, text }) =>
      (typeId === undefined || rule.typeId === typeId) &&
      (tag === undefined || rule.tags.includes(tag)) &&
      (connectorId === undefined || rule.actions.some((action) => action.connectorId === connectorId)) &&
      hasWords(text, words) &&
      isInState(rule);
  }
}
