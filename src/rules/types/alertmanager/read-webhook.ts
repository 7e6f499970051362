import { z } from 'zod';
import { Refusal } from '../../../refusal.ts';
import { bounded, type LabelSet } from './label-set.ts';
import { readAlerts, shortText } from './read-alert.ts';
import type { Told } from './told-alert.ts';

/** What surrounds the alerts; only they are needed. */
const webhook = z.object({
  alerts: z.array(z.unknown()),
  receiver: z.string().optional().catch(undefined),
  externalURL: z.string().optional().catch(undefined),
  groupKey: z.string().optional().catch(undefined),
  groupLabels: z.unknown().optional(),
  truncatedAlerts: z.number().catch(0),
});

/** What the webhook told, and how many alerts Alertmanager has left out of it (`max_alerts`). */
export interface ToldByWebhook extends Told {
  readonly truncated: number;
}

/** They say which group it was; none is worth an alert. */
function groupLabelsOf(value: unknown): LabelSet {
  if (typeof value !== 'object' || value === null) return [];
  return bounded(
    Object.entries(value).flatMap(([name, text]: [string, unknown]) =>
      typeof text === 'string' ? [[name.toWellFormed(), text.toWellFormed()] as const] : [],
    ),
  );
}

/**
 * Reads what Alertmanager's webhook receiver is sent (version 4 of its `webhook.Message`).
 *
 * @throws `Refusal`: nothing of it can be used.
 */
export function readWebhook(body: unknown): ToldByWebhook {
  const parsed = webhook.safeParse(body);
  if (!parsed.success) {
    throw new Refusal(
      'invalid',
      'The body must be what Alertmanager sends to a webhook: an object with a list "alerts".',
    );
  }
  const { alerts, receiver, externalURL, groupKey, groupLabels, truncatedAlerts } = parsed.data;
  const told = readAlerts(alerts, 'webhook', {
    receiver: shortText(receiver),
    externalURL: shortText(externalURL),
    groupKey: shortText(groupKey),
    groupLabels: groupLabelsOf(groupLabels),
  });
  return { ...told, truncated: truncatedAlerts };
}
