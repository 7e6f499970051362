import { z } from 'zod';
import type { Severity } from '../pagerduty/event.ts';
import type { AlertDefaults } from './reported-alert.ts';

/** An incident that a trigger of ours opened, or reused, and that no resolve was decided for yet. */
export interface OpenedIncident {
  readonly connectorId: string;
  /** As sent, after fitting: whatever becomes of the action's template, this key closes it. */
  readonly dedupKey: string;
  /** The action whose trigger opened it. */
  readonly actionUuid: string;
  /** The alert is over, but the resolve could not be sent yet, because its connector can not be used. */
  readonly owed?: true;
}

/**
 * All that is kept of one alert between two runs. It goes through JSON, and a run without change leaves it as it is:
 * what has to be counted is kept as the number of the run in which it began.
 */
export interface AlertState {
  readonly id: string;
  /** The same while it stays active; a new one after it has recovered. */
  readonly uuid: string;
  /**
   * `delayed`: its condition is met, but not yet as often as `alert_delay` asks for; nobody sees it.
   * `recovered`: remembered because it may flap, has something open, or belongs into a throttled summary.
   */
  readonly status: 'delayed' | 'active' | 'recovered';
  /** The action group it is in, or was in last. */
  readonly group: string;
  /** When it became active; milliseconds since 1970. */
  readonly start: number;
  /** When it recovered. */
  readonly end?: number;
  /** The run from which on its condition is met: `alert.consecutiveMatches` is counted from here. */
  readonly firstRun: number;
  /** The runs in which its condition came or went, newest last; what flapping is judged by. */
  readonly changes: readonly number[];
  readonly flapping?: true;
  /** Of a flapping alert: so many runs in a row its condition was not met, and it is shown as active all the same. */
  readonly absences?: number;
  /** The action group in which an action ran last. */
  readonly notifiedGroup?: string;
  /** And the severity it had then, if the rule type names one. */
  readonly notifiedSeverity?: string | undefined;
  /** When each action ran last, by its uuid, in that group and severity; milliseconds since 1970. */
  readonly ran?: Readonly<Record<string, number>>;
  readonly opened?: readonly OpenedIncident[];
  /** What its last trigger told PagerDuty, for those who look at alerts. */
  readonly told?: { readonly severity: Severity; readonly summary: string };
  /** Somebody resolved it by hand while it was active. */
  readonly mutedUntilRecovery?: true;
  /** What the rule type said last, of an alert that may have to be shown as active without being reported. */
  readonly context?: Readonly<Record<string, unknown>>;
  readonly severity?: string;
  /** As the rule type said last; kept for what recovery actions trigger, too. */
  readonly defaults?: AlertDefaults;
  /** What the rule type keeps for templates. */
  readonly state?: Readonly<Record<string, unknown>>;
}

/**
 * What is kept of a rule's alerts as a whole between two runs. `run` alone is not worth a commit: runs without change
 * that a crash takes with it are as if they had not been.
 */
export interface LifecycleState {
  /** Runs so far that came to an end. */
  readonly run: number;
  /** When each throttled summary went out last, by the uuid of its action; milliseconds since 1970. */
  readonly summaries?: Readonly<Record<string, number>>;
  /** By summaries; they belong to no alert. */
  readonly opened?: readonly OpenedIncident[];
  /** While the rule can not run. */
  readonly failing?: {
    /** Runs in a row. */
    readonly runs: number;
    readonly since: number;
    readonly opened: readonly OpenedIncident[];
  };
}

/** Of a rule that never ran. */
export const newLifecycle: LifecycleState = { run: 0 };

const opened = z
  .array(
    z.object({
      connectorId: z.string(),
      dedupKey: z.string(),
      actionUuid: z.string(),
      owed: z.literal(true).optional(),
    }),
  )
  .readonly();
const record = z.record(z.string(), z.unknown()).readonly();
const times = z.record(z.string(), z.number()).readonly();

/** Reads an alert's state as it was kept. */
export const alertStateSchema: z.ZodType<AlertState> = z.object({
  id: z.string(),
  uuid: z.string(),
  status: z.enum(['delayed', 'active', 'recovered']),
  group: z.string(),
  start: z.number(),
  end: z.number().optional(),
  firstRun: z.number(),
  changes: z.array(z.number()).readonly(),
  flapping: z.literal(true).optional(),
  absences: z.number().optional(),
  notifiedGroup: z.string().optional(),
  notifiedSeverity: z.string().optional(),
  ran: times.optional(),
  opened: opened.optional(),
  told: z
    .object({ severity: z.enum(['critical', 'error', 'warning', 'info']), summary: z.string() })
    .readonly()
    .optional(),
  mutedUntilRecovery: z.literal(true).optional(),
  context: record.optional(),
  severity: z.string().optional(),
  defaults: z
    .object({
      source: z.string().optional(),
      component: z.string().optional(),
      class: z.string().optional(),
    })
    .optional(),
  state: record.optional(),
});

/** Reads a rule's lifecycle as it was kept. */
export const lifecycleStateSchema: z.ZodType<LifecycleState> = z.object({
  run: z.number(),
  summaries: times.optional(),
  opened: opened.optional(),
  failing: z.object({ runs: z.number(), since: z.number(), opened }).optional(),
});
