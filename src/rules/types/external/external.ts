import { type RuleType, recoveryGroup } from '../../rule-type.ts';
import { type AlertReport, applyReports } from './apply-reports.ts';
import { executeExternal } from './execute.ts';
import { type ExternalParams, externalParams } from './params.ts';

const example: AlertReport = {
  id: 'example',
  state: 'active',
  summary: 'What the program says in a sentence',
  severity: 'error',
};

/** Programs report alerts to `POST /api/tocsin/rule/{id}/alerts`; Tocsin keeps, delivers and ends them. */
export const external: RuleType<ExternalParams> = {
  id: 'external',
  name: 'External alerts',
  category: 'observability',
  producer: 'tocsin',
  groups: [{ id: 'default', name: 'Reported' }],
  defaultGroup: 'default',
  recoveryGroup,
  context: [
    {
      name: 'summary',
      description: 'What the program said in a sentence; the id of the alert where it said nothing.',
    },
    { name: 'severity', description: 'As the program named it; empty where it did not.' },
    { name: 'links', description: 'The links that it gave, each with href and text.' },
    { name: 'reportedAt', description: 'When the alert was reported last, as an ISO date.' },
    { name: '*', description: 'Everything else that the program put into context, under its own name.' },
  ],
  stateVariables: [],
  paramsVariables: [
    {
      name: 'timeout',
      description: 'How long an alert may go unreported before it recovers; empty: for ever.',
    },
  ],
  params: externalParams,
  defaultTexts: {
    default: { summary: '{{context.summary}}' },
    recovered: { summary: '{{rule.name}}: {{alert.id}} is over' },
  },
  defaultInterval: '1m',
  setsRecoveryContext: false,
  example: (_params, now) => applyReports(undefined, [example], now),
  execute: executeExternal,
};
