import type { LaneAction } from './lane.ts';

/**
 * What is known of an incident at PagerDuty. `open`: of its triggers and resolves, the last that was delivered is a
 * trigger. `maybe_open`: it is not, but an attempt of a trigger may have arrived since the last delivered resolve.
 */
export type IncidentState = 'open' | 'maybe_open' | 'not_known_open';

/** How an attempt ended, as far as the incident is concerned. */
export type AttemptEnd =
  /** PagerDuty has taken the event. */
  | 'delivered'
  /** It certainly has not. */
  | 'not_arrived'
  /** Nobody knows: the answer was lost, or the process died. */
  | 'maybe_arrived';

/** What is known after an attempt of `action` has ended (delivery contract, table "in flight ends"). */
export function afterAttempt(before: IncidentState, action: LaneAction, end: AttemptEnd): IncidentState {
  if (action === 'acknowledge' || end === 'not_arrived') return before;
  if (action === 'trigger') {
    if (end === 'delivered') return 'open';
    return before === 'open' ? 'open' : 'maybe_open';
  }
  return end === 'delivered' ? 'not_known_open' : before;
}

/** Whether an incident may be open: known so, maybe so, or with a trigger of it in flight. */
export function mayBeOpen(state: IncidentState, inFlight: LaneAction | undefined): boolean {
  return state !== 'not_known_open' || inFlight === 'trigger';
}
