import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ActionValues } from './actions/action-values.ts';
import { endedActions } from './ended-actions.ts';

const before = [
  {
    id: 'on-call',
    connector_type_id: '.pagerduty',
    group: 'down',
    uuid: 'a1',
    params: { eventAction: 'trigger', summary: 'a' },
    frequency: { summary: false, notify_when: 'onActionGroupChange' as const, throttle: null },
  },
];
const same: ActionValues = {
  uuid: 'a1',
  connectorId: 'on-call',
  isConnectorChosen: true,
  group: 'down',
  isSummary: false,
  notifyWhen: 'onActionGroupChange',
  throttle: '',
  timeframe: null,
  params: { eventAction: 'trigger', summary: 'b' },
  filled: 0,
};
const alert = (connectorId: string) => ({
  id: 'db1',
  uuid: 'u',
  status: 'active' as const,
  group: 'down',
  start: '',
  end: null,
  flapping: false,
  muted_until_recovery: false,
  open: [{ connector_id: connectorId, dedup_key: 'k' }],
});

const edits: [what: string, after: ActionValues[], ends: boolean | 'goes on'][] = [
  ['another summary', [same], false],
  ['another uuid, as by clients that know none', [{ ...same, uuid: 'b1' }], false],
  ['the default key written out', [{ ...same, params: { dedupKey: '{{rule.id}}:{{alert.id}}' } }], false],
  ['another group', [{ ...same, group: 'slow' }], false],
  ['the action removed', [], true],
  ['another connector', [{ ...same, connectorId: 'night' }], 'goes on'],
  ['another dedup key', [{ ...same, params: { dedupKey: 'own' } }], 'goes on'],
  ['a resolve in its place', [{ ...same, params: { eventAction: 'resolve' } }], true],
  ['a summary in its place', [{ ...same, isSummary: true }], 'goes on'],
];
for (const [what, after, ends] of edits) {
  test(`${what} ${ends !== false ? 'ends what the action has opened' : 'ends nothing'}`, () => {
    const expected =
      ends !== false
        ? [{ uuid: 'a1', group: 'down', connectorId: 'on-call', open: 1, goesOn: ends === 'goes on' }]
        : [];
    assert.deepEqual(endedActions(before, after, [alert('on-call')]), expected);
    assert.deepEqual(endedActions(before, after, [alert('night')]), []);
  });
}
