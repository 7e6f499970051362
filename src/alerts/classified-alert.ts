import type { AlertState } from './alert-state.ts';
import type { ReportedAlert } from './reported-alert.ts';

/** An alert that a run shows: new, still active, or recovered. */
export interface ClassifiedAlert {
  readonly kind: 'new' | 'ongoing' | 'recovered';
  /** As this run leaves it, before its actions. */
  readonly state: AlertState;
  /** As the run before left it. */
  readonly before: AlertState | undefined;
  /** Absent where it recovered, where it flaps and is shown as active, and where the alert limit kept it. */
  readonly reported: ReportedAlert | undefined;
}
