import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alertingRuleOf } from './alerting-rule-of.ts';
import type { Rule } from './rule.ts';
import { ruleTypes } from './types/rule-types.ts';

const rule: Rule = {
  id: 'disk full/1',
  name: 'Disk full',
  typeId: 'external',
  consumer: 'alerts',
  enabled: true,
  tags: ['db'],
  params: { timeout: null },
  interval: { text: '1m', ms: 60_000 },
  actions: [],
  notifyWhen: null,
  throttle: null,
  muteAll: false,
  mutedAlertIds: ['a'],
  snoozes: [],
  createdBy: null,
  apiKeyOwner: null,
  updatedBy: null,
  createdAt: 0,
  updatedAt: 0,
  revision: 0,
};
const external = ruleTypes.get('external');

test('what a rule does not say gets its default', () => {
  const { groupNames, ...rest } = alertingRuleOf(rule, external, '');
  assert.deepEqual(Object.fromEntries(groupNames), { default: 'Reported', recovered: 'Recovered' });
  assert.deepEqual(rest, {
    id: 'disk full/1',
    name: 'Disk full',
    type: 'external',
    tags: ['db'],
    params: { timeout: null },
    url: '',
    actions: [],
    recoveryGroup: 'recovered',
    defaultSummary: '{{context.summary}}',
    flapping: { enabled: true, lookBackWindow: 20, statusChangeThreshold: 4 },
    delay: 1,
    autoResolve: true,
    onRuleEnd: 'resolve',
    errorsBeforeAlert: 3,
    muteAll: false,
    mutedAlertIds: new Set(['a']),
  });
});

test('what it says holds', () => {
  const said = {
    ...rule,
    alertDelay: 3,
    autoResolve: false,
    onRuleEnd: 'leave',
    errorsBeforeAlert: 0,
    flapping: { lookBackWindow: 5, statusChangeThreshold: 2, enabled: false },
  } as const;
  const { delay, autoResolve, onRuleEnd, errorsBeforeAlert, flapping } = alertingRuleOf(said, external, '');
  assert.deepEqual([delay, autoResolve, onRuleEnd, errorsBeforeAlert], [3, false, 'leave', 0]);
  assert.deepEqual(flapping, { enabled: false, lookBackWindow: 5, statusChangeThreshold: 2 });
});

test('its address stands under the public one, whatever its id is made of', () => {
  for (const base of ['https://tocsin.example/base', 'https://tocsin.example/base/']) {
    assert.equal(
      alertingRuleOf(rule, external, base).url,
      'https://tocsin.example/base/rules/disk%20full%2F1',
    );
  }
});

test('a rule whose type is gone keeps what its alerts need to end', () => {
  assert.equal(alertingRuleOf(rule, undefined, '').recoveryGroup, 'recovered');
});
