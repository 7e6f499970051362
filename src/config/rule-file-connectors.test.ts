import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load, ref } from './test-loader.ts';

const secret = 'sE1'.padEnd(32, 'c3');
const yaml = [
  'rules.files: [rules/*.yml]',
  'actions.preconfigured:',
  '  first:',
  '    name: First',
  '    actionTypeId: .pagerduty',
  `    secrets: {routingKey: ${secret}}`,
].join('\n');

const inFile = (id: string, more = '') =>
  `connectors:\n  ${id}:\n    name: On-call\n    actionTypeId: .pagerduty\n    secrets: {routingKey: "${ref('PD')}"}\n${more}`;

test('connectors of files stand beside those of the settings, each with its place, and secrets are masked', async () => {
  const { settings, entries, ruleFiles } = await load({
    yaml,
    files: { 'rules/a.yml': inFile('second'), 'rules/b.yml': 'connectors:\n' },
    env: { PD: secret },
  });
  assert.deepEqual(ruleFiles.problems, []);
  const { preconfigured } = settings.actions;
  assert.deepEqual(Object.keys(preconfigured), ['first', 'second']);
  assert.deepEqual(preconfigured.second?.secrets, { routingKey: secret });
  const shown = entries.filter(({ key }) => key.startsWith('actions.preconfigured.second.'));
  assert.deepEqual(
    shown.map(({ key, value, where }) => [key.slice('actions.preconfigured.second.'.length), value, where]),
    [
      ['name', 'On-call', 'rules/a.yml:3'],
      ['actionTypeId', '.pagerduty', 'rules/a.yml:4'],
      ['secrets.routingKey', '********', 'rules/a.yml:5'],
    ],
  );
  const first = entries.find(({ key }) => key === 'actions.preconfigured.first.name');
  assert.equal(first?.where, 'tocsin.yml:4');
});

test('a key may stand in a file of its own, whose path starts from the folder of the settings', async () => {
  const text = 'connectors: {a: {name: A, actionTypeId: .pagerduty, secrets: {routingKeyFile: keys/a}}}';
  const files = { 'rules/a.yml': text, 'keys/a': `${secret}\n` };
  const { settings } = await load({ yaml: 'rules.files: [rules/*.yml]', files });
  assert.deepEqual(settings.actions.preconfigured.a?.secrets, { routingKey: secret });
});

test('what only their type knows to be wrong is told with the place in the file', async () => {
  const files = { 'rules/a.yml': inFile('second') };
  const check = (_: unknown, { placeOf }: { placeOf(key: string, path: string[]): { long: string } }) => {
    const { long } = placeOf('actions.preconfigured', ['second', 'secrets', 'routingKey']);
    return [{ key: undefined, value: undefined, where: long, message: `wrong in ${long}` }];
  };
  await assert.rejects(load({ yaml, files, env: { PD: 'x' } }, check), /wrong in rules\/a\.yml line 5/);
});

const faults: [name: string, text: string, message: string][] = [
  ['no map', 'connectors: [a]', 'line 1: connectors is ********: use a map of ids to connectors'],
  [
    'a key that nobody knows',
    inFile('second', '    routingKey: abc\n'),
    'line 6: connectors.second.routingKey is ********: there is no such key: did you mean "secrets.routingKey"?',
  ],
  [
    'no name',
    'connectors:\n  a: {actionTypeId: .pagerduty}',
    'line 2: connectors.a.name has no value: use a text of 1 to 1024 characters',
  ],
  [
    'an id that the settings have',
    inFile('first'),
    'line 2: connectors.first is there twice, in tocsin.yml line 3 and here: keep one',
  ],
];
for (const [name, text, message] of faults) {
  test(`a file whose connectors are wrong is told, and they are left out: ${name}`, async () => {
    const { settings, ruleFiles } = await load({ yaml, files: { 'rules/a.yml': text }, env: { PD: secret } });
    assert.deepEqual(
      ruleFiles.problems.map((problem) => problem.message),
      [`rules/a.yml ${message}`],
    );
    assert.deepEqual(Object.keys(settings.actions.preconfigured), ['first']);
  });
}

test('an id that two files have is told with both places', async () => {
  const files = { 'rules/a.yml': inFile('x'), 'rules/b.yml': inFile('x') };
  const { ruleFiles } = await load({ yaml: 'rules.files: [rules/*.yml]', files, env: { PD: secret } });
  assert.deepEqual(
    ruleFiles.problems.map((problem) => problem.message),
    ['rules/b.yml line 2: connectors.x is there twice, in rules/a.yml line 2 and here: keep one'],
  );
});
