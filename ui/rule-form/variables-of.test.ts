import assert from 'node:assert/strict';
import { test } from 'node:test';
import { variablesOf } from './variables-of.ts';

const type = {
  action_variables: {
    context: [
      { name: 'value', description: 'The value.' },
      { name: 'labels', description: 'The labels.' },
      { name: '*', description: 'Everything else.' },
    ],
    state: [{ name: 'seen', description: 'How often.' }],
    params: [{ name: 'query', description: 'The query.' }],
  },
};
const rule = { id: 'r1', name: 'Disks', tags: ['a', 'b'] };
const alert = (id: string, group: string, context: Record<string, unknown>) => ({
  id,
  group,
  group_name: group,
  severity: null,
  context,
});
const preview = {
  alerts: [
    alert('db1', 'warning', { value: 81 }),
    alert('db2', 'critical', { value: 95, labels: { instance: 'db2:9100', 'odd name': 'x' }, host: 'db2' }),
  ],
};

test('each variable has its description, and what it was in the last preview of its group', () => {
  const variables = variablesOf(type, { rule, isSummary: false, group: 'critical', preview });
  const byName = new Map(variables.map((each) => [each.name, each]));
  assert.deepEqual(byName.get('context.value'), {
    name: 'context.value',
    description: 'The value.',
    sample: '95',
  });
  assert.equal(byName.get('context.labels.instance')?.sample, 'db2:9100');
  assert.equal(byName.get('context.host')?.sample, 'db2');
  assert.equal(byName.get('alert.id')?.sample, 'db2');
  assert.equal(byName.get('rule.tags')?.sample, 'a,b');
  assert.ok(byName.has('state.seen') && byName.has('rule.params.query'));
});

test('a name that no template can say is not offered, nor the star for all others', () => {
  const names = variablesOf(type, { rule, isSummary: false, group: 'critical', preview }).map(
    ({ name }) => name,
  );
  assert.ok(!names.some((name) => name.includes('odd') || name.includes('*')));
  assert.equal(new Set(names).size, names.length);
});

test('without a preview there are no samples of alerts', () => {
  const variables = variablesOf(type, { rule, isSummary: false, group: 'critical', preview: undefined });
  assert.equal(variables.find(({ name }) => name === 'context.value')?.sample, undefined);
});

test('a recovery action, whose group no alert has, shows what another alert was like', () => {
  const variables = variablesOf(type, { rule, isSummary: false, group: 'recovered', preview });
  assert.equal(variables.find(({ name }) => name === 'context.value')?.sample, '81');
});

test('a summary knows how many alerts there are, and no alert of its own', () => {
  const names = variablesOf(type, { rule, isSummary: true, group: 'critical', preview }).map(
    ({ name }) => name,
  );
  assert.ok(names.includes('alerts.new.count'));
  assert.ok(!names.some((name) => name.startsWith('context.') || name.startsWith('alert.')));
});
