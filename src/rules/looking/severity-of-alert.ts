import type { AlertState } from '../../alerts/alert-state.ts';
import type { Severity } from '../../pagerduty/event.ts';
import { fitSeverity } from '../../pagerduty/fit-severity.ts';
import type { Rule } from '../rule.ts';

const said = (text: string): Severity => fitSeverity(text, 'info', () => {});
const isConstant = (value: unknown): value is string =>
  typeof value === 'string' && value.trim() !== '' && !value.includes('{{');

/**
 * How bad an alert is, as far as anybody has said: what PagerDuty was told, or what its rule type or the action of its
 * group says. `null`: nobody has.
 */
export function severityOfAlert(alert: AlertState, { actions }: Pick<Rule, 'actions'>): Severity | null {
  if (alert.told !== undefined) return alert.told.severity;
  const named = alert.severity ?? alert.notifiedSeverity;
  if (named !== undefined) return said(named);
  for (const { group, params } of actions)
    if (group === alert.group && isConstant(params.severity)) return said(params.severity);
  return null;
}
