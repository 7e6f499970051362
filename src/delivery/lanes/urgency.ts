import type { Severity } from '../../pagerduty/event.ts';
import { type IncidentState, mayBeOpen } from './incident-state.ts';
import type { LaneAction } from './lane.ts';

/**
 * How urgent a lane is, 1 the most (rule 9 of the delivery contract): 1 opening triggers of severity critical; 2 of
 * severity error; 3 acknowledges and resolves of incidents that may be open; 4 opening triggers of severity warning
 * and info; 5 repeats, and acknowledges and resolves of incidents not known open; 6 change events.
 */
export type UrgencyClass = 1 | 2 | 3 | 4 | 5 | 6;

/** As much of a waiting event as its urgency depends on. */
export interface WaitingEvent {
  readonly action: LaneAction;
  /** Of triggers; of the rest it means nothing. */
  readonly severity: Severity;
}

const openingClasses: Record<Severity, UrgencyClass> = { critical: 1, error: 2, warning: 4, info: 4 };

/** A trigger opens an incident unless that is open and no resolve stands before it; then it only repeats. */
export function isOpening(state: IncidentState, resolveBefore: boolean): boolean {
  return state !== 'open' || resolveBefore;
}

/**
 * The class of a lane is that of its most urgent waiting event, so that what stands before a critical trigger is not
 * held back by its own class. `inFlight` is what is on its way meanwhile.
 */
export function urgencyOfLane(
  waiting: readonly WaitingEvent[],
  state: IncidentState,
  inFlight: LaneAction | undefined,
): UrgencyClass {
  const open = mayBeOpen(state, inFlight);
  let resolveBefore = inFlight === 'resolve';
  let most: UrgencyClass = 5;
  for (const event of waiting) {
    const urgency = urgencyOf(event, open, isOpening(state, resolveBefore));
    if (urgency < most) most = urgency;
    if (event.action === 'resolve') resolveBefore = true;
  }
  return most;
}

function urgencyOf(event: WaitingEvent, open: boolean, opening: boolean): UrgencyClass {
  if (event.action !== 'trigger') return open ? 3 : 5;
  return opening ? openingClasses[event.severity] : 5;
}
