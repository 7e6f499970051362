import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { formatSettings } from './format-settings.ts';
import { certificate, lockedKey } from './pem-for-test.ts';
import { SettingsError } from './problem.ts';
import { type Given, load, ref } from './test-loader.ts';

// Letters that no message of ours has in a row, so that finding them means that the secret came through.
const marker = 'zqxjzqxjkv';
const around = fc.string({ maxLength: 30 });
const secret = fc.tuple(around, around).map(([before, after]) => `${before}${marker}${after}`);
const oneLine = secret.map((text) => text.replace(/[\r\n]/g, ''));

const ways: [name: string, given: fc.Arbitrary<Given>][] = [
  ['as a key in the file', oneLine.map((text) => ({ yaml: `encryption.keys: [${JSON.stringify(text)}]` }))],
  ['in place of the list', secret.map((text) => ({ yaml: `encryption.keys: ${JSON.stringify(text)}` }))],
  ['without quotes', oneLine.map((text) => ({ yaml: `encryption.keys: x${text}` }))],
  [
    'without quotes, in YAML that may be broken',
    oneLine.map((text) => ({ yaml: `encryption.keys: ${text}` })),
  ],
  [
    'in a list without quotes',
    oneLine.map((text) => ({ yaml: `encryption:\n  keys:\n    - ${text}\n    - b` })),
  ],
  ['as an alias', fc.constant({ yaml: `encryption.keys: [*${marker}]` })],
  ['as a tag', fc.constant({ yaml: `encryption.keys: [!${marker} x]` })],
  [
    'in quotes that are not closed',
    oneLine.map((text) => ({ yaml: `encryption.keys: ["${text}]\nserver.port: 1` })),
  ],
  ['as a group', fc.constant({ yaml: `encryption.keys:\n  ${marker}: 1` })],
  ['below a dotted key', fc.constant({ yaml: `encryption.keys.${marker}: 1` })],
  ['under a misspelt key', secret.map((text) => ({ yaml: `encryption.key: ${JSON.stringify(text)}` }))],
  [
    'twice',
    oneLine.map((text) => ({ yaml: `encryption.keys: [a]\nencryption: {keys: ${JSON.stringify(text)}}` })),
  ],
  ['in the environment', secret.map((text) => ({ env: { TOCSIN_ENCRYPTION_KEYS: text } }))],
  ['in a misspelt variable', secret.map((text) => ({ env: { TOCSIN_ENCRYPTION_KEY: text } }))],
  ['as a flag', secret.map((text) => ({ flags: { 'encryption.keys': text } }))],
  ['as a flag that does not exist', secret.map((text) => ({ flags: { 'encryption.key': text } }))],
  [
    'as a password in an address',
    fc.constant({ yaml: `server.publicBaseUrl: https://me:${marker}@tocsin.example.com` }),
  ],
  [
    'as a password with a slash in an address',
    fc.constant({ yaml: `server.publicBaseUrl: https://me:a/${marker}@tocsin.example.com` }),
  ],
  [
    'as a password in an address without scheme',
    fc.constant({ yaml: `actions.allowedHosts: ["me:${marker}@proxy.example.com"]` }),
  ],
  [
    'as the key of a preconfigured connector that is wrong elsewhere',
    oneLine.map((text) => ({ yaml: `actions.preconfigured.a.secrets.routingKey: ${JSON.stringify(text)}` })),
  ],
  [
    'in the place of its secrets',
    secret.map((text) => ({
      yaml: `actions.preconfigured: {a: {name: A, secrets: ${JSON.stringify(text)}}}`,
    })),
  ],
  [
    'a level too high',
    secret.map((text) => ({ yaml: `actions.preconfigured: {a: {routingKey: ${JSON.stringify(text)}}}` })),
  ],
  [
    'in the place of the secrets of rules',
    secret.map((text) => ({ yaml: `rules.secrets.preconfigured: ${JSON.stringify(text)}` })),
  ],
  [
    'in the place of the secrets of rules, in the environment',
    secret.map((text) => ({ env: { TOCSIN_RULES_SECRETS_PRECONFIGURED: text } })),
  ],
  [
    'in the place of the connectors, in the environment',
    secret.map((text) => ({ env: { TOCSIN_ACTIONS_PRECONFIGURED: text } })),
  ],
  [
    'from a variable in the file',
    secret.map((text) => ({
      yaml: `encryption.keys: ["${ref('SECRET')}"]`,
      env: { SECRET: text },
    })),
  ],
  [
    'as the password of a proxy whose address is wrong elsewhere',
    fc.constant({ yaml: `actions.proxyUrl: "http://me:${marker}@proxy.example/path"` }),
  ],
  [
    'as a header for a proxy that can not be one',
    secret.map((text) => ({ yaml: `actions.proxyHeaders: {"a b": ${JSON.stringify(text)}}` })),
  ],
  [
    'in the place of the headers for a proxy',
    oneLine.map((text) => ({ yaml: `actions.proxyHeaders: [${JSON.stringify(text)}]` })),
  ],
  [
    'as the passphrase of a key that is missing',
    oneLine.map((text) => ({
      yaml: `actions.customHostSettings: [{url: "https://a.example", ssl: {keyPassphrase: ${JSON.stringify(text)}}}]`,
    })),
  ],
  [
    'as a passphrase a level too high, or misspelt',
    oneLine.map((text) => ({
      yaml: `actions.customHostSettings: [{url: "https://a.example", keyPassphrase: ${JSON.stringify(text)}, ssl: {keyPasphrase: ${JSON.stringify(text)}}}]`,
    })),
  ],
  [
    'as the text of a private key in the place of its path',
    fc.constant({
      yaml: `actions.customHostSettings: [{url: "https://a.example", ssl: {certificate: c, key: "-----BEGIN PRIVATE KEY-----\\n${marker}"}}]`,
    }),
  ],
  [
    'as the text of a private key',
    fc.constant({ yaml: `server.ssl.key: "-----BEGIN PRIVATE KEY-----\\n${marker}"` }),
  ],
];
for (const [name, arbitrary] of ways) {
  test(`a secret that is refused is not shown: ${name}`, async () => {
    await fc.assert(
      fc.asyncProperty(arbitrary, async (given) => {
        const error: unknown = await load(given).catch((thrown: unknown) => thrown);
        // A "#" can turn all of the secret into a comment, and then nothing is refused.
        if (!(error instanceof SettingsError)) assert.ok(given.yaml?.includes('#'), 'this must be refused');
        assert.ok(!inspect(error, { depth: 10 }).includes(marker), inspect(error, { depth: 10 }));
      }),
    );
  });
}

