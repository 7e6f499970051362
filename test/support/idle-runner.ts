import { noConsequences, type RuleRunner } from '../../src/rules/rule-change.ts';

/** Runs no rule. */
export const idleRunner: RuleRunner = {
  consequencesOf: () => Promise.resolve(noConsequences),
  changed: () => {},
  nextRunOf: () => undefined,
  isRunning: () => false,
  runSoon: () => Promise.resolve({ problem: 'Error running rule: rules do not run here' }),
};
