import type { OpenedIncident } from '../../alerts/alert-state.ts';
import type { RuleMemory } from '../rule-memory.ts';

/** How many incidents a rule has open: two alerts that share one count once. */
export function openIncidentsOf({ alerts, lifecycle }: Pick<RuleMemory, 'alerts' | 'lifecycle'>): number {
  const open = new Set<string>();
  const add = (incidents: readonly OpenedIncident[] | undefined) => {
    for (const { connectorId, dedupKey } of incidents ?? []) open.add(`${connectorId}\n${dedupKey}`);
  };
  for (const { opened } of alerts.values()) add(opened);
  add(lifecycle.opened);
  add(lifecycle.failing?.opened);
  return open.size;
}
