import type { AlertState } from './alert-state.ts';
import type { ReportedAlert } from './reported-alert.ts';
import type { RuleAction } from './rule-action.ts';

/** What was said of an alert in this run; absent: it is only shown as active. */
type Said = ReportedAlert | undefined;

/**
 * Whether an alert is where it was when an action ran for it last: in the same group, and as severe. Severity counts as
 * the group does, because a type may have one group and many severities.
 */
function isWhereItWas(state: AlertState, said: Said): boolean {
  if (state.notifiedGroup !== state.group) return false;
  return said?.severity === undefined || said.severity === state.notifiedSeverity;
}

/**
 * Whether an action for each alert runs for an active one, by its frequency (contract 6.3). It looks at when this very
 * action ran last in the alert's group, and not only at when any did: so an action that could not run, or that came to
 * the rule later, does.
 */
export function isDue(action: RuleAction, state: AlertState, said: Said, now: number): boolean {
  const { notifyWhen, throttle } = action.frequency;
  const isShownOnly = state.absences !== undefined;
  if (isShownOnly && notifyWhen !== 'onActionGroupChange') return false;
  if (notifyWhen === 'onActiveAlert') return true;
  const last = isWhereItWas(state, said) ? state.ran?.[action.uuid] : undefined;
  if (last === undefined) return true;
  return notifyWhen === 'onThrottleInterval' && last + (throttle ?? 0) <= now;
}

/** An alert after an action ran for it. */
export function ranNow(action: RuleAction, state: AlertState, said: Said, now: number): Partial<AlertState> {
  const before = isWhereItWas(state, said) ? state.ran : undefined;
  return {
    notifiedGroup: state.group,
    notifiedSeverity: said?.severity ?? state.notifiedSeverity,
    ran: { ...before, [action.uuid]: now },
  };
}
