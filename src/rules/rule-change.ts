import type { AcceptedEvent, NewEvent } from '../delivery/delivery-service.ts';
import type { RunCommit } from '../store/rule-store.ts';
import type { Rule } from './rule.ts';

/** What becomes of incidents that are open when their rule ends. */
export type IncidentsAtEnd = Rule['onRuleEnd'];

/** What becomes of a rule by somebody's hand. `rule` is as it is afterwards; of a deleted one as it was. */
export type RuleChange =
  | { readonly kind: 'created'; readonly rule: Rule }
  /** It was saved anew: anything that can be edited may be different. */
  | { readonly kind: 'updated'; readonly rule: Rule; readonly before: Rule }
  | { readonly kind: 'enabled'; readonly rule: Rule; readonly before: Rule }
  /** `untrack`: its alerts are to be forgotten. `incidents`: said this once, in the place of what the rule says. */
  | {
      readonly kind: 'disabled';
      readonly rule: Rule;
      readonly before: Rule;
      readonly untrack: boolean;
      readonly incidents?: IncidentsAtEnd;
    }
  /** Muted, unmuted, snoozed, or the end of that: nothing but when its actions run has changed. */
  | { readonly kind: 'quieted'; readonly rule: Rule; readonly before: Rule }
  | { readonly kind: 'deleted'; readonly rule: Rule; readonly incidents?: IncidentsAtEnd };

/** What follows from a change for its alerts and for what they have opened. It is kept in one commit with the change. */
export interface Consequences {
  readonly events: readonly NewEvent[];
  /** The rest of the commit, once the events have their numbers. */
  readonly commitOf: (accepted: readonly AcceptedEvent[]) => Omit<RunCommit, 'ruleId' | 'rule'>;
}

export const noConsequences: Consequences = { events: [], commitOf: () => ({}) };

export type RunSoon = 'soon' | 'running' | { readonly problem: string };

/** What runs the rules, as their service knows it. All but `runSoon` must be quick. */
export interface RuleRunner {
  /** Asked under the lock of the rule, before the change is kept. A rejection keeps the change from happening. */
  consequencesOf(change: RuleChange): Promise<Consequences>;
  /** Told once a change is on disk, still under the lock of the rule. */
  changed(change: RuleChange): void;
  /** When the rule runs next; milliseconds since 1970, `undefined`: it does not. */
  nextRunOf(ruleId: string): number | undefined;
  isRunning(ruleId: string): boolean;
  /** Has the rule run as soon as it can. `force`: also while it runs, once more. */
  runSoon(ruleId: string, force: boolean): Promise<RunSoon>;
}
