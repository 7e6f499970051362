import { HeldAlert } from './held-alert.ts';
import { HeldAlerts } from './held-alerts.ts';
import type { AlertmanagerParams } from './params.ts';

/** An alert as Prometheus would push it, for the preview of a rule that was told of none yet. */
export function exampleState({ severityLabel }: AlertmanagerParams, now: number): HeldAlerts {
  return new HeldAlerts([
    new HeldAlert({
      labels: [
        ['alertname', 'InstanceDown'],
        ['instance', 'web1.example.com:9100'],
        ['job', 'node'],
        [severityLabel, 'critical'],
      ],
      annotations: [
        ['summary', 'web1.example.com:9100 has been down for 5 minutes'],
        ['runbook_url', 'https://example.com/runbooks/instance-down'],
      ],
      startsAt: now,
      endsAt: now + 240_000,
      heardAt: now,
      by: 'push',
      generatorURL: 'http://prometheus.example.com/graph?g0.expr=up+%3D%3D+0',
    }),
  ]);
}
