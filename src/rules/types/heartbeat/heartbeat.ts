import { type RuleType, recoveryGroup } from '../../rule-type.ts';
import { contextVariables } from './context.ts';
import { CronTimes } from './cron-times.ts';
import { exampleState } from './example-state.ts';
import { executeHeartbeat } from './execute.ts';
import { type HeartbeatParams, heartbeatParams } from './params.ts';

const cronTimes = new CronTimes();
const summary = '{{rule.name}}: {{context.message}}';

/** Jobs call `/api/tocsin/heartbeat/{token}`; one that does not, fails or does not end is an alert. */
export const heartbeat: RuleType<HeartbeatParams> = {
  id: 'heartbeat',
  name: 'Heartbeat',
  category: 'observability',
  producer: 'tocsin',
  groups: [
    { id: 'missing', name: 'Missing' },
    { id: 'failed', name: 'Failed' },
  ],
  defaultGroup: 'missing',
  recoveryGroup,
  context: contextVariables,
  stateVariables: [],
  paramsVariables: [
    { name: 'every', description: 'How long after a call the next one is due; empty: by cron, or 1d.' },
    { name: 'cron', description: 'The cron expression by which calls are due; empty: by every.' },
    { name: 'timezone', description: 'The time zone of the cron expression.' },
    { name: 'grace', description: 'How long a call that is due is waited for.' },
    { name: 'maxRunTime', description: 'How long a job may take from its start; empty: not limited.' },
    { name: 'expectedSources', description: 'The sources that are expected from the start.' },
    {
      name: 'forgetAfter',
      description: 'How long a source is missing before it is forgotten; empty: never.',
    },
  ],
  params: heartbeatParams,
  defaultTexts: {
    missing: { summary, severity: 'critical' },
    failed: { summary, severity: 'error' },
    recovered: { summary },
  },
  defaultInterval: '1m',
  setsRecoveryContext: true,
  looksAgain: true,
  example: exampleState,
  execute: (run) => executeHeartbeat(run, cronTimes),
};
