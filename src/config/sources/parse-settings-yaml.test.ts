import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ref } from '../test-loader.ts';
import { parseSettingsYaml } from './parse-settings-yaml.ts';

const same: [name: string, yaml: string][] = [
  ['dotted', 'server.ssl.certificate: x\nserver.port: 1\nactions.allowedHosts: [a]'],
  ['nested', 'server:\n  ssl:\n    certificate: x\n  port: 1\nactions:\n  allowedHosts:\n    - a'],
  ['in both ways', 'server.ssl: {certificate: x}\nserver: {port: 1}\nactions:\n  allowedHosts: [a]'],
  ['with the prefix', 'server.ssl.certificate: x\nserver.port: 1\nxpack.actions.allowedHosts: [a]'],
  ['with the prefix nested', 'server: {ssl.certificate: x, port: 1}\nxpack: {actions: {allowedHosts: [a]}}'],
  [
    'with the prefix half nested',
    'server: {ssl.certificate: x, port: 1}\nxpack.actions:\n  allowedHosts: [a]',
  ],
  ['with an alias', 'server: {ssl: {certificate: &c x}, port: 1}\nactions.allowedHosts: [&h a]'],
  ['as JSON', '{"server": {"ssl": {"certificate": "x"}, "port": 1}, "actions": {"allowedHosts": ["a"]}}'],
];
for (const [name, yaml] of same) {
  test(`settings are understood ${name}`, () => {
    const { given, problems } = parseSettingsYaml(yaml, 'tocsin.yml');
    assert.deepEqual(problems, []);
    assert.deepEqual(Object.fromEntries(given.map(({ definition, raw }) => [definition.key, raw])), {
      'server.ssl.certificate': 'x',
      'server.port': 1,
      'actions.allowedHosts': ['a'],
    });
  });
}

const nothing = { given: [], problems: [], unused: [], variables: new Set() };
const empty = ['', '# only a comment\n', '---\n', '~', '\ufeff', 'server:\n  # port: 1\n', 'server: {}'];
for (const yaml of empty) {
  test(`${JSON.stringify(yaml)} sets nothing and is right`, () => {
    assert.deepEqual(parseSettingsYaml(yaml, 'tocsin.yml'), nothing);
  });
}

test('values keep their types, by YAML 1.2 and not 1.1', () => {
  const { given } = parseSettingsYaml(
    '%YAML 1.1\n---\nlogging.level: yes\nserver.port: 0x10\ndata: 2026-01-01',
    'a',
  );
  assert.deepEqual(
    given.map(({ raw }) => raw),
    ['yes', 16, '2026-01-01'],
  );
});

test('a value and the entries of a list know their lines', () => {
  const [given] = parseSettingsYaml(
    '# first\nactions:\n  allowedHosts:\n    - a\n    - b\n',
    'etc/t.yml',
  ).given;
  assert.deepEqual(given?.place, { short: 'etc/t.yml:3', long: 'etc/t.yml line 3' });
  assert.equal(given?.placeOf?.([1]).long, 'etc/t.yml line 5');
  assert.equal(given?.placeOf?.([7]).long, 'etc/t.yml line 3');
});

