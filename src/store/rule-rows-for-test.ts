import { commit } from './delivery-rows-for-test.ts';
import type { DeliveryStore } from './delivery-store.ts';
import type { RuleRow, RunCommit, RunEntry, RunRow } from './rule-store.ts';

/** The time at which run 0 started. */
export const RUN_START = 1_700_000_000_000;

export function ruleRow(given: Partial<RuleRow> = {}): RuleRow {
  return { id: 'rule', body: '{"name":"CPU"}', ...given };
}

export function runEntry(given: Partial<RunEntry> = {}): RunEntry {
  return {
    alertId: 'host-1',
    alertUuid: 'uuid-1',
    what: 'new',
    group: 'default',
    actionUuid: null,
    eventSeq: null,
    detail: null,
    ...given,
  };
}

export function runRow(given: Partial<RunRow> = {}): RunRow {
  return {
    startedAt: RUN_START,
    duration: 12,
    result: 'succeeded',
    message: null,
    active: 3,
    new: 1,
    recovered: 0,
    ignored: 0,
    entries: [],
    ...given,
  };
}

/** Commits what became of rules, and no events. */
export function commitRuns(delivery: DeliveryStore, ...runs: RunCommit[]): Promise<void> {
  return commit(delivery, { runs });
}
