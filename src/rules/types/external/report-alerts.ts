import type { Push } from '../../rule-runs.ts';
import { type AlertReport, applyReports } from './apply-reports.ts';
import { external } from './external.ts';

/** What programs report of alerts, as an external rule is told it. */
export function reportAlerts(reports: readonly AlertReport[]): Push {
  return {
    typeId: external.id,
    what: 'reports',
    apply: ({ state: before, now }) => {
      const state = applyReports(before, reports, now);
      return { state, alerts: state.alerts.length };
    },
  };
}
