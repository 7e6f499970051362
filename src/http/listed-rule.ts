import type { z } from 'zod';
import type { listedRuleBody } from '../api/rule-list.ts';
import { openIncidentsOf } from '../rules/looking/open-incidents.ts';
import { stateOf } from '../rules/looking/rule-list.ts';
import type { RuleMemory } from '../rules/rule-memory.ts';
import type { RuleRuns } from '../rules/rule-runs.ts';
import type { Rules, RuleWithStatus } from '../rules/rules.ts';

export type ListedRule = z.input<typeof listedRuleBody>;

export interface ListedRuleSources {
  readonly rules: Pick<Rules, 'types' | 'runner' | 'snoozedUntil'>;
  readonly runs: Pick<RuleRuns, 'memoryNow'>;
  readonly now: number;
}

const isoOrNull = (time: number | undefined) => (time === undefined ? null : new Date(time).toISOString());

function activeIn(memory: Pick<RuleMemory, 'alerts'> | undefined): number {
  let active = 0;
  for (const { status } of memory?.alerts.values() ?? []) if (status === 'active') active++;
  return active;
}

/** A rule as lists show it. Its memory was read. */
export function listedRule(
  { rule, status }: RuleWithStatus,
  { rules, runs, now }: ListedRuleSources,
): ListedRule {
  const { execution, lastRun } = status;
  const memory = runs.memoryNow(rule.id);
  const isPending = execution.status === 'pending';
  return {
    id: rule.id,
    name: rule.name,
    rule_type_id: rule.typeId,
    type_name: rules.types.get(rule.typeId)?.name ?? null,
    tags: [...rule.tags],
    connector_ids: [...new Set(rule.actions.map(({ connectorId }) => connectorId))],
    enabled: rule.enabled,
    state: stateOf(rule, status),
    outcome: lastRun?.outcome ?? null,
    message: execution.error?.message ?? execution.warning?.message ?? null,
    last_run: isPending ? null : isoOrNull(execution.at),
    next_run: isoOrNull(rules.runner.nextRunOf(rule.id)),
    running: rules.runner.isRunning(rule.id),
    interval: rule.interval.text,
    active_alerts: activeIn(memory),
    open_incidents: memory === undefined ? 0 : openIncidentsOf(memory),
    muted: rule.muteAll,
    snoozed_until: isoOrNull(rules.snoozedUntil(rule, now)),
    on_rule_end: rule.onRuleEnd ?? 'resolve',
    ...(rule.managedBy && { managed_by: { file: rule.managedBy.file } }),
  };
}
