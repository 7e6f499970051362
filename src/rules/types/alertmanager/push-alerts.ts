import type { Push } from '../../rule-runs.ts';
import { alertmanager } from './alertmanager.ts';
import { readHeldAlerts } from './held-alerts.ts';
import { alertmanagerParams } from './params.ts';
import { takeAlerts } from './take-alerts.ts';
import type { ToldAlert } from './told-alert.ts';

/**
 * What Prometheus or Alertmanager tells of alerts, as a rule of this type is told it.
 *
 * @param truncated So many alerts Alertmanager has left out.
 */
export function pushAlerts(told: readonly ToldAlert[], truncated = 0): Push {
  return {
    typeId: alertmanager.id,
    what: 'alerts of Prometheus and Alertmanager',
    apply: ({ state: before, params, now, listeningSince, max }) => {
      const taken = takeAlerts(readHeldAlerts(before), told, {
        params: alertmanagerParams.parse(params),
        now,
        listeningSince,
        max,
        truncated,
      });
      return {
        state: taken.state,
        through: taken.before === undefined ? [] : [taken.before],
        alerts: taken.firing,
        left: taken.left,
      };
    },
  };
}
