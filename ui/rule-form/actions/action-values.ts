import { parseJsonObject } from '../../../src/pagerduty/json-value.ts';
import { fromParams } from '../../pagerduty-form/from-params.ts';
import { toParams } from '../../pagerduty-form/to-params.ts';
import type { RuleTypeShown, SavedRule } from '../rule-form-api.ts';

export type NotifyWhen = 'onActionGroupChange' | 'onActiveAlert' | 'onThrottleInterval';

export interface TimeframeValues {
  /** 1 is Monday; none: every day. */
  readonly days: readonly number[];
  readonly start: string;
  readonly end: string;
  readonly timezone: string;
}

/** An action as the form has it. */
export interface ActionValues {
  readonly uuid: string;
  /** Empty: none was chosen yet. */
  readonly connectorId: string;
  /** Somebody chose it for this action; otherwise it goes with what is chosen for another. */
  readonly isConnectorChosen: boolean;
  readonly group: string;
  readonly isSummary: boolean;
  readonly notifyWhen: NotifyWhen;
  /** Such as `1h`; only with `onThrottleInterval`. */
  readonly throttle: string;
  readonly timeframe: TimeframeValues | null;
  /** As the API has them. */
  readonly params: Readonly<Record<string, unknown>>;
  /** Another number when the params were filled in anew, and not by their fields. */
  readonly filled: number;
}

type ActionOfRule = SavedRule['actions'][number];
type TypeOfAction = Pick<RuleTypeShown, 'default_action_texts' | 'recovery_action_group'>;

export type Frequency = Pick<ActionValues, 'isSummary' | 'notifyWhen'>;

/** What an action says that sums alerts up: it knows no context of any one of them. */
const ofSummary = {
  eventAction: 'trigger',
  summary:
    '{{rule.name}}: {{alerts.new.count}} new, {{alerts.ongoing.count}} ongoing, {{alerts.recovered.count}} recovered',
};

/** What a new action of a group begins with, as in Kibana: Trigger, and Resolve for alerts that are over. */
export function defaultParams(
  type: TypeOfAction,
  { group, isSummary = false }: { readonly group: string; readonly isSummary?: boolean },
): Record<string, unknown> {
  if (isSummary) return ofSummary;
  if (group === type.recovery_action_group.id) return { eventAction: 'resolve' };
  const { summary, severity } = type.default_action_texts[group] ?? {};
  return {
    eventAction: 'trigger',
    ...(summary !== undefined && { summary }),
    ...(severity !== undefined && { severity }),
  };
}

export function newAction(
  type: TypeOfAction,
  { uuid, group, connectorId }: Pick<ActionValues, 'uuid' | 'group' | 'connectorId'>,
): ActionValues {
  return {
    uuid,
    connectorId,
    isConnectorChosen: false,
    group,
    isSummary: false,
    notifyWhen: 'onActionGroupChange',
    throttle: '',
    timeframe: null,
    params: defaultParams(type, { group }),
    filled: 0,
  };
}

/** The action after a change of when it runs. Params that nobody has touched are filled in for that. */
function refilled(type: TypeOfAction, before: ActionValues, after: ActionValues): ActionValues {
  const fresh = defaultParams(type, after);
  const isUntouched = sameJson(before.params, defaultParams(type, before));
  if (!isUntouched || sameJson(before.params, fresh)) return after;
  return { ...after, params: fresh, filled: before.filled + 1 };
}

export function withGroup(type: TypeOfAction, action: ActionValues, group: string): ActionValues {
  return refilled(type, action, { ...action, group });
}

export function withFrequency(
  type: TypeOfAction,
  action: ActionValues,
  { isSummary, notifyWhen }: Frequency,
): ActionValues {
  const isThrottled = notifyWhen === 'onThrottleInterval';
  const throttle = isThrottled && action.throttle === '' ? '1h' : action.throttle;
  return refilled(type, action, { ...action, isSummary, notifyWhen, throttle });
}

/** The groups whose alerts page nobody: no action runs for them. */
export function groupsWithout(
  { action_groups: groups, recovery_action_group: recovery }: RuleTypeShown,
  actions: readonly ActionValues[],
): RuleTypeShown['action_groups'] {
  if (actions.some(({ isSummary }) => isSummary)) return [];
  const served = new Set(actions.map(({ group }) => group));
  return groups.filter(({ id }) => id !== recovery.id && !served.has(id));
}

const isNotifyWhen = (text: string | null): text is NotifyWhen =>
  text === 'onActionGroupChange' || text === 'onActiveAlert' || text === 'onThrottleInterval';

/** An action of a rule that is there. What the rule says for all of them each says itself from now on. */
export function fromAction(
  action: ActionOfRule,
  { notify_when: ofRule, throttle }: Pick<SavedRule, 'notify_when' | 'throttle'>,
): ActionValues {
  const { frequency, alerts_filter: filter } = action;
  const frame = filter?.timeframe;
  return {
    uuid: action.uuid,
    connectorId: action.id,
    isConnectorChosen: true,
    group: action.group,
    isSummary: frequency?.summary ?? false,
    notifyWhen: frequency?.notify_when ?? (isNotifyWhen(ofRule) ? ofRule : 'onActiveAlert'),
    throttle: frequency?.throttle ?? throttle ?? '',
    timeframe:
      frame === undefined
        ? null
        : { days: frame.days, start: frame.hours.start, end: frame.hours.end, timezone: frame.timezone },
    params: action.params,
    filled: 0,
  };
}

/** The action as the API takes it. */
export function toAction(action: ActionValues): Record<string, unknown> {
  const { uuid, connectorId, group, isSummary, notifyWhen, throttle, timeframe, params } = action;
  return {
    uuid,
    id: connectorId,
    group,
    frequency: {
      summary: isSummary,
      notify_when: notifyWhen,
      throttle: notifyWhen === 'onThrottleInterval' && throttle !== '' ? throttle : null,
    },
    ...(timeframe !== null && {
      alerts_filter: {
        timeframe: {
          days: timeframe.days,
          hours: { start: timeframe.start, end: timeframe.end },
          timezone: timeframe.timezone,
        },
      },
    }),
    params,
  };
}

/** Whether the fields show all that params say, so that nothing is lost by changing them there. */
export function canBeShown(params: Readonly<Record<string, unknown>>): boolean {
  const { customDetails } = params;
  const details = typeof customDetails === 'string' ? parseJsonObject(customDetails) : undefined;
  const meant = Object.entries({
    eventAction: 'trigger',
    ...params,
    ...(details !== undefined && { customDetails: details }),
  }).filter(([, value]) => value !== '' && value !== null && !(Array.isArray(value) && value.length === 0));
  return sameJson(toParams(fromParams(params)), Object.fromEntries(meant));
}

const sorted = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

const sameJson = (a: unknown, b: unknown) => JSON.stringify(a, sorted) === JSON.stringify(b, sorted);
