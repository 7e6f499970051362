import type { z } from 'zod';
import type { ReportedAlert } from '../alerts/reported-alert.ts';
import type { Sources } from './sources.ts';

/** An action group, or a variable of a template, with its words for people. */
export interface ActionGroup {
  readonly id: string;
  readonly name: string;
}

export interface ActionVariable {
  readonly name: string;
  readonly description: string;
}

/** The group that every rule type has for alerts that are over. */
export const recoveryGroup: ActionGroup = { id: 'recovered', name: 'Recovered' };

/** What the screen fills in for a new action of a group. Templates. */
export interface DefaultActionTexts {
  readonly summary: string;
  readonly severity?: 'critical' | 'error' | 'warning' | 'info';
}

/** One run of a rule, as its type sees it. Times are milliseconds since 1970. */
export interface RuleRun<Params> {
  readonly ruleId: string;
  readonly ruleName: string;
  readonly params: Params;
  /** What the run before it has left as `state`; `undefined`: nothing. */
  readonly state: unknown;
  /** When the run is taken to happen. */
  readonly now: number;
  /** When it began, which may be later. */
  readonly startedAt: number;
  /** When the run before it began; `null`: this is the first. */
  readonly previousStartedAt: number | null;
  /** From when on Tocsin was there without a break to be told things: nobody can have told it anything before. */
  readonly listeningSince: number;
  /** Of alerts that were active after the run before it. */
  readonly activeIds: () => Iterable<string>;
  /** Aborted at the time limit, and when the rule is disabled or deleted. */
  readonly signal: AbortSignal;
  /** As `Math.random`. */
  readonly random: () => number;
  readonly sources: Sources;
}

/** What a run has found. */
export interface RunReport {
  /** Every alert that is active now; one that was and is not among them recovers. */
  readonly alerts: readonly ReportedAlert[];
  /** The context of an alert that recovers; absent: empty. */
  readonly recoveredContext?: (alertId: string) => Record<string, unknown>;
  /** For the next run; it must be possible to write it as JSON. */
  readonly state: unknown;
  /** When there may be something to find, if nothing is told before: the rule runs then, where its beat comes later. */
  readonly lookAgainAt?: number;
  /** What the run found odd though it came to its end, in sentences for people; absent: nothing. They hold no secret. */
  readonly warnings?: readonly string[];
}

/** A kind of rule: what it is told, what it looks at, and what it can say in an action. */
export interface RuleType<Params = unknown> {
  readonly id: string;
  readonly name: string;
  readonly category: 'management' | 'observability';
  readonly producer: string;
  /** Without the recovery group. */
  readonly groups: readonly ActionGroup[];
  readonly defaultGroup: string;
  readonly recoveryGroup: ActionGroup;
  readonly context: readonly ActionVariable[];
  readonly stateVariables: readonly ActionVariable[];
  readonly paramsVariables: readonly ActionVariable[];
  readonly params: z.ZodType<Params>;
  /** By group, the recovery group too. */
  readonly defaultTexts: Readonly<Record<string, DefaultActionTexts>>;
  /** Such as `1m`; absent: `1m`. */
  readonly defaultInterval?: string;
  /** Whether `recoveredContext` is ever given. */
  readonly setsRecoveryContext: boolean;
  /** Its reports name times to look again, of which a restart knows nothing: its rules run soon after one. */
  readonly looksAgain?: true;
  /**
   * Of a type that is told things rather than asking: a state under which a run shows what its alerts are like, for the
   * preview of a rule that was told nothing yet. `now`: milliseconds since 1970.
   */
  example?(params: Params, now: number): unknown;
  /** Of a type that waits before it reports: params under which it does not, for the preview of a rule. */
  withoutWaiting?(params: Params): Params;
  /** A rejection is an executor error: it changes no alert. */
  execute(run: RuleRun<Params>): Promise<RunReport> | RunReport;
}
