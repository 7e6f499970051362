import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '../../refusal.ts';
import type { Rule } from '../rule.ts';
import { pendingSince, type RuleStatus } from '../rule-status.ts';
import { type FindQuery, findRules } from './find-rules.ts';

const created = Date.UTC(2026, 0, 1);

function ruleOf(id: string, given: Partial<Rule> = {}, status: RuleStatus = pendingSince(created)) {
  const rule: Rule = {
    id,
    name: id,
    typeId: 'quiet',
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
    createdBy: 'ann',
    apiKeyOwner: null,
    updatedBy: null,
    createdAt: created,
    updatedAt: created,
    revision: 0,
    ...given,
  };
  return { rule, status };
}

const failed: RuleStatus = {
  execution: { status: 'error', at: created, error: { reason: 'timeout', message: 'It took too long' } },
};
const action = {
  uuid: 'u',
  group: 'default',
  connectorId: 'on-call',
  connectorTypeId: '.pagerduty',
  params: {},
  frequency: null,
  timeframe: null,
};
const all = [
  ruleOf('a', { name: 'CPU of db1', tags: ['payments', 'night shift'], params: { host: 'db1', limit: 90 } }),
  ruleOf('b', {
    name: 'Disk of db2',
    enabled: false,
    params: { host: 'my b', nested: { deep: ['x', 'y'] } },
  }),
  ruleOf('c', { name: 'cpu of web', consumer: 'logs', actions: [action], createdAt: created + 1000 }),
  ruleOf('d', { name: 'Queue (a*b)', muteAll: true, revision: 7, tags: ['Payments'] }, failed),
];

const find = (query: Partial<FindQuery>) =>
  findRules(all, { page: 1, perPage: 100, defaultSearchOperator: 'OR', ...query });
const ids = (query: Partial<FindQuery>) =>
  find(query)
    .rules.map(({ rule }) => rule.id)
    .join('');

const at = 'alert.attributes';
const filters: [filter: string, expected: string][] = [
  [`${at}.name: cpu`, 'ac'],
  [`${at}.name: "CPU of"`, 'ac'],
  [`${at}.name: "of CPU"`, ''],
  [`${at}.name: disk queue`, 'bd'],
  [`${at}.name: db*`, 'ab'],
  [`${at}.name.keyword: "CPU of db1"`, 'a'],
  [`${at}.name.keyword: *web`, 'c'],
  [`${at}.name.keyword: "Queue (a*b)"`, 'd'],
  [`${at}.name.keyword: *a\\*b*`, 'd'],
  [`${at}.tags: payments`, 'a'],
  [`${at}.tags: night shift`, 'a'],
  [`${at}.tags: (payments or Payments)`, 'ad'],
  [`${at}.tags: (payments and "night shift")`, 'a'],
  [`not ${at}.tags: *`, 'cb'],
  [`${at}.enabled: false`, 'b'],
  [`${at}.enabled: true and not ${at}.consumer: logs`, 'ad'],
  [`${at}.consumer: logs or (${at}.enabled: false and ${at}.name: disk)`, 'cb'],
  [`${at}.params.host: "my b"`, 'b'],
  [`${at}.params.limit > 89`, 'a'],
  [`${at}.params.limit >= 91`, ''],
  [`${at}.params.nested.deep: y`, 'b'],
  [`${at}.params.constructor: *`, ''],
  [`${at}.muteAll: true`, 'd'],
  [`${at}.revision >= 7 and ${at}.revision < 8`, 'd'],
  [`${at}.createdAt > "2026-01-01T00:00:00.500Z"`, 'c'],
  [`${at}.createdAt <= ${created}`, 'abd'],
  [`${at}.executionStatus.status: error`, 'd'],
  [`${at}.executionStatus.error.reason: timeout`, 'd'],
  [`${at}.actions.actionTypeId: .pagerduty`, 'c'],
  ['alert.id: "alert:b"', 'b'],
  [
    `{"type":"function","function":"and","arguments":[{"type":"function","function":"is","arguments":[{"type":"literal","value":"${at}.name","isQuoted":false},{"type":"literal","value":"cpu","isQuoted":false}]},{"type":"function","function":"not","arguments":[{"type":"function","function":"is","arguments":[{"type":"literal","value":"${at}.consumer"},{"type":"wildcard","value":"lo@kuery-wildcard@"}]}]}]}`,
    'a',
  ],
  [
    `{"type":"function","function":"range","arguments":[{"type":"literal","value":"${at}.revision"},"gt",{"type":"literal","value":3}]}`,
    'd',
  ],
];
for (const [filter, expected] of filters) {
  test(`the filter ${filter.slice(0, 90)} finds ${expected || 'nothing'}`, () => {
    assert.deepEqual([...ids({ filter })].sort().join(''), [...expected].sort().join(''));
  });
}

