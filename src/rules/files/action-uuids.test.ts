import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ActionDraft } from '../rule-draft.ts';
import { actionUuids } from './action-uuids.ts';

const draft = (given: Partial<ActionDraft> = {}): ActionDraft => ({
  connectorId: 'c',
  group: 'default',
  params: { summary: 'a' },
  ...given,
});
const [uuid = ''] = actionUuids('r', [draft()]);

const same: [name: string, actions: ActionDraft[], index: number][] = [
  ['its texts are edited', [draft({ params: { summary: 'b', severity: 'info' } })], 0],
  ['another comes before it', [draft({ group: 'urgent' }), draft()], 1],
  ['the event action is named that it has anyway', [draft({ params: { eventAction: 'trigger' } })], 0],
  [
    'its hours change',
    [draft({ timeframe: { days: [1], start: '08:00', end: '09:00', timezone: 'UTC' } })],
    0,
  ],
];
for (const [name, actions, index] of same) {
  test(`an action keeps its uuid when ${name}`, () => {
    assert.equal(actionUuids('r', actions)[index], uuid);
  });
}

const others: [name: string, ruleId: string, action: ActionDraft][] = [
  ['another rule', 'other', draft()],
  ['another connector', 'r', draft({ connectorId: 'd' })],
  ['another group', 'r', draft({ group: 'recovered' })],
  ['another event action', 'r', draft({ params: { eventAction: 'resolve' } })],
  ['a summary', 'r', draft({ frequency: { summary: true, notifyWhen: 'onActiveAlert', throttle: null } })],
];
for (const [name, ruleId, action] of others) {
  test(`the action of ${name} has another uuid`, () => {
    assert.notEqual(actionUuids(ruleId, [action])[0], uuid);
  });
}

test('a uuid that is given stays, two of a kind get two, and all look like uuids', () => {
  const uuids = actionUuids('r', [draft({ uuid: 'mine' }), draft(), draft()]);
  assert.equal(uuids[0], 'mine');
  assert.equal(new Set(uuids).size, 3);
  assert.match(uuid, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
