import { z } from 'zod';

const labels = z.record(z.string(), z.string());
const time = z.iso.datetime({ offset: true });

const postableAlert = z
  .object({
    labels: labels.meta({
      description: 'What the alert is known by; one at least.',
      examples: [{ alertname: 'InstanceDown', instance: 'web1:9100', severity: 'critical' }],
    }),
    annotations: labels.optional(),
    startsAt: time.optional().meta({ description: 'Without it: now.' }),
    endsAt: time.optional().meta({
      description: 'In the past: it is over. In the future: it is over then, unless it is sent again before.',
    }),
    generatorURL: z.string().optional(),
  })
  .meta({ id: 'PostableAlert' });

/** What Prometheus sends to an Alertmanager. The route judges it itself, alert by alert. */
export const documentedPostableAlerts = z
  .array(postableAlert)
  .max(10_000)
  .meta({ id: 'PostableAlerts', description: "As in Alertmanager's API v2." });

/** What Alertmanager sends to a webhook. The route judges it itself, alert by alert. */
export const documentedWebhook = z
  .object({
    version: z
      .string()
      .optional()
      .meta({ examples: ['4'] }),
    status: z.enum(['firing', 'resolved']).optional(),
    receiver: z.string().optional(),
    externalURL: z.string().optional(),
    groupKey: z.string().optional(),
    groupLabels: labels.optional(),
    commonLabels: labels.optional(),
    commonAnnotations: labels.optional(),
    truncatedAlerts: z.int().optional(),
    alerts: z
      .array(
        postableAlert
          .extend({ status: z.enum(['firing', 'resolved']), fingerprint: z.string().optional() })
          .meta({ id: 'NotifiedAlert' }),
      )
      .max(10_000),
  })
  .meta({
    id: 'AlertmanagerNotification',
    description: "As Alertmanager's webhook receiver sends it, version 4.",
  });

export const alertmanagerFaults = z.string().meta({
  description:
    'What is wrong, as Alertmanager answers it: a text in JSON. What can be used of the body was taken.',
});
