import { Refusal } from '../../../refusal.ts';
import { readAlerts } from './read-alert.ts';
import type { Told } from './told-alert.ts';

/**
 * Reads what Prometheus sends to Alertmanager's API v2 (`postableAlerts` in its `api/v2/openapi.yaml`).
 *
 * @throws `Refusal`: nothing of it can be used.
 */
export function readPostableAlerts(body: unknown): Told {
  if (!Array.isArray(body)) {
    throw new Refusal(
      'invalid',
      'The body must be a list of alerts, such as [{"labels": {"alertname": "Down"}}].',
    );
  }
  return readAlerts(body, 'push', {});
}
