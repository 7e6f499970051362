import { isDeepStrictEqual } from 'node:util';
import { Document, isMap, isSeq } from 'yaml';
import type { z } from 'zod';
import type { ruleBody } from '../api/rules.ts';
import type { RuleType } from '../rules/rule-type.ts';

type WireRule = z.output<typeof ruleBody>;
type Types = ReadonlyMap<string, RuleType>;

const header = ` Rules of Tocsin, as "tocsin rules export" wrote them.
 Put this file where rules.files finds it, and send the server a SIGHUP. There each rule may exist only once: delete the
 one that was made by the API first, which ends it.
 Whether a rule is muted or snoozed stands in no file, and connectors are only named here.`;

/** Rules as a file that brings them: comments, blocks, nothing that goes without saying. */
export function exportedRules(rules: readonly WireRule[], types: Types): string {
  const document = new Document({ rules: rules.map((rule) => entryOf(rule, types)) });
  document.commentBefore = header;
  const list = document.get('rules');
  if (isSeq(list)) {
    list.flow = false;
    for (const item of list.items.slice(1)) if (isMap(item)) item.spaceBefore = true;
  }
  return document.toString({ lineWidth: 0 });
}

function entryOf(rule: WireRule, types: Types): unknown {
  const { consumer, enabled, tags, actions, notify_when, throttle, alert_delay, flapping } = rule;
  const { auto_resolve, on_rule_end, errors_before_alert } = rule;
  const params = paramsSaid(rule.params, types.get(rule.rule_type_id));
  return escaped({
    id: rule.id,
    name: rule.name,
    rule_type_id: rule.rule_type_id,
    ...(consumer !== 'alerts' && { consumer }),
    ...(!enabled && { enabled }),
    ...(tags.length > 0 && { tags }),
    schedule: { interval: rule.schedule.interval },
    ...(Object.keys(params).length > 0 && { params }),
    ...(notify_when !== null && { notify_when }),
    ...(throttle !== null && { throttle }),
    ...(alert_delay !== undefined && alert_delay.active > 1 && { alert_delay }),
    ...(flapping && { flapping }),
    ...(auto_resolve === false && { auto_resolve }),
    ...(on_rule_end === 'leave' && { on_rule_end }),
    ...(errors_before_alert !== undefined && errors_before_alert !== 3 && { errors_before_alert }),
    ...(actions.length > 0 && { actions: actions.map(actionOf) }),
  });
}

function actionOf({ id, group, frequency, alerts_filter, params }: WireRule['actions'][number]): unknown {
  return {
    id,
    group,
    ...(frequency && {
      frequency: {
        summary: frequency.summary,
        notify_when: frequency.notify_when,
        ...(frequency.throttle !== null && { throttle: frequency.throttle }),
      },
    }),
    ...(alerts_filter && { alerts_filter }),
    params,
  };
}

/** Without what the type fills in by itself. */
function paramsSaid(
  params: Readonly<Record<string, unknown>>,
  type: RuleType | undefined,
): Readonly<Record<string, unknown>> {
  const whole = type?.params.safeParse(params);
  if (type === undefined || whole?.success !== true) return params;
  let said = params;
  for (const name of Object.keys(params)) {
    const { [name]: _, ...without } = said;
    const parsed = type.params.safeParse(without);
    if (parsed.success && isDeepStrictEqual(parsed.data, whole.data)) said = without;
  }
  return said;
}

/** What reads the file puts variables into texts: what only looks like one is written so that it stays. */
function escaped(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll(/\$\{\w+(?::\w+)?\}/g, '$$$&');
  if (Array.isArray(value)) return value.map(escaped);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, escaped(part)]));
}
