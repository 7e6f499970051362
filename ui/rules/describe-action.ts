import { ruleTexts } from '../texts/rules.ts';
import type { RuleAction } from './rules-api.ts';

const words = ruleTexts.action;

interface ActionWords {
  /** When it runs. */
  readonly when: string;
  /** How often, and in which hours. */
  readonly how: string;
  /** "triggers": to be followed by the connector. */
  readonly does: string;
}

interface Surroundings {
  readonly groups: readonly { readonly id: string; readonly name: string }[];
  /** Of the rule, for actions without a frequency of their own. */
  readonly notifyWhen: string | null;
  readonly throttle: string | null;
}

const recovery = 'recovered';

function oftenOf(notifyWhen: string, throttle: string | null): string {
  const { how } = words;
  if (notifyWhen === 'onThrottleInterval') return how.onThrottleInterval(throttle ?? '');
  return notifyWhen === 'onActionGroupChange' ? how.onActionGroupChange : how.onActiveAlert;
}

/** What an action of a rule does and when, in words. */
export function describeAction(
  action: RuleAction,
  { groups, notifyWhen, throttle }: Surroundings,
): ActionWords {
  const { frequency, group, params, alerts_filter: filter } = action;
  const does = params.eventAction ?? 'trigger';
  const verbs: Readonly<Record<string, string>> = words.triggers;
  const isSummary = frequency?.summary === true;
  const isRecovery = !isSummary && group === recovery;
  const often = oftenOf(
    frequency?.notify_when ?? notifyWhen ?? 'onActiveAlert',
    frequency?.throttle ?? throttle,
  );
  const frame = filter?.timeframe;
  const hours =
    frame &&
    words.between(
      frame.days.length === 0 ? words.everyDay : frame.days.map((day) => words.days[day] ?? '').join(', '),
      frame.hours.start,
      frame.hours.end,
      frame.timezone,
    );
  return {
    when: isSummary
      ? words.summary
      : isRecovery
        ? words.onRecovery
        : words.on(groups.find(({ id }) => id === group)?.name ?? group),
    // A recovery comes once, whatever the frequency.
    how: [isRecovery ? undefined : often, hours].filter((part) => part !== undefined).join('; '),
    does: typeof does === 'string' ? (verbs[does] ?? words.template(does)) : words.template(String(does)),
  };
}

/** What an action says, as names and texts. */
export function paramsOf({ params }: RuleAction): (readonly [name: string, text: string])[] {
  const names: Readonly<Record<string, string>> = words.names;
  return Object.entries(params)
    .filter(([name]) => name !== 'eventAction')
    .map(([name, value]) => [
      names[name] ?? name,
      typeof value === 'string' ? value : JSON.stringify(value, null, 2),
    ]);
}
