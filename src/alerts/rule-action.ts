/** When an action for each alert runs while the alert stays active (contract 6.3). */
export type NotifyWhen = 'onActionGroupChange' | 'onActiveAlert' | 'onThrottleInterval';

/** The hours in which an action may run. */
export interface Timeframe {
  /** 1 = Monday to 7 = Sunday; none means every day. */
  readonly days: readonly number[];
  /** `hh:mm`, the first minute inside. */
  readonly start: string;
  /** `hh:mm`, the first minute outside; `24:00` is the end of the day. */
  readonly end: string;
  /** An IANA name, such as `Europe/Berlin`. */
  readonly timezone: string;
}

/** An action of a rule. What the rule says of frequency was put into each action. */
export interface RuleAction {
  readonly uuid: string;
  /** The action group it runs in; without meaning for a summary. */
  readonly group: string;
  readonly connectorId: string;
  /** As they were saved: texts are templates. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly frequency: {
    /** One event for all alerts of a run, instead of one for each. */
    readonly summary: boolean;
    readonly notifyWhen: NotifyWhen;
    /** Milliseconds; `null` unless `notifyWhen` is `onThrottleInterval`. */
    readonly throttle: number | null;
  };
  readonly timeframe?: Timeframe;
}
