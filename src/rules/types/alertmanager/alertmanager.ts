import { type RuleType, recoveryGroup } from '../../rule-type.ts';
import { exampleState } from './example-state.ts';
import { executeAlertmanager } from './execute.ts';
import { type AlertmanagerParams, alertmanagerParams } from './params.ts';

const summary = '{{context.summary}}';

/**
 * Prometheus pushes alerts to `/api/tocsin/rule/{id}/alertmanager/api/v2/alerts`, as to an Alertmanager, or Alertmanager
 * tells of them by its webhook.
 */
export const alertmanager: RuleType<AlertmanagerParams> = {
  id: 'alertmanager',
  name: 'Alerts of Prometheus and Alertmanager',
  category: 'observability',
  producer: 'tocsin',
  groups: [
    { id: 'critical', name: 'Critical' },
    { id: 'error', name: 'Error' },
    { id: 'warning', name: 'Warning' },
    { id: 'info', name: 'Info' },
  ],
  defaultGroup: 'critical',
  recoveryGroup,
  context: [
    { name: 'alertname', description: 'The label alertname; empty without.' },
    {
      name: 'severity',
      description: 'The group that the severity label asks for: critical, error, warning or info.',
    },
    {
      name: 'summary',
      description: 'The annotation summary, else message, else description, else the id of the alert.',
    },
    { name: 'labels', description: 'The labels, each under its name, such as context.labels.instance.' },
    {
      name: 'annotations',
      description: 'The annotations, each under its name, such as context.annotations.summary.',
    },
    { name: 'startsAt', description: 'When it began to fire, as an ISO date.' },
    {
      name: 'endsAt',
      description: 'When it was over, as an ISO date; empty while it fires, or where nobody said so.',
    },
    {
      name: 'generatorURL',
      description: 'Where the alert comes from, as a link; empty where nobody said so.',
    },
    { name: 'fingerprint', description: "Alertmanager's own id of the alert; empty without Alertmanager." },
    {
      name: 'receiver',
      description: 'The receiver in Alertmanager that told of it; empty without Alertmanager.',
    },
    { name: 'externalURL', description: 'The address of Alertmanager; empty without it.' },
    {
      name: 'groupKey',
      description: 'The group that Alertmanager told of it in; empty without Alertmanager.',
    },
    { name: 'groupLabels', description: 'The labels of that group, each under its name.' },
  ],
  stateVariables: [],
  paramsVariables: [
    {
      name: 'resolveTimeout',
      description: 'How long an alert that is pushed without an end may go unrepeated before it recovers.',
    },
    {
      name: 'webhookTimeout',
      description: 'How long the webhook may not speak of an alert before it recovers; empty: for ever.',
    },
    { name: 'severityLabel', description: 'The label that says how severe an alert is.' },
    {
      name: 'defaultSeverity',
      description: 'The group of an alert whose severity label is missing or unknown.',
    },
  ],
  params: alertmanagerParams,
  defaultTexts: {
    critical: { summary, severity: 'critical' },
    error: { summary, severity: 'error' },
    warning: { summary, severity: 'warning' },
    info: { summary, severity: 'info' },
    recovered: { summary: '{{rule.name}}: {{alert.id}} is over' },
  },
  defaultInterval: '1m',
  setsRecoveryContext: true,
  looksAgain: true,
  example: (params, now) => exampleState(params, now),
  execute: executeAlertmanager,
};
