import { describeIssue, pathOf, valueAt } from '../../src/api/describe-issue.ts';
import { updateRuleBody } from '../../src/api/rules.ts';
import { fromParams } from '../pagerduty-form/from-params.ts';
import { validateParams } from '../pagerduty-form/validate-params.ts';
import { ruleFormTexts } from '../texts/rule-form.ts';
import { canBeShown } from './actions/action-values.ts';
import type { Faults } from './fields/faults-context.ts';
import { type RuleValues, toBody } from './rule-values.ts';

const texts = ruleFormTexts;

/** What the server's own schema of the whole finds wrong, by place. */
function faultsOfBody(body: unknown): [string, string][] {
  const { error } = updateRuleBody.safeParse(body);
  return (error?.issues ?? []).map((issue) => [
    pathOf(issue).map(String).join('.'),
    describeIssue(issue, valueAt(body, issue.path)),
  ]);
}

/**
 * What can be seen to be wrong without asking the server; the params of the type are for the server to judge.
 *
 * @param missing What the type says is not filled in yet.
 */
export function ownFaults(
  values: RuleValues,
  missing: readonly (readonly [path: string, message: string])[] = [],
): Faults {
  const found: (readonly [string, string])[] = [...missing];
  if (values.name.trim() === '') found.push(['name', texts.faults.name]);
  values.actions.forEach((action, n) => {
    if (action.connectorId === '') found.push([`actions.${n}.id`, texts.faults.connector]);
    if (action.notifyWhen === 'onThrottleInterval' && action.throttle === '')
      found.push([`actions.${n}.frequency.throttle`, texts.throttleFault]);
    if (!canBeShown(action.params)) return;
    for (const [field, message] of Object.entries(validateParams(fromParams(action.params), true)))
      found.push([`actions.${n}.params.${field}`, message]);
  });
  found.push(...faultsOfBody(toBody(values)));
  return firstAtEach(found);
}

function firstAtEach(found: readonly (readonly [string, string])[]): Faults {
  const faults = new Map<string, string>();
  for (const [path, message] of found) if (!faults.has(path)) faults.set(path, message);
  return faults;
}

/** Under this place stands what is about no field. */
export const nowhere = '';

/** Finds the fields that a refusal of the server is about (contract 5.5), and says it without the prefixes. */
export function refusalFaults(message: string, { actions }: Pick<RuleValues, 'actions'>): Faults {
  const [, place, words] = /^\[request body\.([^\]]+)\]: (.*)$/s.exec(message) ?? [];
  if (place !== undefined && words !== undefined) return new Map([[place, words]]);
  const [, ofParams] = /^params invalid: (.*)$/s.exec(message) ?? [];
  if (ofParams !== undefined) {
    const [, path, said] = /^\[([^\]]+)\]: (.*)$/s.exec(ofParams) ?? [];
    return new Map([[path === undefined ? 'params' : `params.${path}`, said ?? ofParams]]);
  }
  const [, gone] = /^Failed to load action (.+?) \(404\)/.exec(message) ?? [];
  if (gone !== undefined) {
    const n = actions.findIndex(({ connectorId }) => connectorId === gone);
    return new Map([[n < 0 ? nowhere : `actions.${n}.id`, message]]);
  }
  if (/^Error (creating|updating) rule: the interval|circuit breaker/.test(message))
    return new Map([['schedule.interval', message]]);
  const [, list] =
    /^Failed to validate actions due to the following (?:\d+ )?errors?:(.*)$/s.exec(message) ?? [];
  if (list === undefined) return new Map([[nowhere, message]]);
  const all = list.startsWith('\n- ') ? list.slice(3).split('\n- ') : [list.trim()];
  return firstAtEach(all.flatMap((each) => actionFaults(each, actions)));
}

function actionFaults(message: string, actions: RuleValues['actions']): (readonly [string, string])[] {
  const [, n, words] = /^Invalid params of actions\.(\d+) \(.*?\): (.*)$/s.exec(message) ?? [];
  if (n !== undefined && words !== undefined) {
    return words.split('✖ ').flatMap((part) => {
      const [, said, place] = /^(.*?)(?:\n\s*→ at (.+))?\s*$/s.exec(part) ?? [];
      if (said === undefined || said.trim() === '') return [];
      const [field = ''] = (place ?? '').split(/[.[]/);
      const path = field === '' ? `actions.${n}.params` : `actions.${n}.params.${field}`;
      return [[path, said.trim()] as const];
    });
  }
  const [, throttled] = /^Action frequency cannot be shorter than .*?: (.*)$/s.exec(message) ?? [];
  if (throttled !== undefined) {
    const places = actions.flatMap(({ group, throttle }, at) =>
      throttled.split(', ').includes(`${group} (${throttle})`)
        ? [[`actions.${at}.frequency.throttle`, message] as const]
        : [],
    );
    if (places.length > 0) return places;
  }
  const [, uuid] = /^Action's alertsFilter .*?\(?([0-9a-f-]{36})/.exec(message) ?? [];
  const at = actions.findIndex((action) => action.uuid === uuid);
  if (at >= 0) return [[`actions.${at}.alerts_filter.timeframe`, message]];
  const hours = /^Action's alertsFilter time range has an invalid value: (.+)-(.+)$/.exec(message);
  const odd = actions.findIndex(
    ({ timeframe }) => timeframe?.start === hours?.[1] && timeframe?.end === hours?.[2],
  );
  if (hours !== null && odd >= 0) return [[`actions.${odd}.alerts_filter.timeframe`, message]];
  return [[nowhere, message]];
}
