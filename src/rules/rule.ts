import type { NotifyWhen, Timeframe } from '../alerts/rule-action.ts';
import type { Json } from '../store/connector-store.ts';
import type { Duration } from './duration.ts';
import type { Snooze } from './snooze/snooze.ts';

/** An action as it was saved. What it means for a run, with what the rule says for all of them: `actionsOf`. */
export interface SavedAction {
  readonly uuid: string;
  readonly group: string;
  readonly connectorId: string;
  /** Of the connector, when the action was saved. */
  readonly connectorTypeId: string;
  readonly params: { readonly [key: string]: Json };
  /** `null`: the rule's own `notifyWhen` and `throttle` hold. */
  readonly frequency: {
    readonly summary: boolean;
    readonly notifyWhen: NotifyWhen;
    readonly throttle: Duration | null;
  } | null;
  readonly timeframe: Timeframe | null;
}

/** A rule's own numbers for flapping. */
export interface RuleFlapping {
  readonly lookBackWindow: number;
  readonly statusChangeThreshold: number;
  /** Absent: yes. */
  readonly enabled?: boolean;
}

/** A rule as it is kept and run. It can be written as JSON. Times are milliseconds since 1970. */
export interface Rule {
  readonly id: string;
  readonly name: string;
  readonly typeId: string;
  readonly consumer: string;
  readonly enabled: boolean;
  readonly tags: readonly string[];
  /** As its type understood them, with its defaults. */
  readonly params: { readonly [key: string]: Json };
  readonly interval: Duration;
  readonly actions: readonly SavedAction[];
  /** For actions without a frequency of their own. */
  readonly notifyWhen: NotifyWhen | null;
  readonly throttle: Duration | null;
  /** An alert acts from its so-manieth run in a row on; absent: the first. */
  readonly alertDelay?: number;
  /** `null` or absent: the numbers that hold for all rules. */
  readonly flapping?: RuleFlapping | null;
  /** Taken for Kibana, without effect. */
  readonly artifacts?: { readonly [key: string]: Json };
  /** Whether a recovery resolves what no recovery action addresses; absent: yes. */
  readonly autoResolve?: boolean;
  /** What becomes of open incidents when the rule or its action ends; absent: `resolve`. */
  readonly onRuleEnd?: 'resolve' | 'leave';
  /** It pages about itself after so many runs that failed in a row; 0: never; absent: 3. */
  readonly errorsBeforeAlert?: number;
  /** The file of `rules.files` that says what it is; absent: it was made by the API. */
  readonly managedBy?: { readonly file: string };
  readonly muteAll: boolean;
  readonly mutedAlertIds: readonly string[];
  readonly snoozes: readonly Snooze[];
  readonly createdBy: string | null;
  /** Kibana's owner of the rule's API key; Tocsin's rules need none. */
  readonly apiKeyOwner: string | null;
  readonly updatedBy: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** 0 at first; more with every change of what it does. */
  readonly revision: number;
}
