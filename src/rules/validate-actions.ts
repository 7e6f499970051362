import type { Connector } from '../connectors/connector.ts';
import { Refusal } from '../refusal.ts';
import { type Duration, parseDuration } from './duration.ts';
import { jsonObjectOf } from './json-object.ts';
import type { SavedAction } from './rule.ts';
import type { ActionDraft, RuleDraft } from './rule-draft.ts';
import type { RuleType } from './rule-type.ts';
import { actionParamsFault } from './validate-action-params.ts';

export interface ActionsContext {
  readonly type: RuleType;
  readonly interval: Duration;
  readonly newUuid: () => string;
  /** Rejects with `not_found` for one that is not there. */
  readonly connector: (id: string) => Promise<Connector>;
}

/** An action that says at least in which group it runs. */
export interface GroupedAction {
  readonly draft: ActionDraft;
  readonly uuid: string;
  readonly group: string;
}

interface Action extends GroupedAction {
  readonly connector: Connector;
}

/** The rule's actions, checked in the order and the words of contract 5.5. */
export async function validateActions(rule: RuleDraft, context: ActionsContext): Promise<SavedAction[]> {
  const actions: Action[] = [];
  for (const draft of rule.actions) {
    const { group } = draft;
    if (group === undefined)
      throw new Refusal('invalid', `Group is not defined in action ${draft.connectorId}`);
    actions.push({
      draft,
      uuid: draft.uuid ?? context.newUuid(),
      group,
      connector: await loadConnector(context, draft.connectorId),
    });
  }
  const faults = [
    ...identityFaults(actions, context),
    ...timingFaults(rule, actions, context.interval),
    ...actions.flatMap(({ draft, group }, n) => {
      const fault = actionParamsFault(draft.params);
      return fault === undefined ? [] : [`Invalid params of actions.${n} (${group}): ${fault}`];
    }),
  ];
  if (faults.length > 0) throw new Refusal('invalid', failedToValidate(faults));
  return actions.map((action) => ({ ...saidByAction(action), connectorTypeId: action.connector.typeId }));
}

/** What an action says, as it is kept. */
export function saidByAction({ draft, uuid, group }: GroupedAction): Omit<SavedAction, 'connectorTypeId'> {
  return {
    uuid,
    group,
    connectorId: draft.connectorId,
    params: jsonObjectOf(draft.params),
    frequency:
      draft.frequency === undefined
        ? null
        : { ...draft.frequency, throttle: parseDuration(draft.frequency.throttle ?? '') ?? null },
    timeframe: typeof draft.timeframe === 'object' ? draft.timeframe : null,
  };
}

/** What is wrong with when actions run, each alone and together with what the rule says for all of them. */
export function timingFaults(
  rule: RuleDraft,
  actions: readonly GroupedAction[],
  interval: Duration,
): string[] {
  return [...frequencyFaults(rule, actions, interval), ...timeframeFaults(actions)];
}

async function loadConnector({ connector }: ActionsContext, id: string): Promise<Connector> {
  try {
    return await connector(id);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'not_found') throw error;
    throw new Refusal('invalid', `Failed to load action ${id} (404): ${error.message}`, { cause: error });
  }
}

function failedToValidate(faults: readonly string[]): string {
  if (faults.length === 1) return `Failed to validate actions due to the following error: ${faults[0]}`;
  const list = faults.map((fault) => `\n- ${fault}`).join('');
  return `Failed to validate actions due to the following ${faults.length} errors:${list}`;
}

const unique = (texts: readonly string[]) => [...new Set(texts)].join(', ');

function identityFaults(actions: readonly Action[], { type }: ActionsContext): string[] {
  const faults: string[] = [];
  if (new Set(actions.map(({ uuid }) => uuid)).size < actions.length)
    faults.push('Actions have duplicated UUIDs');
  const broken = actions.flatMap(({ connector }) => (connector.isMissingSecrets ? connector.name : []));
  if (broken.length > 0) faults.push(`Invalid connectors: ${unique(broken)}`);
  const known = new Set([...type.groups, type.recoveryGroup].map(({ id }) => id));
  const groups = actions.map(({ group }) => group).filter((group) => !known.has(group));
  if (groups.length > 0) faults.push(`Invalid action groups: ${unique(groups)}`);
  return faults;
}

function frequencyFaults(rule: RuleDraft, actions: readonly GroupedAction[], interval: Duration): string[] {
  const ofRule = typeof rule.notifyWhen === 'string' || typeof rule.throttle === 'string';
  const groupsOf = (found: readonly GroupedAction[]) => found.map(({ group }) => group).join(', ');
  const faults: string[] = [];
  const wrong = actions.filter(({ draft }) => (draft.frequency !== undefined) === ofRule);
  if (wrong.length > 0) {
    faults.push(
      ofRule
        ? `Cannot specify per-action frequency params when notify_when or throttle are defined at the rule level: ${groupsOf(wrong)}`
        : `Actions missing frequency parameters: ${groupsOf(wrong)}`,
    );
  }
  if (rule.notifyWhen === 'onThrottleInterval' && typeof rule.throttle !== 'string')
    faults.push('notify_when onThrottleInterval needs a throttle, such as "1h"');
  const unthrottled = actions.filter(
    ({ draft: { frequency } }) =>
      frequency?.notifyWhen === 'onThrottleInterval' && frequency.throttle === null,
  );
  if (unthrottled.length > 0)
    faults.push(
      `Actions with notify_when onThrottleInterval need a throttle, such as "1h": ${groupsOf(unthrottled)}`,
    );
  const short = actions.filter(({ draft: { frequency } }) => {
    const throttle = parseDuration(frequency?.throttle ?? '');
    return throttle !== undefined && throttle.ms < interval.ms;
  });
  if (short.length > 0) {
    const list = short.map(({ group, draft }) => `${group} (${draft.frequency?.throttle})`).join(', ');
    faults.push(`Action frequency cannot be shorter than the schedule interval of ${interval.text}: ${list}`);
  }
  return faults;
}

function timeframeFaults(actions: readonly GroupedAction[]): string[] {
  const faults: string[] = [];
  const empty = actions.filter(({ draft }) => draft.timeframe === 'empty').map(({ uuid }) => uuid);
  // The two spaces are Kibana's.
  if (empty.length > 0)
    faults.push(`Action's alertsFilter  must have either "query" or "timeframe" : ${empty.join(', ')}`);
  for (const { draft, uuid } of actions) {
    if (typeof draft.timeframe !== 'object') continue;
    const { days, start, end } = draft.timeframe;
    const isDay = (day: number) => Number.isInteger(day) && day >= 1 && day <= 7;
    if (!days.every(isDay))
      faults.push(`Action's alertsFilter days has invalid values: (${uuid}:[${days.join(',')}]) `);
    if (start === end || start === '24:00')
      faults.push(`Action's alertsFilter time range has an invalid value: ${start}-${end}`);
  }
  return faults;
}
