import type { EventCause } from '../../alerts/run-outcome.ts';

/** An alert that a rule would have. */
export interface PreviewedAlert {
  readonly id: string;
  readonly group: string;
  readonly groupName: string;
  readonly severity: string | null;
  readonly context: Readonly<Record<string, unknown>>;
}

/** An event as PagerDuty would get it. */
export interface PreviewedEvent {
  /** While the alert is active, or once it has recovered; `error`: the rule can not run. */
  readonly on: 'active' | 'recovered' | 'error';
  /** `null`: it speaks of the rule. */
  readonly alertId: string | null;
  readonly cause: EventCause;
  /** As sent, with a placeholder for the integration key. */
  readonly body: Readonly<Record<string, unknown>>;
  /** What was changed to make it fit. */
  readonly notes: readonly string[];
}

/** What would go out because of one action. */
export interface PreviewedAction {
  readonly uuid: string;
  readonly group: string;
  readonly connectorId: string;
  readonly connectorName: string | null;
  readonly isSummary: boolean;
  /** Whether its hours are on now; its events are shown either way. */
  readonly isInTimeframe: boolean;
  /** Why its connector can not be used. */
  readonly fault: string | null;
  /** The first of them. */
  readonly events: readonly PreviewedEvent[];
  /** How many there are in all. */
  readonly eventCount: number;
}

/** What a rule would do if it ran now, and once all its alerts are over. */
export interface RulePreview {
  readonly ruleId: string;
  /** Milliseconds. */
  readonly duration: number;
  /** Why it can not run. */
  readonly error: { readonly reason: string; readonly message: string } | null;
  /** The alerts are an example of its type's, since the rule was told nothing yet. */
  readonly isExample: boolean;
  /** The first of them. */
  readonly alerts: readonly PreviewedAlert[];
  readonly alertCount: number;
  /** So many are beyond `alerting.rules.run.alerts.max`, and would be ignored. */
  readonly ignored: number;
  readonly actions: readonly PreviewedAction[];
}
