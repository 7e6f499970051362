import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noLimits, rulesOf } from '../../../test/support/rules-of-files.ts';
import { ruleTypes } from '../types/rule-types.ts';

/** A rule that is right, as lines below `rules:`; each line can be another one. */
const lines = {
  id: 'id: web',
  name: 'name: Web',
  type: 'rule_type_id: external',
  schedule: 'schedule: {interval: 1m}',
  params: 'params: {timeout: 10m}',
};
const each = 'frequency: {summary: false, notify_when: onActionGroupChange}';
const fileOf = (changed: Partial<typeof lines> & { more?: string } = {}) =>
  `rules:\n  - ${Object.values({ ...lines, ...changed })
    .filter((line) => line !== '')
    .join('\n    ')}\n`;

test('a rule is what the API would make of the same words', () => {
  const more = `tags: [a]\n    on_rule_end: leave\n    actions:\n      - {id: c, group: default, ${each}, params: {summary: "{{rule.name}}"}}`;
  const { rules, faults } = rulesOf({ 'rules/web.yml': fileOf({ more }) });
  assert.deepEqual(faults, []);
  const [{ lineOf, actions = [], ...rule } = { lineOf: () => 0 }] = rules;
  assert.deepEqual(rule, {
    id: 'web',
    file: 'rules/web.yml',
    index: 0,
    typeId: 'external',
    consumer: 'alerts',
    enabled: true,
    said: {
      name: 'Web',
      tags: ['a'],
      params: { timeout: '10m' },
      interval: { text: '1m', ms: 60_000 },
      notifyWhen: null,
      throttle: null,
      onRuleEnd: 'leave',
    },
  });
  assert.equal(lineOf(['actions', 0]), 10);
  assert.deepEqual(
    actions.map(({ uuid: _, ...action }) => action),
    [
      {
        group: 'default',
        connectorId: 'c',
        params: { summary: '{{rule.name}}' },
        frequency: { summary: false, notifyWhen: 'onActionGroupChange', throttle: null },
        timeframe: null,
      },
    ],
  );
});

for (const text of ['', '# nothing', 'rules:', 'rules: []', 'rules: ~']) {
  test(`a file with nothing in it brings no rule: ${JSON.stringify(text)}`, () => {
    assert.deepEqual(rulesOf({ 'a.yml': text }), { rules: [], faults: [] });
  });
}

