import type { z } from 'zod';
import type { ruleActionBody } from '../api/rule-actions.ts';
import type { createRuleBody, updateRuleBody } from '../api/rules.ts';
import type { ActionDraft, RuleDraft } from './rule-draft.ts';

type WireAction = z.output<typeof ruleActionBody>;

function timeframeFromWire(filter: WireAction['alerts_filter']): ActionDraft['timeframe'] {
  if (filter === undefined) return undefined;
  if (filter.timeframe === undefined) return 'empty';
  const { days, hours, timezone } = filter.timeframe;
  return { days, start: hours.start, end: hours.end, timezone };
}

function actionFromWire(action: WireAction): ActionDraft {
  const { id, group, params, uuid, frequency, alerts_filter } = action;
  return {
    connectorId: id,
    group,
    params,
    uuid,
    frequency: frequency && {
      summary: frequency.summary,
      notifyWhen: frequency.notify_when,
      throttle: frequency.throttle,
    },
    timeframe: timeframeFromWire(alerts_filter),
  };
}

/** What a body says a rule shall be. */
export function ruleFromWire(
  body: z.output<typeof updateRuleBody> | z.output<typeof createRuleBody>,
): RuleDraft {
  const { name, tags, params, schedule, actions, notify_when, throttle, alert_delay, flapping } = body;
  const { artifacts, auto_resolve, on_rule_end, errors_before_alert } = body;
  return {
    name: name.toWellFormed(),
    tags,
    params,
    interval: schedule.interval,
    actions: actions.map(actionFromWire),
    notifyWhen: notify_when,
    throttle,
    ...(alert_delay && { alertDelay: alert_delay.active }),
    ...(flapping === null && { flapping: null }),
    ...(flapping && {
      flapping: {
        lookBackWindow: flapping.look_back_window,
        statusChangeThreshold: flapping.status_change_threshold,
        ...(flapping.enabled !== undefined && { enabled: flapping.enabled }),
      },
    }),
    ...(artifacts && { artifacts }),
    ...(auto_resolve !== undefined && { autoResolve: auto_resolve }),
    ...(on_rule_end !== undefined && { onRuleEnd: on_rule_end }),
    ...(errors_before_alert !== undefined && { errorsBeforeAlert: errors_before_alert }),
  };
}
