import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeAction, paramsOf } from './describe-action.ts';
import type { RuleAction } from './rules-api.ts';

const action: RuleAction = {
  id: 'on-call',
  connector_type_id: '.pagerduty',
  group: 'default',
  params: { eventAction: 'trigger', summary: '{{rule.name}}', links: [{ href: 'https://a', text: 'A' }] },
  uuid: 'u',
  frequency: { summary: false, notify_when: 'onActionGroupChange', throttle: null },
};
const surroundings = {
  groups: [{ id: 'default', name: 'Threshold met' }],
  notifyWhen: 'onThrottleInterval',
  throttle: '1h',
};
const changes = 'once, and again when its group or severity changes';

const rows: [what: string, given: Partial<RuleAction>, words: [when: string, does: string, how: string]][] = [
  ['a group, by its name', {}, ['When an alert is in “Threshold met”', 'triggers', changes]],
  ['a group that nobody knows', { group: 'odd' }, ['When an alert is in “odd”', 'triggers', changes]],
  [
    'a recovery, which comes once',
    { group: 'recovered', params: { eventAction: 'resolve' } },
    ['When an alert recovers', 'resolves', ''],
  ],
  [
    'the frequency of its rule, and the usual action',
    { frequency: undefined, params: {} },
    ['When an alert is in “Threshold met”', 'triggers', 'every 1h at the most'],
  ],
  [
    'a summary in working hours, whose action is a template',
    {
      params: { eventAction: '{{x}}' },
      frequency: { summary: true, notify_when: 'onActiveAlert', throttle: null },
      alerts_filter: {
        timeframe: { days: [1, 5], hours: { start: '08:00', end: '17:00' }, timezone: 'Europe/Berlin' },
      },
    },
    [
      'For all alerts of a run together',
      'does “{{x}}”',
      'in every run; Mon, Fri from 08:00 to 17:00 (Europe/Berlin)',
    ],
  ],
];
for (const [what, given, expected] of rows) {
  test(`an action is told with ${what}`, () => {
    const { when, does, how } = describeAction({ ...action, ...given }, surroundings);
    assert.deepEqual([when, does, how], expected);
  });
}

test('what an action says is named as in the form, texts as they are', () => {
  assert.deepEqual(paramsOf(action), [
    ['Summary', '{{rule.name}}'],
    ['Links', JSON.stringify([{ href: 'https://a', text: 'A' }], null, 2)],
  ]);
});
