import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRuleBody } from '../../src/api/rules.ts';
import {
  canBeShown,
  defaultParams,
  groupsWithout,
  withFrequency,
  withGroup,
} from './actions/action-values.ts';
import { withConnector } from './actions/with-connector.ts';
import type { RuleTypeShown, SavedRule } from './rule-form-api.ts';
import { fromRule, hasUnusual, newRule, toBody } from './rule-values.ts';

const type: RuleTypeShown = {
  id: 'http-check',
  name: 'HTTP check',
  category: 'observability',
  producer: 'tocsin',
  minimum_license_required: 'basic',
  enabled_in_license: true,
  is_exportable: true,
  action_groups: [
    { id: 'down', name: 'Down' },
    { id: 'slow', name: 'Slow' },
    { id: 'recovered', name: 'Recovered' },
  ],
  default_action_group_id: 'down',
  recovery_action_group: { id: 'recovered', name: 'Recovered' },
  action_variables: { context: [], state: [], params: [] },
  does_set_recovery_context: true,
  auto_recover_alerts: true,
  has_alerts_mappings: false,
  has_fields_for_a_a_d: false,
  fieldsForAAD: [],
  rule_task_timeout: '5m',
  default_action_texts: {
    down: { summary: '{{context.target}} is down', severity: 'critical' },
    slow: { summary: '{{context.target}} is slow' },
  },
  authorized_consumers: {},
};

const saved: SavedRule = {
  id: 'shop',
  enabled: true,
  name: 'Shop',
  tags: ['web', 'eu'],
  rule_type_id: 'http-check',
  consumer: 'alerts',
  schedule: { interval: '30s' },
  params: { targets: [{ url: 'https://example.com' }] },
  actions: [
    {
      id: 'on-call',
      connector_type_id: '.pagerduty',
      group: 'down',
      uuid: 'a1',
      params: {
        eventAction: 'trigger',
        summary: '{{context.target}}',
        links: [{ href: 'https://a', text: 'a' }],
      },
      frequency: { summary: false, notify_when: 'onThrottleInterval', throttle: '2h' },
      alerts_filter: {
        timeframe: { days: [1, 5], hours: { start: '08:00', end: '24:00' }, timezone: 'Europe/Berlin' },
      },
    },
  ],
  created_by: null,
  updated_by: null,
  created_at: '',
  updated_at: '',
  api_key_owner: null,
  api_key_created_by_user: null,
  throttle: null,
  mute_all: false,
  notify_when: null,
  muted_alert_ids: [],
  execution_status: { status: 'ok', last_execution_date: '' },
  revision: 0,
  running: false,
  alert_delay: { active: 3 },
  flapping: { look_back_window: 10, status_change_threshold: 5 },
  auto_resolve: false,
  on_rule_end: 'leave',
  errors_before_alert: 0,
};

let ids = 0;
const newId = () => `id-${++ids}`;

test('a rule comes out of the form as it went in', () => {
  assert.deepEqual(toBody(fromRule(saved)), {
    name: 'Shop',
    tags: ['web', 'eu'],
    schedule: { interval: '30s' },
    params: { targets: [{ url: 'https://example.com' }] },
    actions: [
      {
        uuid: 'a1',
        id: 'on-call',
        group: 'down',
        params: saved.actions[0]?.params,
        frequency: { summary: false, notify_when: 'onThrottleInterval', throttle: '2h' },
        alerts_filter: saved.actions[0]?.alerts_filter,
      },
    ],
    alert_delay: { active: 3 },
    flapping: { look_back_window: 10, status_change_threshold: 5 },
    errors_before_alert: 0,
    auto_resolve: false,
    on_rule_end: 'leave',
  });
  assert.equal(hasUnusual(fromRule(saved)), true);
});

test('what is as usual is not said', () => {
  const {
    alert_delay: _,
    flapping: _f,
    auto_resolve: _a,
    on_rule_end: _o,
    errors_before_alert: _e,
    ...plain
  } = saved;
  const usual = { ...plain, alert_delay: { active: 1 }, errors_before_alert: 3, auto_resolve: true };
  assert.deepEqual(Object.keys(toBody(fromRule(usual))), ['name', 'tags', 'schedule', 'params', 'actions']);
  assert.equal(hasUnusual(fromRule(usual)), false);
});

test('what the rule says for all its actions each of them says itself', () => {
  const [action] = saved.actions;
  assert.ok(action);
  const { frequency: _, ...bare } = action;
  const old = fromRule({ ...saved, actions: [bare], notify_when: 'onThrottleInterval', throttle: '1d' });
  assert.deepEqual(Object(toBody(old).actions)[0].frequency, {
    summary: false,
    notify_when: 'onThrottleInterval',
    throttle: '1d',
  });
});

