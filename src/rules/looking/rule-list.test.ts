import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Rule } from '../rule.ts';
import type { RuleStatus } from '../rule-status.ts';
import type { RuleNews } from '../rules.ts';
import { type RuleFilter, RuleList } from './rule-list.ts';

const ruleOf = (name: string, more: Partial<Rule> = {}): Rule => ({
  id: `id-${name}`,
  name,
  typeId: 'external',
  consumer: 'alerts',
  enabled: true,
  tags: [],
  params: {},
  interval: { text: '1m', ms: 60_000 },
  actions: [],
  notifyWhen: null,
  throttle: null,
  muteAll: false,
  mutedAlertIds: [],
  snoozes: [],
  createdBy: null,
  apiKeyOwner: null,
  updatedBy: null,
  createdAt: 0,
  updatedAt: 0,
  revision: 0,
  ...more,
});

function setUp(given: readonly Rule[], statuses: Readonly<Record<string, RuleStatus>> = {}) {
  const rules = new Map(given.map((rule) => [rule.id, rule]));
  let listener: (news: RuleNews) => void = () => {};
  const list = new RuleList({
    rules: {
      all: () => rules.values(),
      statusOf: (id) => statuses[id] ?? { execution: { status: 'pending', at: 0 } },
      snoozedUntil: ({ snoozes }) => (snoozes.length > 0 ? 1000 : undefined),
      subscribe: (each) => {
        listener = each;
        return () => {};
      },
    },
    now: () => 0,
  });
  return {
    list,
    rules,
    edited: (ruleId: string) => listener({ ruleId, what: 'edited' }),
    names: (filter: RuleFilter = {}, from = 0, limit = 100) =>
      list.read(filter, from, limit).rules.map(({ rule }) => rule.name),
  };
}

const ran = (status: RuleStatus['execution']['status']): RuleStatus => ({ execution: { status, at: 1 } });
const snooze = { start: 0, duration: 1000, timezone: 'UTC' };
const action = (connectorId: string): Rule['actions'][number] => ({
  uuid: 'u',
  group: 'default',
  connectorId,
  connectorTypeId: '.pagerduty',
  params: {},
  frequency: null,
  timeframe: null,
});

const all = [
  ruleOf('web latency', { tags: ['Payments'], actions: [action('on-call')] }),
  ruleOf('Disk full', { muteAll: true }),
  ruleOf('certificates', { typeId: 'tls', snoozes: [snooze] }),
  ruleOf('old', { enabled: false }),
];
const statuses = {
  'id-web latency': ran('error'),
  'id-Disk full': ran('active'),
  'id-certificates': ran('ok'),
  'id-old': ran('error'),
};

const filters: [what: string, filter: RuleFilter, names: string[]][] = [
  ['nothing', {}, ['certificates', 'Disk full', 'old', 'web latency']],
  ['a failed run, unless it is disabled', { state: 'error' }, ['web latency']],
  ['being disabled', { state: 'disabled' }, ['old']],
  ['being muted', { state: 'muted' }, ['Disk full']],
  ['being snoozed now', { state: 'snoozed' }, ['certificates']],
  ['being either', { state: 'quiet' }, ['certificates', 'Disk full']],
  ['its type', { typeId: 'tls' }, ['certificates']],
  ['a tag', { tag: 'Payments' }, ['web latency']],
  ['a connector', { connectorId: 'on-call' }, ['web latency']],
  ['words of name and tags', { search: 'payments LAT' }, ['web latency']],
  ['its id', { search: 'id-old' }, ['old']],
  ['two things that no rule has', { search: 'disk', state: 'ok' }, []],
];
for (const [what, filter, expected] of filters) {
  test(`rules are found by ${what}`, () => {
    const { list, names } = setUp(all, statuses);
    assert.deepEqual(names(filter), expected);
    assert.equal(list.read(filter, 0, 1).total, expected.length);
  });
}

test('a part begins where one asks, and a new name counts at once', () => {
  const { names, rules, edited } = setUp(all);
  assert.deepEqual(names({}, 1, 2), ['Disk full', 'old']);
  rules.set('id-old', ruleOf('Ancient', { id: 'id-old' }));
  edited('id-old');
  assert.deepEqual(names({}, 0, 2), ['Ancient', 'certificates']);
});

test('counts say how many are enabled, how many of those fail, and how many act on nothing now', () => {
  const { list } = setUp(all, statuses);
  assert.deepEqual(list.counts(), { total: 4, enabled: 3, failing: 1, quiet: 2 });
  assert.deepEqual(list.tags(), ['Payments']);
});

test('10,000 rules are listed, searched and counted without a long pause', (t) => {
  const { list } = setUp(Array.from({ length: 10_000 }, (_, n) => ruleOf(`Rule ${(n * 7919) % 10_000}`)));
  const timed = (what: string, work: () => unknown) => {
    const began = performance.now();
    work();
    const took = performance.now() - began;
    t.diagnostic(`${what}: ${took.toFixed(1)} ms`);
    return took;
  };
  timed('the first time', () => list.read({}, 0, 100));
  const took = timed('a search', () => list.read({ search: 'rule 77', state: 'pending' }, 0, 100));
  timed('counts', () => list.counts());
  assert.ok(took < 300, `${took} ms`);
});
