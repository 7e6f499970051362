import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AlertState } from '../alerts/alert-state.ts';
import { emptyMemory, readMemory, ruleStateText } from './rule-memory.ts';

const alert: AlertState = {
  id: '__proto__',
  uuid: 'u',
  status: 'active',
  group: 'default',
  start: 1,
  firstRun: 3,
  changes: [3],
  opened: [{ connectorId: 'pd', dedupKey: 'r:a', actionUuid: 'act' }],
};

test('what was kept of a rule is what it goes on with', () => {
  const lifecycle = { run: 7, failing: { runs: 2, since: 5, opened: [] } };
  const state = { alerts: [['a', { at: 1 }]] };
  const memory = readMemory({
    ruleState: ruleStateText(lifecycle, JSON.stringify(state)),
    alerts: [{ id: alert.id, state: JSON.stringify(alert) }],
  });
  assert.deepEqual(memory.lifecycle, lifecycle);
  assert.deepEqual(memory.state, state);
  assert.equal(memory.stateText, JSON.stringify(state));
  assert.deepEqual([...memory.alerts], [[alert.id, alert]]);
});

test('a rule of which nothing was kept begins anew', () => {
  assert.deepEqual(readMemory({ ruleState: null, alerts: [] }), emptyMemory());
});

test('an alert that can not be read is not taken for none', () => {
  const rows = [{ id: 'a', state: JSON.stringify({ ...alert, status: 'gone' }) }];
  assert.throws(() => readMemory({ ruleState: null, alerts: rows }), /status/);
});
