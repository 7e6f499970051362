import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { alertingRows } from './alerting-rows-for-test.ts';
import { deliveryRows } from './delivery-rows-for-test.ts';
import type { SettingsEntry } from './loaded-settings.ts';
import { actionsNetworkRows, rulesRows } from './network-rows-for-test.ts';
import { preconfiguredRows } from './preconfigured-rows-for-test.ts';
import { ruleFilesRow } from './rule-files-row-for-test.ts';
import { sessionRows } from './session-rows-for-test.ts';
import type { SettingRow } from './setting-row-for-test.ts';
import { settingDefinitions } from './settings.ts';
import { cwd, load, refusalOf } from './test-loader.ts';

const hex = '00ff'.repeat(16);
const base64 = Buffer.from(hex, 'hex').toString('base64');
const bytes = new Uint8Array(Buffer.from(hex, 'hex'));

const port = 'use a whole number from 0 to 65535, where 0 takes any free port';
const host = 'use an IP address or a host name without a port, such as "127.0.0.1" or "0.0.0.0"';
const url =
  'use an http or https address such as "https://tocsin.example.com", without path, query or trailing slash';
const ranges = 'use a list of IP addresses or ranges, such as "10.0.0.5" or "10.0.0.0/8"';
const types = 'use a list of connector type ids such as ".pagerduty", or "*" for every type';
const timeout = 'use a duration from 100ms to 10m: a whole number and one of ms, s, m, h, d, such as "15s"';
const keys = 'use a list of 32-byte keys, each as base64 or as 64 hex digits, in quotes';
const levels = 'use one of trace, debug, info, warn, error, fatal, silent';

