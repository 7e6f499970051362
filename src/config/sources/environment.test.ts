import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settingDefinitions } from '../settings.ts';
import { readEnvironment } from './environment.ts';

for (const { key, variable } of settingDefinitions) {
  test(`${variable} sets ${key}`, () => {
    const { given, problems } = readEnvironment({ [variable]: 'x' });
    assert.deepEqual(problems, []);
    assert.deepEqual(
      given.map(({ definition, place }) => [definition.key, place.short]),
      [[key, variable]],
    );
  });
}

const ignored: [variable: string, text: string][] = [
  ['PATH', '/bin'],
  ['TOCSINX', 'not ours'],
  ['TOCSIN_CONFIG', 'x.yml'],
  ['TOCSIN_URL', 'http://127.0.0.1:5640'],
  ['TOCSIN_API_KEY', 'k'],
  ['TOCSIN_ADMIN_PASSWORD', 'p'],
  ['TOCSIN_ROUTING_KEY', 'r'],
  ['TOCSIN_PORT', 'tcp://10.96.0.7:5640'],
  ['TOCSIN_PORT_5640_TCP', 'tcp://10.96.0.7:5640'],
  ['TOCSIN_PORT_5640_TCP_ADDR', '10.96.0.7'],
  ['TOCSIN_SERVICE_HOST', '10.96.0.7'],
  ['TOCSIN_SERVICE_PORT_HTTP', '5640'],
  ['TOCSIN_POSTGRES_SERVICE_HOST', '10.96.0.8'],
  ['TOCSIN_POSTGRES_SERVICE_PORT', '5432'],
  ['TOCSIN_POSTGRES_PORT', 'tcp://10.96.0.8:5432'],
  ['TOCSIN_POSTGRES_PORT_5432_TCP_PROTO', 'tcp'],
  ['TOCSIN_SERVER_PORT', 'tcp://10.96.0.9:5640'],
];
for (const [variable, text] of ignored) {
  test(`${variable}=${text} is no setting`, () => {
    assert.deepEqual(readEnvironment({ [variable]: text }), { given: [], problems: [] });
  });
}

const unknown: [variable: string, hint: string][] = [
  ['TOCSIN_SERVER_PROT', 'did you mean TOCSIN_SERVER_PORT?'],
  ['TOCSIN_ALLOWED_HOSTS', 'did you mean TOCSIN_ACTIONS_ALLOWED_HOSTS?'],
  ['TOCSIN_XPACK_ACTIONS_ALLOWED_HOSTS', 'did you mean TOCSIN_ACTIONS_ALLOWED_HOSTS?'],
  ['TOCSIN_APIKEY', 'did you mean TOCSIN_API_KEY?'],
  ['TOCSIN_server_port', 'did you mean TOCSIN_SERVER_PORT?'],
  ['TOCSIN_ELASTICSEARCH_HOSTS', '"tocsin config check --help" lists the settings'],
  ['TOCSIN_', '"tocsin config check --help" lists the settings'],
];
for (const [variable, hint] of unknown) {
  test(`${variable} is refused with a hint`, () => {
    const { given, problems } = readEnvironment({ [variable]: 'hidden' });
    assert.deepEqual(given, []);
    assert.deepEqual(problems, [
      {
        key: variable,
        value: undefined,
        message: `unknown environment variable ${variable}: ${hint}`,
        where: variable,
      },
    ]);
  });
}

test('an undefined variable is none', () => {
  assert.deepEqual(readEnvironment({ TOCSIN_NONSENSE: undefined }).problems, []);
});
