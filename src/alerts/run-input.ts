import type { AlertState, LifecycleState } from './alert-state.ts';
import type { ActionConnectors, AlertingRule } from './alerting-rule.ts';
import type { ReportedAlert } from './reported-alert.ts';

/** What is the same for whatever becomes of alerts: in a run, by hand, or at their rule's end. */
export interface Surroundings {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly connectors: ActionConnectors;
  /** `server.publicBaseUrl`; empty without. */
  readonly publicBaseUrl: string;
}

/** What was kept of a rule's alerts. */
export interface KeptAlerts {
  readonly lifecycle: LifecycleState;
  readonly alerts: ReadonlyMap<string, AlertState>;
}

/** Everything that decides what comes of a run whose executor came to its end. */
export interface RunInput extends Surroundings {
  readonly rule: AlertingRule;
  readonly previous: KeptAlerts;
  readonly reported: readonly ReportedAlert[];
  /** What the type says of an alert that has recovered; by default nothing. */
  readonly recoveredContext?: (alertId: string) => Readonly<Record<string, unknown>>;
  /** Whether a snooze of the rule is on at `now`. */
  readonly isSnoozed: boolean;
  /** `alerting.rules.run.alerts.max`. */
  readonly maxAlerts: number;
  /** `alerting.rules.run.actions.max`. */
  readonly maxActions: number;
  readonly newUuid: () => string;
}
