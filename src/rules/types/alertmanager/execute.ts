import type { ReportedAlert } from '../../../alerts/reported-alert.ts';
import type { RuleRun, RunReport } from '../../rule-type.ts';
import type { HeldAlert } from './held-alert.ts';
import { endsBy, HeldAlerts, readHeldAlerts } from './held-alerts.ts';
import { isRecent, warningOf } from './missed-alerts.ts';
import type { AlertmanagerParams } from './params.ts';
import { severityGroups } from './severity-group.ts';

const ranks: ReadonlyMap<string, number> = new Map(severityGroups.map((group, rank) => [group, rank]));
const rankOf = ({ group }: ReportedAlert) => ranks.get(group) ?? ranks.size;

/** Reports what fires, and forgets what is over. */
export function executeAlertmanager(run: RuleRun<AlertmanagerParams>): RunReport {
  const { params, state, now, listeningSince } = run;
  const { byKey, missed } = readHeldAlerts(state);
  const recent = missed.filter((each) => isRecent(each, now));
  const endOf = endsBy(params, listeningSince);
  const firing: HeldAlert[] = [];
  const shown = new Map<string, ReportedAlert>();
  const over = new Map<string, ReportedAlert>();
  let lookAgainAt = Number.POSITIVE_INFINITY;
  for (const alert of byKey.values()) {
    const end = endOf(alert);
    const reported = alert.reported(params);
    const { id } = reported;
    if (end <= now) {
      over.set(id, reported);
      continue;
    }
    firing.push(alert);
    lookAgainAt = Math.min(lookAgainAt, end);
    // One thing may fire at several severities: the worst one counts.
    const other = shown.get(id);
    if (other === undefined || rankOf(reported) < rankOf(other)) shown.set(id, reported);
  }
  return {
    alerts: [...shown.values()],
    recoveredContext: (id) => ({ ...over.get(id)?.context }),
    // Unchanged, it need not be kept anew.
    state:
      firing.length === byKey.size && recent.length === missed.length
        ? state
        : new HeldAlerts(firing, recent),
    ...(recent.length > 0 && { warnings: recent.map(warningOf) }),
    ...(Number.isFinite(lookAgainAt) && { lookAgainAt }),
  };
}
