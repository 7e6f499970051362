import type { RuleAction } from '../alerts/rule-action.ts';
import type { Rule } from './rule.ts';

/** The actions of a rule as a run needs them: each with the frequency that holds for it. */
export function actionsOf({ actions, notifyWhen, throttle }: Rule): RuleAction[] {
  return actions.map(({ uuid, group, connectorId, params, frequency, timeframe }) => {
    const said = frequency ?? { summary: false, notifyWhen: notifyWhen ?? 'onActiveAlert', throttle };
    const isThrottled = said.notifyWhen === 'onThrottleInterval';
    return {
      uuid,
      group,
      connectorId,
      params,
      frequency: {
        summary: said.summary,
        notifyWhen: said.notifyWhen,
        throttle: isThrottled ? (said.throttle?.ms ?? null) : null,
      },
      ...(timeframe !== null && { timeframe }),
    };
  });
}
