import type { z } from 'zod';
import { ruleEventsBody } from '../../src/api/alerts.ts';
import { ruleAlertsBody, ruleHistoryBody } from '../../src/api/rule-alerts.ts';
import {
  alertingOverviewBody,
  changedRulesBody,
  mostRules,
  ruleDetailsBody,
  rulesBody,
} from '../../src/api/rule-list.ts';
import { act, change, get, withQuery } from '../api/request.ts';
import type { FilterValues } from '../lists/use-filters.ts';
import type { SnoozeChange } from './snooze/snooze-values.ts';

export type ListedRule = z.infer<typeof rulesBody>['items'][number];
export type RuleDetails = z.infer<typeof ruleDetailsBody>;
export type RuleAction = RuleDetails['rule']['actions'][number];
export type RuleRun = z.infer<typeof ruleHistoryBody>['items'][number];
export type AlertingOverview = z.infer<typeof alertingOverviewBody>;

export const ruleFilterNames = ['search', 'state', 'rule_type_id', 'tag', 'connector_id'] as const;
export type RuleFilters = FilterValues<(typeof ruleFilterNames)[number]>;

/** What can be done with rules; `incidents`: what becomes of what they have open. */
export type RuleChange =
  | { readonly action: 'enable' | 'mute' | 'unmute' | 'run' | 'unsnooze' }
  | { readonly action: 'disable' | 'delete'; readonly incidents: 'resolve' | 'leave' }
  | SnoozeChange;

export const rulePath = (id: string) => `/rules/${encodeURIComponent(id)}`;
export const alertPath = (ruleId: string, alertId: string) =>
  `/alerts/${encodeURIComponent(ruleId)}/${encodeURIComponent(alertId)}`;

const apiPath = (id: string) => `/api/tocsin/rule/${encodeURIComponent(id)}`;

export function readRules(filters: RuleFilters, from: number, limit: number, signal?: AbortSignal) {
  return get(rulesBody, withQuery('/api/tocsin/rules', { ...filters, from, limit }), signal);
}

export function readRule(id: string, signal?: AbortSignal) {
  return get(ruleDetailsBody, apiPath(id), signal);
}

export function readAlertingOverview(signal?: AbortSignal) {
  return get(alertingOverviewBody, '/api/tocsin/rules/overview', signal);
}

export function readHistory(
  id: string,
  { before, limit, quiet }: { before?: number | null; limit: number; quiet: boolean },
  signal?: AbortSignal,
) {
  const query = { before, limit, quiet: String(quiet) };
  return get(ruleHistoryBody, withQuery(`${apiPath(id)}/history`, query), signal);
}

export function readRuleAlerts(id: string, signal?: AbortSignal) {
  return get(ruleAlertsBody, `${apiPath(id)}/alerts`, signal);
}

export function readRuleEvents(id: string, signal?: AbortSignal) {
  return get(ruleEventsBody, `${apiPath(id)}/events`, signal);
}

/** Does the same with many rules; what could not be done with one is told beside its id. */
export async function changeRules(ids: readonly string[], what: RuleChange) {
  const results = [];
  for (let i = 0; i < ids.length; i += mostRules) {
    const body = { ids: ids.slice(i, i + mostRules), ...what };
    results.push(...(await change(changedRulesBody, 'POST', '/api/tocsin/rules/_change', body)).results);
  }
  return results;
}

export function removeSnooze(ruleId: string, scheduleId: string): Promise<void> {
  const path = `/api/alerting/rule/${encodeURIComponent(ruleId)}/snooze_schedule/${encodeURIComponent(scheduleId)}`;
  return act('DELETE', path);
}
