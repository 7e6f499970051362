import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enqueueUrlOf, validateConfig, validateSecrets } from './validate-connector.ts';

const everywhere = () => true;
const prefix = 'error validating connector type config: ';
const configuring = `${prefix}error configuring pagerduty action: `;
const pagerDuty = 'https://events.pagerduty.com/v2/enqueue';
const key = 'R1o2u3t4R1o2u3t4R1o2u3t4R1o2u3t4';

const configs: [name: string, given: unknown, url: string][] = [
  ['nothing', {}, pagerDuty],
  ['null', { apiUrl: null }, pagerDuty],
  ['an empty text', { apiUrl: '' }, pagerDuty],
  ['blanks', { apiUrl: '  ' }, pagerDuty],
  [
    'another region',
    { apiUrl: 'https://events.eu.pagerduty.com/v2/enqueue' },
    'https://events.eu.pagerduty.com/v2/enqueue',
  ],
  ['plain http', { apiUrl: 'http://gateway.example:8080/x?y=1' }, 'http://gateway.example:8080/x?y=1'],
];
for (const [name, given, url] of configs) {
  test(`an API URL of ${name} sends to ${url}, and is kept without blanks around it`, () => {
    const config = validateConfig(given, (asked) => asked === url);
    assert.equal(enqueueUrlOf(config), url);
    assert.deepEqual(config, { apiUrl: Object(given).apiUrl?.trim() || null });
  });
}

const badConfigs: [name: string, given: unknown, message: string][] = [
  [
    'no URL',
    { apiUrl: 'events' },
    `${configuring}apiUrl "events" is not an http or https URL such as ${pagerDuty}`,
  ],
  [
    'another scheme',
    { apiUrl: 'file:///etc/passwd' },
    `${configuring}apiUrl "file:///etc/passwd" is not an http or https URL such as ${pagerDuty}`,
  ],
  [
    'a user name and password, which are not repeated',
    { apiUrl: 'https://me:secret@x.example/' },
    `${configuring}apiUrl must not hold a user name or password; "x.example" was given one`,
  ],
  ['a number', { apiUrl: 1 }, `${prefix}✖ Invalid input: expected string, received number\n  → at apiUrl`],
  ['an unknown key', { apiURL: 'x' }, `${prefix}✖ Unrecognized key: "apiURL"`],
  ['a list', [], `${prefix}✖ Invalid input: expected object, received array`],
];
for (const [name, given, message] of badConfigs) {
  test(`config is refused: ${name}`, () => {
    assert.throws(() => validateConfig(given, everywhere), { name: 'Refusal', code: 'invalid', message });
  });
}

test('a host that is not allowed is refused, the default one as well', () => {
  for (const [apiUrl, url] of [
    ['https://x.example/', 'https://x.example/'],
    [null, pagerDuty],
  ] as const) {
    assert.throws(() => validateConfig({ apiUrl }, () => false), {
      message: `${configuring}target url "${url}" is not added to the Tocsin settings xpack.actions.allowedHosts`,
    });
  }
});

test('an integration key of 32 letters or digits is taken everywhere, with blanks around it cut off', () => {
  for (const apiUrl of [null, 'https://gateway.example/']) {
    const valid = validateSecrets({ routingKey: `\t${key}\r\n` }, { apiUrl });
    assert.deepEqual(valid, { secrets: { routingKey: key }, warnings: [] });
  }
});

const oddKeys: [routingKey: string, apiUrl: string | null, isRefused: boolean][] = [
  [key.slice(1), null, true],
  [`${key}1`, 'https://events.pagerduty.com/v2/enqueue', true],
  [key.slice(1), 'https://events.eu.pagerduty.com/v2/enqueue', true],
  ['', null, true],
  [key.replace('1', '-'), 'https://gateway.example/', false],
  ['', 'https://gateway.example/', false],
];
for (const [routingKey, apiUrl, isRefused] of oddKeys) {
  const where = apiUrl ?? 'the default URL';
  test(`a key of ${routingKey.length} characters is ${isRefused ? 'refused' : 'warned of'} for ${where}`, () => {
    const validate = () => validateSecrets({ routingKey }, { apiUrl });
    if (isRefused) {
      assert.throws(validate, (error: Error) => {
        assert.match(
          error.message,
          /^error validating connector type secrets: ✖ an integration key has 32 .*\n {2}→ at routingKey$/,
        );
        return routingKey === '' || !error.message.includes(routingKey);
      });
    } else {
      const { secrets, warnings } = validate();
      assert.deepEqual(secrets, { routingKey });
      assert.equal(warnings.length, 1);
      assert.match(warnings[0] ?? '', /\. PagerDuty itself would refuse it\.$/);
      assert.ok(routingKey === '' || !warnings[0]?.includes(routingKey));
    }
  });
}

const badSecrets: [name: string, given: unknown, problem: string][] = [
  ['none', {}, '✖ Invalid input: expected string, received undefined\n  → at routingKey'],
  ['null', { routingKey: null }, '✖ Invalid input: expected string, received null\n  → at routingKey'],
  ['an unknown one', { routingKey: key, token: 'x' }, '✖ Unrecognized key: "token"'],
  ['no object', undefined, '✖ Invalid input: expected object, received undefined'],
];
for (const [name, given, problem] of badSecrets) {
  test(`secrets are refused: ${name}`, () => {
    const message = `error validating connector type secrets: ${problem}`;
    assert.throws(() => validateSecrets(given, { apiUrl: null }), { name: 'Refusal', message });
  });
}
