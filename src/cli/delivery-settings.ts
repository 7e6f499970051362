import type { Settings } from '../config/settings.ts';
import { pagerDutyType } from '../connectors/connector-type.ts';
import type { DeliverySettings } from '../delivery/assemble.ts';

/** How often an event may fail, as `actions.run` has it; `undefined`: as often as it does. */
export function maxAttemptsOf({ actions }: Settings): number | undefined {
  const { maxAttempts, connectorTypeOverrides } = actions.run;
  // As in Kibana the first override that says something counts.
  const own = connectorTypeOverrides.find(({ id, maxAttempts }) => id === pagerDutyType.id && maxAttempts);
  return own?.maxAttempts ?? maxAttempts;
}

/** What delivery heeds of the settings. */
export function deliverySettings(settings: Settings): DeliverySettings {
  const { actions, delivery, connectors } = settings;
  const { rateLimit, superseding, order, maxAge, minRetryWindow, paused } = delivery;
  const { logRetention, logMaxSize, minFreeDisk } = delivery;
  return {
    responseTimeout: actions.responseTimeout,
    mostPending: actions.queued.max,
    maxAttempts: maxAttemptsOf(settings),
    minRetryWindow,
    rateLimit,
    superseding,
    order,
    maxAge,
    logRetention,
    logMaxSize,
    minFreeDisk,
    paused,
    deleteWithOpenIncidents: connectors.deleteWithOpenIncidents,
  };
}
