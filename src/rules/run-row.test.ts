import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AlertingEvent } from '../alerts/run-outcome.ts';
import { runRow } from './run-row.ts';

const facts = { startedAt: 5, duration: 2, result: 'succeeded', message: null } as const;
const event: AlertingEvent = {
  event: {
    connectorId: 'pd',
    source: 'rule',
    notes: [],
    kind: 'alert',
    event: { event_action: 'resolve', dedup_key: 'r:a' },
  },
  cause: 'auto_resolve',
  alertId: 'a',
  actionUuid: 'act',
};
const empty = { alertId: null, alertUuid: null, group: null, actionUuid: null, eventSeq: null, detail: null };

test('a run tells what became of alerts, which events went out with their numbers, and what could not run', () => {
  const row = runRow(
    { ...facts, counts: { active: 1, new: 0, recovered: 1, ignored: 0 } },
    {
      transitions: [{ alertId: 'a', uuid: 'u-a', kind: 'recovered', group: 'default' }],
      events: [event, { ...event, cause: 'rule_error', alertId: null }],
      faults: [
        { actionUuid: 'x', connectorId: 'gone', why: 'not found', times: 1 },
        { actionUuid: 'y', connectorId: 'off', why: 'not enabled', times: 3 },
      ],
      uuidOf: (alertId) => `u-${alertId}`,
    },
    [
      { seq: 11, dedupKey: 'r:a' },
      { seq: 12, dedupKey: 'r:a' },
    ],
  );
  const { entries, ...rest } = row;
  assert.deepEqual(rest, { ...facts, active: 1, new: 0, recovered: 1, ignored: 0 });
  assert.deepEqual(entries, [
    { ...empty, alertId: 'a', alertUuid: 'u-a', what: 'recovered', group: 'default' },
    {
      ...empty,
      alertId: 'a',
      alertUuid: 'u-a',
      what: 'auto_resolve',
      actionUuid: 'act',
      eventSeq: 11,
      detail: 'resolve',
    },
    { ...empty, what: 'rule_error', actionUuid: 'act', eventSeq: 12, detail: 'resolve' },
    { ...empty, what: 'fault', actionUuid: 'x', detail: 'connector gone: not found' },
    { ...empty, what: 'fault', actionUuid: 'y', detail: 'connector off (3 times): not enabled' },
  ]);
});

test('what has no counts has none of anything', () => {
  const row = runRow({ ...facts, result: null }, { events: [], faults: [], uuidOf: () => null }, []);
  assert.deepEqual([row.active, row.new, row.recovered, row.ignored, row.entries.length], [0, 0, 0, 0, 0]);
});
