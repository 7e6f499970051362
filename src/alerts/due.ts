import type { AlertState } from './alert-state.ts';
import type { RuleAction } from './rule-action.ts';

/**
 * Whether an action for each alert runs for an active one, by its frequency (contract 6.3). It looks at when this very
 * action ran last in the alert's group, and not only at when any did: so an action that could not run, or that came to
 * the rule later, does.
 */
export function isDue(action: RuleAction, state: AlertState, now: number): boolean {
  const { notifyWhen, throttle } = action.frequency;
  const isShownOnly = state.absences !== undefined;
  if (isShownOnly && notifyWhen !== 'onActionGroupChange') return false;
  if (notifyWhen === 'onActiveAlert') return true;
  const last = state.notifiedGroup === state.group ? state.ran?.[action.uuid] : undefined;
  if (last === undefined) return true;
  return notifyWhen === 'onThrottleInterval' && last + (throttle ?? 0) <= now;
}

/** An alert after an action ran for it. */
export function ranNow(action: RuleAction, state: AlertState, now: number): Partial<AlertState> {
  const before = state.notifiedGroup === state.group ? state.ran : undefined;
  return { notifiedGroup: state.group, ran: { ...before, [action.uuid]: now } };
}
