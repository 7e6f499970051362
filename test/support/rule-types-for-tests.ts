import { z } from 'zod';
import { type RuleType, recoveryGroup } from '../../src/rules/rule-type.ts';

const params = z.strictObject({
  host: z.string(),
  threshold: z.number().default(90),
});

/** A rule type that finds nothing: for tests of everything around its runs. */
const quiet: RuleType<z.output<typeof params>> = {
  id: 'quiet',
  name: 'Quiet',
  category: 'management',
  producer: 'tests',
  groups: [
    { id: 'default', name: 'Default' },
    { id: 'urgent', name: 'Urgent' },
  ],
  defaultGroup: 'default',
  recoveryGroup,
  context: [{ name: 'value', description: 'What was measured.' }],
  stateVariables: [],
  paramsVariables: [{ name: 'host', description: 'The host.' }],
  params,
  defaultTexts: { default: { summary: '{{rule.name}}' } },
  defaultInterval: '1m',
  setsRecoveryContext: false,
  execute: () => ({ alerts: [], state: {} }),
};

export const ruleTypesForTests: ReadonlyMap<string, RuleType> = new Map([[quiet.id, quiet]]);
