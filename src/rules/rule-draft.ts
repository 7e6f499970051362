import type { NotifyWhen } from '../alerts/rule-action.ts';
import type { Rule } from './rule.ts';

/** An action as its caller writes it. Durations are texts that were checked. */
export interface ActionDraft {
  readonly connectorId: string;
  readonly group?: string | undefined;
  readonly params: Readonly<Record<string, unknown>>;
  readonly uuid?: string | undefined;
  readonly frequency?:
    | {
        readonly summary: boolean;
        readonly notifyWhen: NotifyWhen;
        readonly throttle: string | null;
      }
    | undefined;
  /** `empty`: a filter was given, without anything in it. */
  readonly timeframe?:
    | 'empty'
    | {
        readonly days: readonly number[];
        readonly start: string;
        readonly end: string;
        readonly timezone: string;
      }
    | undefined;
}

/** What a caller says a rule shall be, each time that it is saved. */
export interface RuleDraft
  extends Pick<
    Rule,
    'name' | 'tags' | 'flapping' | 'autoResolve' | 'onRuleEnd' | 'errorsBeforeAlert' | 'alertDelay'
  > {
  readonly params: Readonly<Record<string, unknown>>;
  readonly artifacts?: Readonly<Record<string, unknown>>;
  readonly interval: string;
  readonly actions: readonly ActionDraft[];
  /** `null` is as if it was left out. */
  readonly notifyWhen?: NotifyWhen | null | undefined;
  readonly throttle?: string | null | undefined;
}

/** And what it can say once. */
export interface NewRule extends RuleDraft {
  /** Absent: one is made. */
  readonly id?: string | undefined;
  readonly typeId: string;
  readonly consumer: string;
  readonly enabled: boolean;
}
