import type { Page } from './delivery-store.ts';

/** A rule as kept. `rules/` alone knows what is inside. */
export interface RuleRow {
  readonly id: string;
  /** The JSON text of the whole rule. */
  readonly body: string;
}

/** A rule with how its last run went, both as JSON text. */
export interface KeptRule extends RuleRow {
  /** `null`: nothing was kept yet. */
  readonly status: string | null;
}

/** An alert as kept: its state is JSON text. */
export interface AlertRow {
  readonly id: string;
  readonly state: string;
}

/** What a rule goes on with. */
export interface RuleStateRow {
  /** What the rule itself keeps between runs, as JSON text; `null`: nothing yet. */
  readonly ruleState: string | null;
  /** In the order of their ids. */
  readonly alerts: readonly AlertRow[];
}

/** Something that happened in a run, or by hand: an alert changed, an action ran, an event went out. */
export interface RunEntry {
  /** `null`: it concerns the rule as a whole. */
  readonly alertId: string | null;
  /** The same alert may come back later under another one. */
  readonly alertUuid: string | null;
  /** One word of a closed set that `alerts/` knows, such as `new` or `action`. */
  readonly what: string;
  readonly group: string | null;
  readonly actionUuid: string | null;
  /** The number of the event that it became. */
  readonly eventSeq: number | null;
  /** A sentence for people. */
  readonly detail: string | null;
}

export type RunResult = 'succeeded' | 'warning' | 'failed';

/** A run that is kept by itself: something changed, failed or was sent. */
export interface RunRow {
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Milliseconds. */
  readonly duration: number;
  /** `null`: no run, but something that was done to the rule or its alerts. */
  readonly result: RunResult | null;
  /** A sentence for people. */
  readonly message: string | null;
  readonly active: number;
  readonly new: number;
  readonly recovered: number;
  readonly ignored: number;
  readonly entries: readonly RunEntry[];
}

/** Runs in which nothing happened, of one rule, in their order. */
export interface QuietRuns {
  readonly ruleId: string;
  /** Replaces the status, unless it is `null`. */
  readonly status: string | null;
  readonly runs: readonly {
    readonly startedAt: number;
    readonly duration: number;
    readonly active: number;
  }[];
}

/**
 * What became of a rule: by a run, or by somebody's hand. It is kept in the commit that its events are accepted in.
 * What is absent stays as it is.
 */
export interface RunCommit {
  readonly ruleId: string;
  /** Makes or replaces the rule. `removed`: it goes, with its state, its alerts and its history. */
  readonly rule?: RuleRow | 'removed';
  /** JSON text. */
  readonly ruleState?: string;
  /** JSON text. */
  readonly status?: string;
  /** Each in the place of the one with its id. */
  readonly alerts?: readonly AlertRow[];
  readonly removedAlerts?: readonly string[];
  readonly run?: RunRow;
}

/** A run as the history shows it. */
export interface LoggedRun extends Omit<RunRow, 'entries'> {
  /** The place in the list; rises with time, and is different for each run of a rule. */
  readonly run: number;
  /** How many entries it has. */
  readonly entries: number;
  /** Nothing happened in it. */
  readonly isQuiet: boolean;
}

/** An entry as the history shows it. */
export interface LoggedEntry extends RunEntry {
  /** The run it is of, and its place there. */
  readonly run: number;
  readonly n: number;
  /** When that run started. */
  readonly at: number;
}

/** Quiet runs of an hour that are not kept one by one any more. */
export interface QuietHour {
  /** When it began; milliseconds since 1970. */
  readonly hour: number;
  readonly runs: number;
  /** Milliseconds, of all of them together. */
  readonly duration: number;
}

/** So many quiet runs of a rule are kept one by one; older ones are counted by the hour. */
export const keptQuietRuns = 100;

/**
 * What is kept of rules and alerts. It is written by `DeliveryStore.commit` (`DeliveryBatch.runs`), together with the
 * events; of a rule that is not there nothing is written.
 */
export interface RuleStore {
  /** All rules, in the order of their ids. */
  list(): Promise<KeptRule[]>;
  find(id: string): Promise<KeptRule | undefined>;
  loadState(ruleId: string): Promise<RuleStateRow>;
  /** An alert as it was kept last; `undefined`: the rule has none of this id. */
  findAlert(ruleId: string, alertId: string): Promise<AlertRow | undefined>;
  /** Writes runs down in which nothing happened. They may come late and in large numbers. */
  keepQuiet(runs: readonly QuietRuns[]): Promise<void>;
  /** Runs of a rule, the newest first, from below `before`. */
  runs(
    ruleId: string,
    filter: { readonly quiet: boolean },
    before: number | null,
    limit: number,
  ): Promise<Page<LoggedRun>>;
  /** What happened in one run, in order, from above the place `after`. */
  runEntries(ruleId: string, run: number, after: number, limit: number): Promise<LoggedEntry[]>;
  /**
   * What happened to an alert, the newest first; `alertId` `null`: to the rule as a whole. Goes on below the entry
   * `before`.
   */
  alertEntries(
    ruleId: string,
    alertId: string | null,
    before: { readonly run: number; readonly n: number } | null,
    limit: number,
  ): Promise<LoggedEntry[]>;
  /** The numbers of the events that a rule has sent, those of its newest runs first. */
  eventSeqs(ruleId: string, limit: number): Promise<number[]>;
  /** The newest first. */
  quietHours(ruleId: string, limit: number): Promise<QuietHour[]>;
  /**
   * Forgets runs that started before `before`, at most about `limit` rows. Returns how many rows went; none: there is
   * nothing left to forget.
   */
  prune(before: number, limit: number): Promise<number>;
}