const refused: [what: Partial<FindQuery>, message: string][] = [
  [{ filter: 'name: a' }, 'Error find rules: Filter is not supported on this field name'],
  [{ filter: `${at}.apiKey: a` }, `Error find rules: Filter is not supported on this field ${at}.apiKey`],
  [{ filter: `${at}.params: a` }, `Error find rules: Filter is not supported on this field ${at}.params`],
  [
    { filter: 'cpu' },
    'Error find rules: the filter can not be read: ":" after a field was expected, not the end, at character 4',
  ],
  [
    { filter: `${at}.name: (a` },
    'Error find rules: the filter can not be read: ")" was expected, not the end, at character 26',
  ],
  [
    { filter: `${at}.actions:{ group: a }` },
    'Error find rules: the filter can not be read: nested queries { } are not understood here, at character 26',
  ],
  [
    { filter: `${at}.name: "a` },
    'Error find rules: the filter can not be read: a quote or a backslash is not ended, at character 24',
  ],
  [
    { filter: `${at}.name: a ${at}.name: b` },
    'Error find rules: the filter can not be read: "and" or "or" was expected, not :, at character 47',
  ],
  [{ filter: `${at}.name > 5` }, `Error find rules: ${at}.name can not be compared with 5 by < or >`],
  [
    { filter: `${at}.createdAt > now-1d` },
    'Error find rules: "now-1d" is no time: write ISO 8601, such as "2026-01-31T10:00:00.000Z", or milliseconds since 1970',
  ],
  [{ filter: '{' }, 'Error find rules: the filter is not JSON that can be read: {'],
  [
    { filter: '{"type":"function","function":"nested","arguments":[]}' },
    'Error find rules: the filter is JSON, but no node of KQL that is understood here (and, or, not, is, exists, range)',
  ],
  [
    { search: 'a~2' },
    'Error find rules: groups ( ), ~ and a single quote are not understood in search: use words, "phrases", prefix*, -, + and |',
  ],
  [{ search: 'a', searchFields: ['createdAt'] }, 'Error find rules: Search field createdAt not supported'],
  [{ sortField: 'alert.name' }, 'Error find rules: Sort is not supported on this field alert.name'],
  [
    { hasReference: '{"id":"x"}' },
    'Error find rules: has_reference must be JSON such as {"type":"action","id":"on-call"}',
  ],
];
for (const [query, message] of refused) {
  test(`${JSON.stringify(query)} is refused`, () => {
    assert.throws(
      () => find(query),
      (error) => error instanceof Refusal && error.code === 'invalid' && error.message === message,
    );
  });
}

const searches: [query: Partial<FindQuery>, expected: string][] = [
  [{ search: 'cpu' }, 'ac'],
  [{ search: 'cpu disk' }, 'abc'],
  [{ search: 'cpu db1', defaultSearchOperator: 'AND' }, 'a'],
  [{ search: 'cpu + web' }, 'c'],
  [{ search: 'cpu | queue', defaultSearchOperator: 'AND' }, 'acd'],
  [{ search: '"of db2"' }, 'b'],
  [{ search: 'pay*' }, 'ad'],
  [{ search: 'pay*', searchFields: ['name'] }, ''],
  [{ search: 'cpu -web', defaultSearchOperator: 'AND' }, 'a'],
  [{ search: 'quiet', searchFields: ['alertTypeId'] }, 'abcd'],
  [{ search: '  ' }, 'abcd'],
  [{ hasReference: '{"type":"action","id":"on-call"}' }, 'c'],
  [{ hasReference: '{"type":"tag","id":"on-call"}' }, ''],
  [{ consumers: ['logs', 'x'] }, 'c'],
];
for (const [query, expected] of searches) {
  test(`${JSON.stringify(query)} finds ${expected || 'nothing'}`, () => {
    assert.equal([...ids(query)].sort().join(''), expected);
  });
}

const orders: [query: Partial<FindQuery>, expected: string][] = [
  [{}, 'acbd'],
  [{ sortField: 'name', sortOrder: 'desc' }, 'dbca'],
  [{ sortField: 'createdAt', sortOrder: 'desc' }, 'cabd'],
  [{ sortField: 'revision' }, 'acbd'],
  [{ sortField: 'params.limit' }, 'acbd'],
  [{ sortField: 'tags' }, 'dacb'],
  [{ page: 2, perPage: 3 }, 'd'],
  [{ page: 3, perPage: 3 }, ''],
  [{ perPage: 0 }, ''],
];
for (const [query, expected] of orders) {
  test(`${JSON.stringify(query)} gives ${expected || 'nothing'}, and the number of all`, () => {
    assert.equal(ids(query), expected);
    assert.equal(find(query).total, 4);
  });
}

test('a filter full of stars takes no longer than a look at the text', () => {
  const name = 'a'.repeat(100_000);
  const started = performance.now();
  const query = {
    page: 1,
    perPage: 1,
    defaultSearchOperator: 'OR',
    filter: `${at}.name: ${'*a'.repeat(30)}*b`,
  } as const;
  assert.equal(findRules([ruleOf('x', { name })], query).total, 0);
  assert.ok(performance.now() - started < 1000);
});