test('a secret in force is in the settings, and nowhere else', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.boolean(), async (bytes, asHex) => {
      const text = Buffer.from(bytes).toString(asHex ? 'hex' : 'base64');
      const loaded = await load({ env: { TOCSIN_ENCRYPTION_KEYS: text } });
      assert.deepEqual(loaded.settings.encryption.keys, [bytes]);
      assert.ok(!formatSettings(loaded).includes(text));
      assert.ok(!JSON.stringify(loaded.entries).includes(text));
    }),
  );
});

test('passwords for proxies and keys in force are in the settings, and nowhere else', async () => {
  const files = { 'c.pem': certificate, 'k.pem': lockedKey };
  const loaded = await load({
    yaml: [
      'actions.proxyUrl: http://me:sEcreT-1@proxy.example:3128',
      'actions.proxyHeaders: {X-Token: sEcreT-2}',
      'actions.customHostSettings:',
      '  - url: https://a.example',
      '    ssl: {certificate: c.pem, key: k.pem, keyPassphrase: sEcreT-3}',
    ].join('\n'),
    files,
  });
  assert.match(JSON.stringify(loaded.settings), /sEcreT-1.*sEcreT-2.*sEcreT-3/);
  assert.doesNotMatch(formatSettings(loaded), /sEcreT/);
  assert.doesNotMatch(JSON.stringify(loaded.entries), /sEcreT/);
});