test('flapping that is off stays off', () => {
  const off = { look_back_window: 20, status_change_threshold: 4, enabled: false };
  assert.deepEqual(toBody(fromRule({ ...saved, flapping: off })).flapping, off);
});

test('a new rule triggers for the default group and resolves on recovery, every minute', () => {
  const values = newRule(type, { params: {}, connectorId: 'sandbox', newId });
  assert.equal(values.interval, '1m');
  assert.deepEqual(
    values.actions.map(({ group, connectorId, params }) => ({ group, connectorId, params })),
    [
      {
        group: 'down',
        connectorId: 'sandbox',
        params: { eventAction: 'trigger', summary: '{{context.target}} is down', severity: 'critical' },
      },
      { group: 'recovered', connectorId: 'sandbox', params: { eventAction: 'resolve' } },
    ],
  );
  const body = { ...toBody({ ...values, name: 'Shop' }), rule_type_id: type.id, consumer: 'alerts' };
  assert.ok(createRuleBody.safeParse(body).success);
});

test('a number that is none goes to the server as it was typed, to be refused in words', () => {
  assert.deepEqual(toBody({ ...fromRule(saved), alertDelay: 'x' }).alert_delay, { active: 'x' });
});

test('another group brings its own texts, unless somebody has written some', () => {
  const [trigger] = newRule(type, { params: {}, connectorId: '', newId }).actions;
  assert.ok(trigger);
  const slow = withGroup(type, trigger, 'slow');
  assert.deepEqual(slow.params, defaultParams(type, { group: 'slow' }));
  assert.notEqual(slow.filled, trigger.filled);
  assert.deepEqual(withGroup(type, slow, 'recovered').params, { eventAction: 'resolve' });
  const own = { ...trigger, params: { ...trigger.params, summary: 'Mine' } };
  assert.deepEqual(withGroup(type, own, 'slow'), { ...own, group: 'slow' });
});

test('an action that sums up speaks of counts, and of one alert again when it does not', () => {
  const [trigger] = newRule(type, { params: {}, connectorId: '', newId }).actions;
  assert.ok(trigger);
  const summing = withFrequency(type, trigger, { isSummary: true, notifyWhen: 'onThrottleInterval' });
  assert.match(String(summing.params.summary), /\{\{alerts\.new\.count\}\}/);
  assert.equal(summing.throttle, '1h');
  const back = withFrequency(type, summing, { isSummary: false, notifyWhen: 'onActiveAlert' });
  assert.deepEqual(back.params, trigger.params);
  const own = { ...trigger, params: { summary: 'Mine' } };
  assert.deepEqual(
    withFrequency(type, own, { isSummary: true, notifyWhen: 'onActiveAlert' }).params,
    own.params,
  );
});

test('groups that no action serves are told, not those of a rule that sums up', () => {
  const { actions } = newRule(type, { params: {}, connectorId: '', newId });
  assert.deepEqual(groupsWithout(type, actions), [{ id: 'slow', name: 'Slow' }]);
  assert.deepEqual(
    groupsWithout(
      type,
      actions.map((action) => ({ ...action, isSummary: true })),
    ),
    [],
  );
});

test('a connector goes to all actions for which nobody has chosen one', () => {
  const [first, second] = newRule(type, { params: {}, connectorId: 'sandbox', newId }).actions;
  assert.ok(first && second);
  const both = withConnector([first, second], first.uuid, 'on-call');
  assert.deepEqual(
    both.map(({ connectorId }) => connectorId),
    ['on-call', 'on-call'],
  );
  const other = withConnector(both, second.uuid, 'night');
  const again = withConnector(other, first.uuid, 'sandbox');
  assert.deepEqual(
    again.map(({ connectorId }) => connectorId),
    ['sandbox', 'night'],
  );
});

const shownParams: [what: string, params: Record<string, unknown>, isShown: boolean][] = [
  ['no params', {}, true],
  ['a severity that is a template', { severity: '{{context.severity}}', summary: 'a' }, true],
  ['custom details as JSON text', { customDetails: '{"a": "{{context.a}}"}' }, true],
  ['custom details that are a template as a whole', { customDetails: '{{{context.all}}}' }, true],
  ['what no field shows, kept beside them', { images: [{ src: 'https://a' }], clientUrl: 'https://a' }, true],
  ['texts that are empty', { summary: 'a', component: '' }, true],
  ['an event action that is a template', { eventAction: '{{context.does}}' }, false],
  ['a summary of a resolve', { eventAction: 'resolve', summary: 'over' }, false],
  ['a link that holds more', { links: [{ href: 'https://a', text: 'a', more: 1 }] }, false],
  ['a summary that is no text', { summary: 7 }, false],
];
for (const [what, params, isShown] of shownParams) {
  test(`an action with ${what} is changed ${isShown ? 'in fields' : 'as JSON'}`, () =>
    assert.equal(canBeShown(params), isShown));
}