const action = (text: string) => `actions:\n      - {id: c, ${text}}`;
const mistakes: [name: string, text: string, ...faults: [line: number, message: string][]][] = [
  ['another key at the top', 'rule: []', [1, 'there is no key "rule": did you mean "rules"?']],
  ['a list at the top', '- id: a', [1, 'this is a list: use a group of keys']],
  ['no list of rules', 'rules: {id: a}', [1, 'rules is a group of keys: use a list']],
  ['no rule', 'rules:\n  - web', [2, 'rule number 1: this is a text: use a group of keys']],
  ['no id', fileOf({ id: 'tags: []' }), [2, 'rule number 1: id is missing: write a text']],
  ['digits as an id', fileOf({ id: 'id: 7' }), [2, 'rule number 1: id is 7: use a text, in quotes']],
  ['an empty id', fileOf({ id: 'id: ""' }), [2, 'rule number 1: id: must not be empty']],
  ['no name', fileOf({ name: '' }), [2, 'rule "web": name is missing: write a text']],
  [
    'a misspelt key',
    fileOf({ more: 'alert_dela: 1' }),
    [7, 'rule "web": there is no key "alert_dela": did you mean "alert_delay"?'],
  ],
  [
    'a key of another place',
    fileOf({ more: 'alert_delay: {runs: 3}' }),
    [7, 'rule "web": alert_delay.active is missing: write a number'],
    [7, 'rule "web": there is no key "runs" in alert_delay: use active'],
  ],
  [
    'a word of no list',
    fileOf({ more: 'on_rule_end: stay' }),
    [7, 'rule "web": on_rule_end is "stay": use resolve or leave'],
  ],
  [
    'a number beyond its bounds',
    fileOf({ more: 'alert_delay: {active: 0}' }),
    [7, 'rule "web": alert_delay.active is 0: alert_delay.active must be 1 or more'],
  ],
  [
    'a text for yes or no',
    fileOf({ more: 'enabled: "true"' }),
    [7, 'rule "web": enabled is a text: use true or false'],
  ],
  [
    'no duration',
    fileOf({ schedule: 'schedule: {interval: 1w}' }),
    [5, 'rule "web": schedule.interval: string is not a valid duration: 1w'],
  ],
  [
    'an unknown type',
    fileOf({ type: 'rule_type_id: extern' }),
    [4, `rule "web": there is no rule type "extern": use ${[...ruleTypes.keys()].sort().join(', ')}`],
  ],
  [
    'wrong params, all of them, and the rest too',
    fileOf({
      type: 'rule_type_id: always-firing',
      params: 'params: {instances: -1, urgnt: 2}',
      more: 'on_rule_end: 5',
    }),
    [7, 'rule "web": on_rule_end is 5: use resolve or leave'],
    [6, 'rule "web": params.instances is -1: use 0 or more'],
    [6, 'rule "web": there is no key "urgnt" in params: did you mean "urgent"?'],
  ],
  [
    'an action without a group',
    fileOf({ more: action(each) }),
    [8, 'rule "web": actions.0.group is missing: use default, recovered'],
  ],
  [
    'an action of another group',
    fileOf({ more: action(`group: urgent, ${each}`) }),
    [8, 'rule "web": actions.0.group is "urgent": use default, recovered'],
  ],
  [
    'an action without a frequency',
    fileOf({ more: action('group: default') }),
    [8, 'rule "web": actions.0: Actions missing frequency parameters: default'],
  ],
  [
    'a throttle that is shorter than the interval',
    fileOf({
      more: action(
        'group: default, frequency: {summary: false, notify_when: onThrottleInterval, throttle: 5s}',
      ),
    }),
    [
      8,
      'rule "web": actions.0: Action frequency cannot be shorter than the schedule interval of 1m: default (5s)',
    ],
  ],
  [
    'a template and a severity that are none',
    fileOf({ more: action(`group: default, ${each}, params: {summary: "{{#a}}", severity: bad}`) }),
    [8, 'rule "web": actions.0: malformed template: Unclosed section "a" at 6 at summary'],
  ],
  [
    'a param that is none',
    fileOf({ more: action(`group: default, ${each}, params: {sumary: x}`) }),
    [8, 'rule "web": actions.0: Unrecognized key: "sumary"'],
  ],
  [
    'one uuid twice',
    fileOf({
      more: `${action(`group: default, ${each}, uuid: u`)}\n      - {id: d, group: default, ${each}, uuid: u}`,
    }),
    [9, 'rule "web": actions.1.uuid is that of another action: give it one of its own, or none'],
  ],
];
for (const [name, text, ...faults] of mistakes) {
  test(`a mistake is told with its line and what would be right: ${name}`, () => {
    const { rules, faults: got } = rulesOf({ 'a.yml': text });
    assert.deepEqual(rules, []);
    assert.deepEqual(
      got,
      faults.map(([line, message]) => ({ file: 'a.yml', line, message })),
    );
  });
}

test('an id that stands in two files, or twice in one, is told with both places', () => {
  const { faults } = rulesOf({ 'a.yml': fileOf(), 'b.yml': fileOf() });
  const message = 'rule "web": its id is there twice, in a.yml line 2 and here: give one of them another';
  assert.deepEqual(faults, [{ file: 'b.yml', line: 2, message }]);
});

test('an interval below the shortest is a mistake where the settings enforce it', () => {
  const text = fileOf({ schedule: 'schedule: {interval: 5s}' });
  assert.deepEqual(rulesOf({ 'a.yml': text }).faults, []);
  const enforced = { ...noLimits, minimumScheduleInterval: { value: 10_000, enforce: true } };
  const [fault] = rulesOf({ 'a.yml': text }, enforced).faults;
  assert.equal(fault?.line, 5);
  assert.match(fault?.message ?? '', /less than the allowed minimum interval of 10s/);
});
