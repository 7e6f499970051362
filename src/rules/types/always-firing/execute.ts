import type { ReportedAlert } from '../../../alerts/reported-alert.ts';
import type { RuleRun, RunReport } from '../../rule-type.ts';
import type { AlwaysFiringParams } from './params.ts';

/** Reports the alerts `alert-1` to `alert-<instances>`, but for those that chance leaves out of this run. */
export function executeAlwaysFiring({ params, random }: RuleRun<AlwaysFiringParams>): RunReport {
  const { instances, urgent, recoveryChance } = params;
  const alerts: ReportedAlert[] = [];
  for (let number = 1; number <= instances; number++) {
    // Without a chance none is drawn: a rule at rest costs nothing but its alerts.
    if (recoveryChance > 0 && random() < recoveryChance) continue;
    const group = number <= urgent ? 'urgent' : 'default';
    alerts.push({
      id: `alert-${number}`,
      group,
      severity: group === 'urgent' ? 'critical' : 'warning',
      context: { number, instances, message: `Alert ${number} of ${instances} is active` },
    });
  }
  return {
    alerts,
    recoveredContext: (alertId) => ({ instances, message: `${alertId} is over` }),
    state: undefined,
  };
}
