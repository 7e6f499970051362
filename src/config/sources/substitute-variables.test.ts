import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ref } from '../test-loader.ts';
import { substituteVariables } from './substitute-variables.ts';

const environment = {
  HOST: 'a.example',
  EMPTY: '',
  NESTED: ref('HOST'),
  YAML: '{b: 1} # "',
  GONE: undefined,
};

const cases: [name: string, value: unknown, expected: unknown][] = [
  ['a whole text', ref('HOST'), 'a.example'],
  ['a part of a text', `https://${ref('HOST')}/x`, 'https://a.example/x'],
  ['several', `${ref('HOST')}-${ref('HOST')}`, 'a.example-a.example'],
  ['the default of one that is not set', ref('GONE:8080'), '8080'],
  ['one that is set, whatever the default', ref('HOST:other'), 'a.example'],
  ['one that is set and empty', ref('EMPTY:other'), ''],
  ['a text with signs that mean something in YAML', ref('YAML'), '{b: 1} # "'],
  ['what a variable holds is not read again', ref('NESTED'), ref('HOST')],
  [
    'deep in lists and maps',
    { a: [ref('HOST'), 1, null, { b: ref('HOST') }] },
    { a: ['a.example', 1, null, { b: 'a.example' }] },
  ],
  ['not in keys', { [ref('HOST')]: 1 }, { [ref('HOST')]: 1 }],
  [
    'no other syntax',
    ['$HOST', ref(' HOST '), ref('HOST-x'), ref('')],
    ['$HOST', ref(' HOST '), ref('HOST-x'), ref('')],
  ],
];
for (const [name, value, expected] of cases) {
  test(`variables in a settings file: ${name}`, () => {
    const { value: got, missing } = substituteVariables(value, environment);
    assert.deepEqual(got, expected);
    assert.deepEqual(missing, []);
  });
}

test('a variable that is not set is named with the place of its text', () => {
  const { missing, named } = substituteVariables({ a: ['x', ref('GONE') + ref('HOST')] }, environment);
  assert.deepEqual(missing, [{ name: 'GONE', path: ['a', 1] }]);
  assert.deepEqual(named, ['GONE', 'HOST']);
});

test('where it is asked for, a doubled sign makes a reference a text', () => {
  const values = [`$${ref('HOST')}`, `$$${ref('GONE')} ${ref('HOST')}`, '$$HOST'];
  const { value, missing } = substituteVariables(values, environment, { doubled: true });
  assert.deepEqual(value, [ref('HOST'), `$${ref('GONE')} a.example`, '$$HOST']);
  assert.deepEqual(missing, []);
  assert.deepEqual(substituteVariables(`$${ref('HOST')}`, environment).value, '$a.example');
});
