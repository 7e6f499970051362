import { type RuleType, recoveryGroup } from '../../rule-type.ts';
import { executeAlwaysFiring } from './execute.ts';
import { type AlwaysFiringParams, alwaysFiringParams } from './params.ts';

const active = '{{rule.name}}: {{context.message}}';

/** Fires without a cause, to try connectors, actions and templates with. */
export const alwaysFiring: RuleType<AlwaysFiringParams> = {
  id: 'always-firing',
  name: 'Always firing',
  category: 'management',
  producer: 'tocsin',
  groups: [
    { id: 'default', name: 'Default' },
    { id: 'urgent', name: 'Urgent' },
  ],
  defaultGroup: 'default',
  recoveryGroup,
  context: [
    { name: 'message', description: 'A sentence: which alert is active, or over.' },
    {
      name: 'number',
      description: 'Which of the alerts it is, counted from 1; not known of one that is over.',
    },
    { name: 'instances', description: 'How many alerts the rule has.' },
  ],
  stateVariables: [],
  paramsVariables: [
    { name: 'instances', description: 'How many alerts are active.' },
    { name: 'urgent', description: 'How many of them, the first, are in the group urgent.' },
    { name: 'recoveryChance', description: 'How likely each is to be over for one run, from 0 to 1.' },
  ],
  params: alwaysFiringParams,
  defaultTexts: {
    default: { summary: active, severity: 'warning' },
    urgent: { summary: active, severity: 'critical' },
    recovered: { summary: '{{rule.name}}: {{alert.id}} is over' },
  },
  defaultInterval: '1m',
  setsRecoveryContext: true,
  execute: executeAlwaysFiring,
};
