import { z } from 'zod';
import { alertBody, alertsBody } from '../../src/api/alerts.ts';
import { alertTimelineBody, byHandBody } from '../../src/api/rule-alerts.ts';
import { ApiError } from '../api/api-error.ts';
import { act, change, get, withQuery } from '../api/request.ts';
import type { FilterValues } from '../lists/use-filters.ts';

export type Alert = z.infer<typeof alertsBody>['items'][number];
export type TimelineEntry = z.infer<typeof alertTimelineBody>['items'][number];

/** An alert with what happened to it. */
export interface AlertStory {
  /** `null`: it is over and forgotten. */
  readonly alert: Alert | null;
  /** The oldest first. */
  readonly entries: readonly TimelineEntry[];
  readonly isComplete: boolean;
}

export const alertFilterNames = ['search', 'state', 'severity', 'group', 'rule_id'] as const;

export function readAlerts(
  filters: FilterValues<(typeof alertFilterNames)[number]>,
  from: number,
  limit: number,
  signal?: AbortSignal,
) {
  return get(alertsBody, withQuery('/api/tocsin/alerts', { ...filters, from, limit }), signal);
}

const pathOf = (root: string, ruleId: string, alertId: string) =>
  `${root}/rule/${encodeURIComponent(ruleId)}/alert/${encodeURIComponent(alertId)}`;

/** Rejects with an `ApiError` 404 where nothing is known of such an alert. */
export async function readStory(
  ruleId: string,
  alertId: string,
  limit: number,
  signal?: AbortSignal,
): Promise<AlertStory> {
  const path = pathOf('/api/tocsin', ruleId, alertId);
  const [timeline, alert] = await Promise.all([
    get(alertTimelineBody, withQuery(`${path}/timeline`, { limit }), signal),
    get(alertBody, path, signal).catch((error: unknown) => {
      if (error instanceof ApiError && error.status === 404) return null;
      throw error;
    }),
  ]);
  return { alert, entries: timeline.items.toReversed(), isComplete: timeline.next_cursor === null };
}

/** What somebody does with an alert needs no more of it than this. */
export type AlertAddress = Pick<Alert, 'rule_id' | 'id'>;

/** Acknowledges or resolves what an alert has open. */
export function tellByHand({ rule_id, id }: AlertAddress, what: 'acknowledge' | 'resolve') {
  return change(byHandBody, 'POST', `${pathOf('/api/tocsin', rule_id, id)}/_${what}`);
}

export function muteAlert({ rule_id, id }: AlertAddress, what: 'mute' | 'unmute'): Promise<void> {
  return act('POST', `${pathOf('/api/alerting', rule_id, id)}/_${what}`);
}

/** Of rule types only what a filter shows. */
const ruleTypeGroups = z.array(
  z.object({
    action_groups: z.array(z.object({ id: z.string(), name: z.string() })),
    recovery_action_group: z.object({ id: z.string() }),
  }),
);

/** The action groups that alerts can be in, by their names. */
export async function readGroups(signal?: AbortSignal): Promise<(readonly [id: string, name: string])[]> {
  const types = await get(ruleTypeGroups, '/api/alerting/rule_types', signal);
  const names = new Map<string, Set<string>>();
  for (const { action_groups: groups, recovery_action_group: recovery } of types) {
    for (const { id, name } of groups)
      if (id !== recovery.id) names.set(id, (names.get(id) ?? new Set()).add(name));
  }
  return [...names]
    .map(([id, each]) => [id, [...each].join(', ')] as const)
    .sort(([, one], [, other]) => one.localeCompare(other));
}