const plainRows: SettingRow[] = [
  {
    key: 'data',
    otherwise: resolve(cwd, 'data'),
    good: [
      ['/var/lib/tocsin', resolve('/var/lib/tocsin')],
      ['../kept', resolve(cwd, '../kept')],
    ],
    bad: [
      ['', 'has no value: use the path of a folder, or remove it'],
      ['""', 'has no value: use the path of a folder, or remove it'],
      ['5', 'is 5: use the path of a folder'],
      ['[a]', 'is a list: use the path of a folder'],
      ['"a\\0b"', 'is "a\\u0000b": use the path of a folder'],
    ],
  },
  {
    key: 'server.host',
    otherwise: '127.0.0.1',
    good: [
      ['"::1"', '::1'],
      ['"[::1]"', '::1'],
      ['LocalHost', 'localhost'],
      ['127.0.0.2', '127.0.0.2'],
    ],
    bad: [
      ['~', `has no value: ${host}, or remove it`],
      ['127.0.0.1:5640', 'is "127.0.0.1:5640": write "127.0.0.1" here and 5640 in server.port'],
      ['"[::1]:80"', 'is "[::1]:80": write "[::1]" here and 80 in server.port'],
      ['http://localhost', `is "http://localhost": ${host}`],
      ['127.1', `is 127.1: ${host}`],
      ['"127.1"', `is "127.1": ${host}`],
      ['"*"', `is "*": ${host}`],
      ['"a b"', `is "a b": ${host}`],
      ['{a: b}', `is a group of keys: ${host}`],
    ],
  },
  {
    key: 'server.port',
    otherwise: 5640,
    good: [
      ['0', 0],
      ['65535', 65535],
      ['"8443"', 8443],
    ],
    variable: [['8443', 8443]],
    bad: [
      ['65536', `is 65536: ${port}`],
      ['-1', `is -1: ${port}`],
      ['1.5', `is 1.5: ${port}`],
      ['.nan', `is NaN: ${port}`],
      ['http', `is "http": ${port}`],
      ['true', `is true: ${port}`],
      ['null', `has no value: ${port}, or remove it`],
      ['[80, 81]', `is a list: ${port}`],
    ],
  },
  {
    key: 'server.publicBaseUrl',
    otherwise: undefined,
    good: [
      ['https://tocsin.example.com', 'https://tocsin.example.com'],
      ['HTTP://Tocsin.Example.com:8080', 'http://tocsin.example.com:8080'],
    ],
    bad: [
      ['tocsin.example.com', `is "tocsin.example.com": ${url}`],
      ['ftp://a.example', `is "ftp://a.example": ${url}`],
      [
        'https://a.example/',
        'is "https://a.example/": write "https://a.example", without user, path, query or trailing slash',
      ],
      [
        'https://a.example/x?y',
        'is "https://a.example/x?y": write "https://a.example", without user, path, query or trailing slash',
      ],
      [
        'https://me:pass@a.example',
        'is "https://********@a.example": write "https://a.example", without user, path, query or trailing slash',
      ],
    ],
  },
  {
    key: 'server.ssl.certificate',
    otherwise: undefined,
    good: [],
    bad: [
      ['[a]', 'is a list: use the path of a PEM file'],
      ['""', 'has no value: use the path of a PEM file, or remove it'],
    ],
  },
  {
    key: 'server.ssl.key',
    otherwise: undefined,
    good: [],
    bad: [
      ['7', 'is 7: use the path of a PEM file'],
      ['"-----BEGIN PRIVATE KEY-----\\nMIG"', 'is "********": give the path of the file, not its text'],
    ],
  },
  {
    key: 'server.trustedProxies',
    otherwise: [],
    good: [
      ['[]', []],
      ['[10.0.0.1, 10.0.0.0/8, "::1", "fd00::/8"]', ['10.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8']],
    ],
    variable: [['10.0.0.1, fd00::/8', ['10.0.0.1', 'fd00::/8']]],
    bad: [
      ['10.0.0.1', `is "10.0.0.1": ${ranges}`],
      ['[proxy.local]', `, entry 1, is "proxy.local": ${ranges}`],
      ['[10.0.0.1, 10.0.0.0/33]', `, entry 2, is "10.0.0.0/33": ${ranges}`],
      ['["fd00::/129"]', `, entry 1, is "fd00::/129": ${ranges}`],
      ['[10.0.0.0/8/8]', `, entry 1, is "10.0.0.0/8/8": ${ranges}`],
      ['["fe80::1%eth0"]', `, entry 1, is "fe80::1%eth0": ${ranges}`],
      [
        '[0.0.0.0/0]',
        ', entry 1, is "0.0.0.0/0": this trusts every address there is; name the proxies alone',
      ],
      ['[~]', `, entry 1, has no value: ${ranges}`],
    ],
  },
  {
    key: 'server.allowPlaintext',
    otherwise: false,
    good: [
      ['true', true],
      ['"true"', true],
    ],
    variable: [
      ['true', true],
      ['false', false],
    ],
    bad: [
      ['yes', 'is "yes": use true or false'],
      ['1', 'is 1: use true or false'],
    ],
  },
  {
    key: 'server.kibanaVersion',
    otherwise: '9.2.0',
    good: [
      ['8.19.3', '8.19.3'],
      ['9.3.0-SNAPSHOT', '9.3.0-SNAPSHOT'],
    ],
    bad: [
      ['9.2', 'is 9.2: use a version in quotes, such as "9.2.0"'],
      ['v9.2.0', 'is "v9.2.0": use a version in quotes, such as "9.2.0"'],
    ],
  },
  {
    key: 'actions.enabledActionTypes',
    otherwise: ['*'],
    good: [
      ['[.pagerduty]', ['.pagerduty']],
      ['[]', []],
    ],
    variable: [['.pagerduty,.email', ['.pagerduty', '.email']]],
    bad: [
      ['.pagerduty', `is ".pagerduty": ${types}`],
      ['[" "]', `, entry 1, is " ": ${types}`],
    ],
  },
  {
    key: 'actions.responseTimeout',
    otherwise: 15_000,
    good: [
      ['100ms', 100],
      ['10m', 600_000],
      ['60s', 60_000],
    ],
    bad: [
      ['99ms', 'is "99ms": use a duration from 100ms to 10m'],
      ['601s', 'is "601s": use a duration from 100ms to 10m'],
      ['1M', 'is "1M": write "1m"; units are ms, s, m (minutes), h, d'],
      ['"90"', 'is "90": it has no unit; write "90s" for seconds or "90ms" for milliseconds'],
      ['90', `is 90: ${timeout}`],
      ['-5m', 'is "-5m": a duration can not be negative'],
      ['1.5m', `is "1.5m": ${timeout}`],
    ],
  },
  {
    key: 'encryption.keys',
    otherwise: [],
    good: [
      [`["${hex}", "${base64}"]`, [bytes, bytes]],
      [`["${base64.replace('=', '')}"]`, [bytes]],
    ],
    variable: [[`${hex},${base64}`, [bytes, bytes]]],
    bad: [
      [`"${hex}"`, `is ********: ${keys}`],
      [`["${hex}00"]`, `, entry 1, is ********: ${keys}`],
      [`["${hex}", "${base64.slice(1)}"]`, `, entry 2, is ********: ${keys}`],
      ['[1234]', `, entry 1, is ********: ${keys}`],
      ['~', `has no value: ${keys}, or remove it`],
    ],
  },
  {
    key: 'encryption.keyFile',
    otherwise: undefined,
    good: [['keys/secret', resolve(cwd, 'keys/secret')]],
    bad: [['[a]', 'is a list: use the path of a file']],
  },
  {
    key: 'sandbox.enabled',
    otherwise: 'auto',
    good: [
      ['auto', 'auto'],
      ['true', true],
      ['false', false],
    ],
    variable: [['false', false]],
    bad: [['on', 'is "on": use auto, true or false']],
  },
  {
    key: 'relay.strict',
    otherwise: false,
    good: [['true', true]],
    variable: [['true', true]],
    bad: [['strict', 'is "strict": use true or false']],
  },
  {
    key: 'logging.level',
    otherwise: 'info',
    good: [
      ['trace', 'trace'],
      ['silent', 'silent'],
    ],
    bad: [
      ['INFO', `is "INFO": ${levels}`],
      ['warning', `is "warning": ${levels}`],
    ],
  },
  {
    key: 'logging.format',
    otherwise: 'text',
    good: [['json', 'json']],
    bad: [['pretty', 'is "pretty": use text or json']],
  },
];