const group = 'is a group of settings: write "server.host: …"';
const bad: [name: string, yaml: string, messages: string[]][] = [
  ['a tab', 'server:\n\tport: 1', ['t.yml line 2: tabs can not indent; use spaces']],
  [
    'an open bracket',
    'a: 1\nactions.allowedHosts: [a',
    ['t.yml line 2: the indentation does not fit, or a bracket or quote is not closed'],
  ],
  [
    'a colon that is missing',
    'data: x\nserver',
    [
      't.yml line 2: something is missing: a colon with a space after a key, a comma, or a closing quote or bracket',
    ],
  ],
  [
    'a tag',
    'data: !env HOME',
    ['t.yml line 1: tags (!name) are not understood; put a value that begins with ! in quotes'],
  ],
  [
    'two documents',
    'data: x\n---\ndata: y',
    ['t.yml line 2: this file is one document; remove the second "---"'],
  ],
  ['an @', 'data: @x', ['t.yml line 1: a value can not begin with this character; put the value in quotes']],
  ['a list as a file', '- a', ['t.yml line 1: write settings as "key: value", such as "server.port: 5640"']],
  [
    'a text as a file',
    'hello',
    ['t.yml line 1: write settings as "key: value", such as "server.port: 5640"'],
  ],
  ['a list as a key', '? [a]\n: 1', ['t.yml line 1: a key must be a text']],
  ['a text for a group', 'server: x', [`t.yml line 1: "server" ${group}`]],
  ['a list for a group', 'server: [x]', [`t.yml line 1: "server" ${group}`]],
  ['an alias for a group', 'data: &d x\nserver: *d', [`t.yml line 2: "server" ${group}`]],
  [
    'keys below a setting',
    'server.port.min: 1',
    ['t.yml line 1: "server.port" takes a value, not more keys'],
  ],
  [
    'an alias without its anchor',
    'data: *nowhere',
    ['t.yml line 1: the aliases (*name) in "data" can not be followed; write the value itself'],
  ],
  [
    'aliases that grow without bound',
    `logging.level: &a [x,x,x,x,x,x,x,x,x,x]\nsandbox.enabled: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\ndata: [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]`,
    ['t.yml line 3: the aliases (*name) in "data" can not be followed; write the value itself'],
  ],
  [
    'an alias inside of what it stands for',
    'actions.allowedHosts: &a [*a]',
    [
      't.yml line 1: the aliases (*name) in "actions.allowedHosts" can not be followed; write the value itself',
    ],
  ],
  ['nesting without end', `a: ${'['.repeat(100_000)}`, ['t.yml line 1: nested too deeply']],
  [
    'the same key twice in a group',
    'server:\n  port: 1\n  host: x\n  port: 2',
    ['"server.port" is set twice in t.yml, in line 2 and in line 4: keep one'],
  ],
  [
    'the same group twice',
    'server:\n  port: 1\nserver:\n  host: x',
    ['"server" is set twice in t.yml, in line 1 and in line 3: keep one'],
  ],
  [
    'a setting dotted and nested',
    'server.port: 1\nserver:\n  port: 2',
    ['"server.port" is set twice in t.yml, in line 1 and in line 3: keep one'],
  ],
  [
    'a setting with and without xpack.',
    'xpack.actions.allowedHosts: [a]\n\nactions.allowedHosts: [a]',
    ['"actions.allowedHosts" is set twice in t.yml, in line 1 and in line 3: keep one'],
  ],
  [
    'a slip',
    'server.prot: 1',
    ['unknown setting "server.prot" in t.yml line 1: did you mean "server.port"?'],
  ],
  [
    'a slip in a group',
    'data: x\nserver:\n  allowPlainText: true',
    ['unknown setting "server.allowPlainText" in t.yml line 3: did you mean "server.allowPlaintext"?'],
  ],
  [
    'a slip in the name of a group',
    'srever: {port: 1}',
    ['unknown setting "srever" in t.yml line 1: did you mean "server"?'],
  ],
  [
    'a key without its group',
    'port: 1',
    ['unknown setting "port" in t.yml line 1: did you mean "server.port"?'],
  ],
  [
    'a slip in an alias',
    'xpack.actions.alowedHosts: [a]',
    [
      'unknown setting "xpack.actions.alowedHosts" in t.yml line 1: did you mean "xpack.actions.allowedHosts"?',
    ],
  ],
  [
    'a key that is like none',
    'opensearch.username: me',
    [
      'unknown setting "opensearch.username" in t.yml line 1: "tocsin config check --help" lists the settings',
    ],
  ],
  [
    'an unknown key twice',
    'zzzzzzzz: 1\nzzzzzzzz: 2',
    [
      'unknown setting "zzzzzzzz" in t.yml line 1: "tocsin config check --help" lists the settings',
      '"zzzzzzzz" is set twice in t.yml, in line 1 and in line 2: keep one',
    ],
  ],
  [
    'a key of a thousand characters',
    `${'k'.repeat(1000)}: 1`,
    [
      `unknown setting "${'k'.repeat(100)}…" in t.yml line 1: "tocsin config check --help" lists the settings`,
    ],
  ],
  [
    'keys that objects have',
    '__proto__: 1\nconstructor: 2',
    [
      'unknown setting "__proto__" in t.yml line 1: "tocsin config check --help" lists the settings',
      'unknown setting "constructor" in t.yml line 2: "tocsin config check --help" lists the settings',
    ],
  ],
];
for (const [name, yaml, messages] of bad) {
  test(`refused with its line: ${name}`, () => {
    const { problems } = parseSettingsYaml(yaml, 't.yml');
    assert.deepEqual(
      problems.map((problem) => problem.message),
      messages,
    );
  });
}

