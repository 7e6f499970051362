import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupSettings } from './group-settings.ts';
import type { EffectiveSetting } from './settings-queries.ts';

const setting = (key: string, more: Partial<EffectiveSetting> = {}): EffectiveSetting => ({
  key,
  value: '15s',
  source: 'default',
  where: null,
  secret: false,
  description: 'How long an attempt waits.',
  default: '15s',
  after_restart: null,
  ...more,
});
const all = [
  setting('server.port', { value: '5640', description: 'Where it listens.' }),
  setting('actions.responseTimeout', { source: 'file', where: 'tocsin.yml:3', value: '30s' }),
  setting('server.host', { value: '127.0.0.1', source: 'environment', where: 'TOCSIN_SERVER_HOST' }),
];
const keysOf = (search: string, onlyChanged = false) =>
  groupSettings(all, { search, onlyChanged }).map(({ name, settings }) => [
    name,
    ...settings.map((s) => s.key),
  ]);

const rows: [name: string, search: string, onlyChanged: boolean, groups: string[][]][] = [
  [
    'nothing asked for: all, by section, in their order',
    '',
    false,
    [
      ['server', 'server.port', 'server.host'],
      ['actions', 'actions.responseTimeout'],
    ],
  ],
  ['a part of a key, in any case', 'RESPONSE', false, [['actions', 'actions.responseTimeout']]],
  ['a value', '5640', false, [['server', 'server.port']]],
  ['a word of the description', 'listens', false, [['server', 'server.port']]],
  ['where it was set', 'tocsin.yml', false, [['actions', 'actions.responseTimeout']]],
  ['all words have to be found', 'server port', false, [['server', 'server.port']]],
  [
    'only what was changed',
    '',
    true,
    [
      ['actions', 'actions.responseTimeout'],
      ['server', 'server.host'],
    ],
  ],
  ['nothing matches', 'moon', false, []],
];
for (const [name, search, onlyChanged, groups] of rows) {
  test(`settings are found: ${name}`, () => assert.deepEqual(keysOf(search, onlyChanged), groups));
}
