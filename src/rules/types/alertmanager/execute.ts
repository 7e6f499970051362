import type { RuleRun, RunReport } from '../../rule-type.ts';
import { contextOf, groupOf, reportedAlertOf } from './describe-alert.ts';
import { endOf, type HeldAlert, idOf, readHeldAlerts } from './held-alerts.ts';
import type { AlertmanagerParams } from './params.ts';
import { severityGroups } from './severity-group.ts';

/** Reports what fires, and forgets what is over. */
export function executeAlertmanager(run: RuleRun<AlertmanagerParams>): RunReport {
  const { params, state, now, listeningSince } = run;
  const { alerts } = readHeldAlerts(state);
  const rankOf = (alert: HeldAlert) => severityGroups.indexOf(groupOf(alert, params));
  const firing: HeldAlert[] = [];
  const shown = new Map<string, HeldAlert>();
  const over = new Map<string, HeldAlert>();
  let lookAgainAt = Number.POSITIVE_INFINITY;
  for (const alert of alerts) {
    const id = idOf(alert, params.severityLabel);
    const end = endOf(alert, params, listeningSince);
    if (end <= now) {
      over.set(id, alert);
      continue;
    }
    firing.push(alert);
    lookAgainAt = Math.min(lookAgainAt, end);
    // One thing may fire at several severities: the worst one counts.
    const other = shown.get(id);
    if (other === undefined || rankOf(alert) < rankOf(other)) shown.set(id, alert);
  }
  return {
    alerts: Array.from(shown.values(), (alert) => reportedAlertOf(alert, params)),
    recoveredContext: (id) => {
      const alert = over.get(id);
      return alert === undefined ? {} : contextOf(alert, params);
    },
    // Unchanged, it need not be kept anew.
    state: firing.length === alerts.length ? state : { alerts: firing },
    ...(Number.isFinite(lookAgainAt) && { lookAgainAt }),
  };
}
