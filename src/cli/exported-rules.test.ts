import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { z } from 'zod';
import { rulesOf } from '../../test/support/rules-of-files.ts';
import type { ruleBody } from '../api/rules.ts';
import { ref } from '../config/test-loader.ts';
import { ruleTypes } from '../rules/types/rule-types.ts';
import { exportedRules } from './exported-rules.ts';

type WireRule = z.output<typeof ruleBody>;

const each = { summary: false, notify_when: 'onActionGroupChange', throttle: null } as const;
const action = {
  id: 'on-call',
  connector_type_id: '.pagerduty',
  group: 'default',
  params: { summary: 'x' },
  uuid: 'u',
  frequency: each,
};

const wire = (given: Partial<WireRule> = {}): WireRule => ({
  id: 'r',
  enabled: true,
  name: 'R',
  tags: [],
  rule_type_id: 'external',
  consumer: 'alerts',
  schedule: { interval: '1m' },
  actions: [],
  params: { timeout: null },
  created_by: 'ann',
  updated_by: null,
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:00.000Z',
  api_key_owner: null,
  api_key_created_by_user: null,
  throttle: null,
  mute_all: true,
  notify_when: null,
  muted_alert_ids: [],
  execution_status: { status: 'ok', last_execution_date: '2026-01-01T00:00:00.000Z' },
  revision: 3,
  running: false,
  ...given,
});

const body = (text: string) =>
  text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .join('\n');

test('what goes without saying is left out', () => {
  const defaults = {
    auto_resolve: true,
    on_rule_end: 'resolve',
    errors_before_alert: 3,
    alert_delay: { active: 1 },
    flapping: null,
  } as const;
  const plain = [
    'rules:',
    '  - id: r',
    '    name: R',
    '    rule_type_id: external',
    '    schedule:',
    '      interval: 1m',
  ].join('\n');
  assert.equal(body(exportedRules([wire()], ruleTypes)), plain);
  assert.equal(body(exportedRules([wire(defaults)], ruleTypes)), plain);
});

const kept: [name: string, given: Partial<WireRule>, expected: RegExp][] = [
  ['that it is disabled', { enabled: false }, /enabled: false/],
  ['params', { params: { timeout: '10m' } }, /params:\n {6}timeout: 10m/],
  ['params of a type that is unknown here', { rule_type_id: 'other', params: { a: null } }, /a: null/],
  ['what holds for all actions', { notify_when: 'onThrottleInterval', throttle: '1h' }, /throttle: 1h/],
  ['no automatic resolve', { auto_resolve: false }, /auto_resolve: false/],
  ['what is left open', { on_rule_end: 'leave' }, /on_rule_end: leave/],
  ['errors that nobody hears of', { errors_before_alert: 0 }, /errors_before_alert: 0/],
  [
    'flapping that is off',
    { flapping: { look_back_window: 4, status_change_threshold: 2, enabled: false } },
    /enabled: false/,
  ],
  ['an action', { actions: [action] }, /actions:\n {6}- id: on-call\n {8}group: default\n {8}frequency:/],
];
for (const [name, given, expected] of kept) {
  test(`an export holds ${name}`, () => {
    assert.match(exportedRules([wire(given)], ruleTypes), expected);
  });
}

const texts = [
  ref('HOME'),
  `$${ref('HOME')} and ${ref('A:b')}`,
  'two\nlines\n',
  ' spaces ',
  '{{#a}}"{{b}}"{{/a}}: \'x\' # no comment',
  '0123',
  'yes',
  '- a',
  'ü – 漢 🚨',
  'a\tb\u0007',
  'x'.repeat(500).replaceAll('xxxxx', 'xxxx '),
];
for (const text of texts) {
  test(`a text is read back as it was: ${JSON.stringify(text).slice(0, 40)}`, () => {
    const given = wire({
      name: text,
      tags: [text],
      actions: [{ ...action, params: { summary: 'x', customDetails: { a: text } } }],
    });
    const { rules, faults } = rulesOf({ 'a.yml': exportedRules([given], ruleTypes) });
    assert.deepEqual(faults, []);
    const [{ said, actions = [] } = {}] = rules;
    assert.deepEqual([said?.name, said?.tags], [text, [text]]);
    assert.deepEqual(actions[0]?.params.customDetails, { a: text });
  });
}
