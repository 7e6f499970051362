import { type RuleType, recoveryGroup } from '../../rule-type.ts';
import { executePrometheusQuery } from './execute.ts';
import { type PrometheusQueryParams, prometheusQueryParams } from './params.ts';

const active = '{{rule.name}}: {{context.reason}} ({{context.series}})';

/** Asks a server with Prometheus' HTTP API, one alert a series. */
export const prometheusQuery: RuleType<PrometheusQueryParams> = {
  id: 'prometheus-query',
  name: 'Prometheus query',
  category: 'observability',
  producer: 'tocsin',
  groups: [
    { id: 'critical', name: 'Critical' },
    { id: 'warning', name: 'Warning' },
  ],
  defaultGroup: 'critical',
  recoveryGroup,
  context: [
    {
      name: 'value',
      description:
        'The value of the series, a number, "+Inf" or "-Inf"; empty where it has none. Of an alert that is over: its value now.',
    },
    {
      name: 'reason',
      description: 'Why there is an alert, or none any more, in words, such as "95 is greater than 90".',
    },
    {
      name: 'threshold',
      description: 'What the value is compared with, such as 90; of two numbers the text "80 and 90".',
    },
    {
      name: 'comparator',
      description: 'How it is compared: ">", ">=", "<", "<=", "between" or "notBetween".',
    },
    { name: 'labels', description: 'The labels of the series by name, such as context.labels.instance.' },
    {
      name: 'series',
      description: 'The series as PromQL writes it, its labels sorted; the query where it has no labels.',
    },
    { name: 'query', description: 'The PromQL that was asked.' },
    { name: 'server', description: 'The URL of the server that was asked.' },
    { name: 'link', description: "A link to the query on Prometheus' own screen." },
    { name: 'noData', description: 'Whether the series has no value (true or false).' },
    {
      name: 'since',
      description: 'When the condition was met first, or the value was missing first, as an ISO date.',
    },
    {
      name: 'evaluatedAt',
      description: 'When the server evaluated the query by its clock, as an ISO date.',
    },
    { name: 'warnings', description: 'What the server warned of with its answer; empty: of nothing.' },
  ],
  stateVariables: [],
  paramsVariables: [
    { name: 'url', description: 'The URL of the server.' },
    { name: 'query', description: 'The PromQL that is asked.' },
    { name: 'method', description: 'The HTTP method, POST or GET.' },
    { name: 'headers', description: 'The headers that are sent, by name.' },
    { name: 'auth', description: 'The secret that says who asks, by name.' },
    { name: 'timeout', description: 'How long the query may take.' },
    { name: 'critical', description: 'When a value is critical: comparator and threshold.' },
    { name: 'warning', description: 'When a value is worth a warning: comparator and threshold.' },
    { name: 'for', description: 'How long a condition has to be met; empty: one run is enough.' },
    { name: 'noData', description: 'What a series without a value is: alert, recover or keep.' },
    {
      name: 'forgetAfter',
      description: 'After how long a series without a value is not waited for any more.',
    },
  ],
  params: prometheusQueryParams,
  defaultTexts: {
    critical: { summary: active, severity: 'critical' },
    warning: { summary: active, severity: 'warning' },
    recovered: { summary: active },
  },
  defaultInterval: '1m',
  setsRecoveryContext: true,
  withoutWaiting: (params) => ({ ...params, for: null }),
  execute: (run) => executePrometheusQuery(run, setImmediate),
};
