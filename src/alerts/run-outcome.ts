import type { NewEvent } from '../delivery/delivery-service.ts';
import type { AlertState, LifecycleState } from './alert-state.ts';

/** Why an event goes out. */
export type EventCause =
  /** An action ran. */
  | 'action'
  /** An alert recovered, and no recovery action looked after what it had opened. */
  | 'auto_resolve'
  /** A resolve that could not be sent when the alert recovered. */
  | 'owed_resolve'
  /** The rule can not run, or runs again. */
  | 'rule_error'
  /** The rule or its action has ended. */
  | 'rule_end'
  /** Somebody asked for it. */
  | 'by_hand';

/** An event to hand over to delivery, and where it comes from. */
export interface AlertingEvent {
  readonly event: NewEvent;
  readonly cause: EventCause;
  /** `null`: the event speaks of the rule. */
  readonly alertId: string | null;
  /** The action that ran, or that had opened what is resolved now. */
  readonly actionUuid: string | null;
}

/** An action that could not run because of its connector, told once however many alerts it concerns. */
export interface ActionFault {
  readonly actionUuid: string;
  readonly connectorId: string;
  readonly why: string;
  readonly times: number;
}

/** What has happened to an alert in a run; an alert without change is not told of. */
export interface AlertTransition {
  readonly alertId: string;
  readonly uuid: string;
  readonly kind: 'new' | 'group_changed' | 'flapping' | 'not_flapping' | 'recovered';
  readonly group: string;
}

/** What has to be kept, in one commit with the events. */
export interface AlertChanges {
  readonly lifecycle: LifecycleState;
  /** States to keep, each in the place of the one with its id. */
  readonly changed: readonly AlertState[];
  /** Ids of alerts of which nothing has to be kept any more. */
  readonly removed: readonly string[];
  readonly events: readonly AlertingEvent[];
  readonly faults: readonly ActionFault[];
}

/** What came of a run. */
export interface RunOutcome extends AlertChanges {
  /** Nothing but `lifecycle.run` has changed and there are no events: this needs no commit. */
  readonly isUnchanged: boolean;
  readonly counts: {
    readonly active: number;
    readonly new: number;
    readonly recovered: number;
    /** Reported beyond the alert limit. */
    readonly ignored: number;
  };
  readonly isAlertLimitReached: boolean;
  /** Runs of actions that the limit of actions a run kept back; they are due again in the next run. */
  readonly actionsKeptBack: number;
  readonly transitions: readonly AlertTransition[];
}