const rows = [
  ...plainRows,
  ...actionsNetworkRows,
  ...rulesRows,
  ...preconfiguredRows,
  ...sessionRows,
  ruleFilesRow,
  ...deliveryRows,
  ...alertingRows,
];

/** The part of the nested settings that a dotted key names. */
function at(settings: object, key: string): unknown {
  return key
    .split('.')
    .reduce<unknown>(
      (part, name) => (typeof part === 'object' && part ? Reflect.get(part, name) : undefined),
      settings,
    );
}

for (const { key, otherwise, good, variable = [], bad } of rows) {
  test(`${key} has its default`, async () => {
    assert.deepEqual(at((await load({})).settings, key), otherwise);
  });
  for (const [yaml, value] of good) {
    test(`${key} takes ${yaml}`, async () => {
      assert.deepEqual(at((await load({ yaml: `${key}: ${yaml}` })).settings, key), value);
    });
  }
  const name = settingDefinitions.find((definition) => definition.key === key)?.variable ?? 'missing';
  for (const [text, value] of variable) {
    test(`${name} takes ${text}`, async () => {
      assert.deepEqual(at((await load({ env: { [name]: text } })).settings, key), value);
    });
  }
  for (const [yaml, message] of bad) {
    test(`${key} refuses ${yaml}`, async () => {
      const { problems } = await refusalOf({ yaml: `${key}: ${yaml}` });
      const expected = `${key} (tocsin.yml line 1)${message.startsWith(',') ? '' : ' '}${message}`;
      assert.deepEqual(
        problems.map((problem) => problem.message),
        [expected],
      );
      assert.equal(problems[0]?.key, key);
    });
  }
}

test('every setting has its row', () => {
  assert.deepEqual(
    rows.map((row) => row.key).sort(),
    settingDefinitions.map((definition) => definition.key).sort(),
  );
});

for (const definition of settingDefinitions) {
  test(`${definition.key} has an example and a default that its schema takes, and whole sentences`, () => {
    definition.schema.parse(definition.example);
    definition.schema.parse(definition.default);
    assert.match(definition.description, /^[A-Z].*\.$/);
    assert.doesNotMatch(definition.format, /\.$/);
  });
}

test('no two settings share a name, and no alias is a setting', () => {
  const names = settingDefinitions.flatMap(({ key, aliases = [], variable }) => [key, ...aliases, variable]);
  assert.equal(new Set(names).size, names.length);
});

test('names in the environment part the words of a key', () => {
  const variables = new Map(settingDefinitions.map(({ key, variable }) => [key, variable]));
  assert.equal(variables.get('server.publicBaseUrl'), 'TOCSIN_SERVER_PUBLIC_BASE_URL');
  assert.equal(variables.get('server.ssl.key'), 'TOCSIN_SERVER_SSL_KEY');
});

test('settings can not be changed once they are loaded', async () => {
  const { settings } = await load({});
  assert.ok(Object.isFrozen(settings) && Object.isFrozen(settings.server.ssl));
  assert.ok(Object.isFrozen(settings.actions.allowedHosts));
});

test('one load gives every entry in the order of the list', async () => {
  const keys = (await load({})).entries.map((entry: SettingsEntry) => entry.key);
  assert.deepEqual(
    keys,
    settingDefinitions.map((definition) => definition.key),
  );
});