const preconfigured: [name: string, yaml: string][] = [
  ['nested', 'actions:\n  preconfigured:\n    a:\n      name: A\n      secrets:\n        routingKey: k'],
  ['dotted', 'actions.preconfigured.a.name: A\nactions.preconfigured.a.secrets.routingKey: k'],
  ['with the prefix', 'xpack.actions.preconfigured:\n  a: {name: A, secrets.routingKey: k}'],
  [
    'in several places',
    'xpack.actions:\n  preconfigured.a.name: A\n  preconfigured: {a.secrets: {routingKey: k}}',
  ],
  ['with aliases', 'elasticsearch: &s {routingKey: k}\nactions.preconfigured:\n  a: {name: A, secrets: *s}'],
];
for (const [name, yaml] of preconfigured) {
  test(`a map that people choose the keys of is understood ${name}`, () => {
    const { given, problems } = parseSettingsYaml(yaml, 't.yml');
    assert.deepEqual(problems, []);
    assert.deepEqual(
      given.map(({ definition, raw }) => [definition.key, raw]),
      [['actions.preconfigured', { a: { name: 'A', secrets: { routingKey: 'k' } } }]],
    );
  });
}

test('a part of a map knows the line of its key, and one that is missing that of what it is missing in', () => {
  const yaml = 'actions.preconfigured:\n  a:\n    name: A\n    secrets:\n      routingKey: k\n';
  const [given] = parseSettingsYaml(yaml, 't.yml').given;
  const lineOf = (...path: string[]) => given?.placeOf?.(path).short;
  assert.deepEqual(
    [lineOf('a'), lineOf('a', 'name'), lineOf('a', 'secrets', 'routingKey'), lineOf('a', 'actionTypeId')],
    ['t.yml:2', 't.yml:3', 't.yml:5', 't.yml:2'],
  );
});

test('a part that is given twice is told with both lines', () => {
  const { problems } = parseSettingsYaml(
    'actions.preconfigured.a.name: A\nxpack.actions.preconfigured:\n  a: {name: B}\n  a.name.x: C',
    't.yml',
  );
  assert.deepEqual(
    problems.map(({ message }) => message),
    [
      '"actions.preconfigured.a.name" is set twice, in t.yml line 1 and in t.yml line 3: keep one',
      '"actions.preconfigured.a.name.x" is set twice, in t.yml line 1 and in t.yml line 4: keep one',
    ],
  );
});

test('keys of Kibana are set aside with why they have no effect, whatever is in them', () => {
  const yaml = [
    'elasticsearch:',
    `  password: ${ref('NOT_SET')}`,
    'server: {name: kibana, port: 1}',
    'xpack:',
    '  security: {encryptionKey: x, session: {lifespan: 1d}}',
    '  alerting: {rules: {run: {timeout: 5m}}, healthCheck: {interval: 1h}}',
    'xpack.actions.email.domain_allowlist: [x]',
  ].join('\n');
  const { given, problems, unused, variables } = parseSettingsYaml(yaml, 't.yml');
  assert.deepEqual(problems, []);
  assert.deepEqual(
    given.map(({ definition }) => definition.key),
    ['server.port', 'session.lifespan', 'alerting.rules.run.timeout'],
  );
  assert.deepEqual(
    unused.map(({ key, why }) => `${key}: ${why}`),
    [
      'elasticsearch: elsewhere in Kibana',
      'server.name: elsewhere in Kibana',
      'xpack.security.encryptionKey: elsewhere in Kibana',
      'xpack.alerting.healthCheck: other rules',
      'xpack.actions.email.domain_allowlist: other connector types',
    ],
  );
  assert.equal(variables.size, 0);
});
