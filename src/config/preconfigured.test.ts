import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Given, load, ref, refusalOf } from './test-loader.ts';

const key = 'abcdef0123456789abcdef0123456789';

/** A file with one connector, `a`, of these lines. */
const connector = (...lines: string[]): Given => ({
  yaml: ['actions.preconfigured:', '  a:', ...lines.map((line) => `    ${line}`)].join('\n'),
});
const whole = (...more: string[]) => connector('name: A', 'actionTypeId: .pagerduty', ...more);

const bad: [name: string, given: Given, messages: string[]][] = [
  [
    'a connector without name and type',
    connector(`secrets: {routingKey: ${key}}`),
    [
      'actions.preconfigured.a.name (tocsin.yml line 2) has no value: use a text of 1 to 1024 characters',
      'actions.preconfigured.a.actionTypeId (tocsin.yml line 2) has no value: use the id of a connector type, ".pagerduty"',
    ],
  ],
  [
    'values of the wrong kind',
    connector('name: 5', 'actionTypeId: [x]', 'config: x', `secrets: ${key}`, 'exposeConfig: yes'),
    [
      'actions.preconfigured.a.name (tocsin.yml line 3) is 5: use a text of 1 to 1024 characters',
      'actions.preconfigured.a.actionTypeId (tocsin.yml line 4) is a list: use the id of a connector type, ".pagerduty"',
      'actions.preconfigured.a.config (tocsin.yml line 5) is "x": use a map, such as {apiUrl: "https://events.eu.pagerduty.com/v2/enqueue"}',
      'actions.preconfigured.a.secrets (tocsin.yml line 6) is ********: use a map with routingKey or routingKeyFile',
      'actions.preconfigured.a.exposeConfig (tocsin.yml line 7) is "yes": use true or false',
    ],
  ],
  [
    'a text in the place of a connector',
    { yaml: `actions.preconfigured:\n  a: ${key}` },
    [
      'actions.preconfigured.a (tocsin.yml line 2) is ********: use a map with name, actionTypeId, config, secrets, exposeConfig, tocsin',
    ],
  ],
  [
    'a misspelt key, and keys that belong deeper',
    whole('actionTypeID: x', `routingKey: ${key}`, 'rateLimit: 5', 'color: red'),
    [
      'actions.preconfigured.a.actionTypeID (tocsin.yml line 5) is ********: there is no such key: did you mean "actionTypeId"?',
      'actions.preconfigured.a.routingKey (tocsin.yml line 6) is ********: there is no such key: did you mean "secrets.routingKey"?',
      'actions.preconfigured.a.rateLimit (tocsin.yml line 7) is ********: there is no such key: did you mean "tocsin.rateLimit"?',
      'actions.preconfigured.a.color (tocsin.yml line 8) is ********: there is no such key: use name, actionTypeId, config, secrets, exposeConfig, tocsin',
    ],
  ],
  [
    'ids that Kibana refuses too',
    { yaml: 'actions.preconfigured: {__proto__: {name: A}, constructor: {name: A}, "": {name: A}}' },
    [
      'actions.preconfigured.__proto__ (tocsin.yml line 1) is ********: invalid preconfigured action id "__proto__": choose another',
      'actions.preconfigured.constructor (tocsin.yml line 1) is ********: invalid preconfigured action id "constructor": choose another',
      'actions.preconfigured. (tocsin.yml line 1) is ********: invalid preconfigured action id "": choose another',
    ],
  ],
  [
    'a key file that is not there',
    whole('secrets: {routingKeyFile: keys/a}'),
    [
      'actions.preconfigured.a.secrets.routingKeyFile (tocsin.yml line 5) is "keys/a": the file does not exist',
    ],
  ],
  [
    'a key file that is empty',
    { ...whole('secrets:', '  routingKeyFile: k'), files: { k: '\n' } },
    ['actions.preconfigured.a.secrets.routingKeyFile (tocsin.yml line 6) is "k": the file is empty'],
  ],
  [
    'a key and a key file',
    { ...whole(`secrets: {routingKey: ${key}, routingKeyFile: k}`), files: { k: key } },
    [
      'actions.preconfigured.a.secrets.routingKeyFile (tocsin.yml line 5) is "k": routingKey is there too; keep one of them',
    ],
  ],
  [
    'a variable that is not set',
    whole(`secrets: {routingKey: "${ref('PD_KEY')}"}`),
    [
      'actions.preconfigured.a.secrets.routingKey (tocsin.yml line 5) names the environment variable PD_KEY, which is not set: set it where Tocsin is started, or write the value itself',
    ],
  ],
];
for (const [name, given, messages] of bad) {
  test(`refused in preconfigured connectors: ${name}`, async () => {
    const { problems } = await refusalOf(given);
    assert.deepEqual(
      problems.map(({ message }) => message),
      messages,
    );
  });
}

test('the key comes from the file, from a variable, or from another file, and is never shown', async () => {
  const ways: Given[] = [
    whole(`secrets.routingKey: ${key}`),
    { ...whole(`secrets: {routingKey: "${ref('TOCSIN_PD_KEY')}"}`), env: { TOCSIN_PD_KEY: key } },
    { ...whole('secrets: {routingKeyFile: keys/a}'), files: { 'keys/a': `${key}\n` } },
  ];
  for (const given of ways) {
    const { settings, entries } = await load(given);
    assert.deepEqual(settings.actions.preconfigured.a?.secrets, { routingKey: key });
    assert.ok(!JSON.stringify(entries).includes(key));
  }
});

test('the file of a key is looked for beside the settings file', async () => {
  const { yaml = '' } = whole('secrets: {routingKeyFile: a.key}');
  const files = { 'etc/tocsin.yml': yaml, 'etc/a.key': key };
  const { settings } = await load({ files, flags: { config: 'etc/tocsin.yml' } });
  assert.equal(settings.actions.preconfigured.a?.secrets.routingKey, key);
});

test('each part is shown with its line; secrets never, and config where exposeConfig says so', async () => {
  const lines = (exposeConfig: string) =>
    whole('config:', '  apiUrl: https://x.example/v2/enqueue', 'secrets: {routingKeyFile: k}', exposeConfig);
  const shown = async (exposeConfig: string) => {
    const { entries } = await load({ ...lines(exposeConfig), files: { k: key } });
    return entries.filter((entry) => entry.key.startsWith('actions.preconfigured'));
  };
  const entry = (name: string, value: string, line: number, secret = false) => ({
    key: `actions.preconfigured.a.${name}`,
    value,
    source: 'file',
    where: `tocsin.yml:${line}`,
    secret,
  });
  assert.deepEqual(await shown('exposeConfig: true'), [
    entry('name', 'A', 3),
    entry('actionTypeId', '.pagerduty', 4),
    entry('config.apiUrl', 'https://x.example/v2/enqueue', 6),
    entry('secrets.routingKeyFile', 'k', 7),
    entry('exposeConfig', 'true', 8),
  ]);
  const hidden = (await shown('exposeConfig: false')).find(({ key }) => key.endsWith('apiUrl'));
  assert.deepEqual(hidden, entry('config.apiUrl', '********', 6, true));
});
