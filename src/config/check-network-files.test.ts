import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { certificate, key, lockedKey } from './pem-for-test.ts';
import { cwd, load, refusalOf } from './test-loader.ts';

const otherKey = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .privateKey.export({ format: 'pem', type: 'pkcs8' })
  .toString();
const at = (file: string) => resolve(cwd, file);
const host = (ssl: string) => `actions.customHostSettings:\n  - url: https://a.example\n    ssl:\n${ssl}`;

test('files are found beside the settings file, one or a list, dotted or nested', async () => {
  const files = { 'tls/ca.crt': certificate, 'c.pem': certificate, 'k.pem': key };
  const yaml = [
    'xpack.actions.ssl.proxyCertificateAuthoritiesFiles: tls/ca.crt',
    'xpack.actions.customHostSettings:',
    '  - url: https://a.example',
    '    ssl.certificateAuthoritiesFiles: tls/ca.crt',
    '  - url: https://b.example',
    '    ssl: {certificateAuthoritiesFiles: [tls/ca.crt, /abs/ca.crt], certificate: c.pem, key: k.pem}',
  ].join('\n');
  const { settings } = await load({ yaml, files: { ...files, '/abs/ca.crt': certificate } });
  const { ssl, customHostSettings } = settings.actions;
  assert.deepEqual(ssl.proxyCertificateAuthoritiesFiles, [at('tls/ca.crt')]);
  const [a, b] = customHostSettings;
  assert.deepEqual(a?.ssl.certificateAuthoritiesFiles, [at('tls/ca.crt')]);
  assert.deepEqual(b?.ssl.certificateAuthoritiesFiles, [at('tls/ca.crt'), '/abs/ca.crt']);
  assert.deepEqual([b?.ssl.certificate, b?.ssl.key], [at('c.pem'), at('k.pem')]);
});

test('a key with a passphrase is opened by it', async () => {
  const yaml = host('      certificate: c.pem\n      key: k.pem\n      keyPassphrase: sEcreT-3');
  const { settings } = await load({ yaml, files: { 'c.pem': certificate, 'k.pem': lockedKey } });
  assert.equal(settings.actions.customHostSettings[0]?.ssl.keyPassphrase, 'sEcreT-3');
});

const none = 'there is no certificate in PEM form in it ("-----BEGIN CERTIFICATE-----")';
const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
const entry = (line: number, part: string) =>
  `actions.customHostSettings (tocsin.yml line ${line}), entry 1, ${part}`;
const bad: [name: string, yaml: string, files: Record<string, string>, messages: string[]][] = [
  [
    'a file of authorities that is not there',
    host('      certificateAuthoritiesFiles: [ca.crt]'),
    {},
    [`${entry(4, 'ssl.certificateAuthoritiesFiles')} is "${at('ca.crt')}": the file does not exist`],
  ],
  [
    'files of what rules call',
    [
      'rules.sources:',
      '  ssl.proxyCertificateAuthoritiesFiles: [p.crt]',
      '  customHostSettings: [{url: "https://a.example", ssl.certificateAuthoritiesFiles: ca.crt}]',
    ].join('\n'),
    {},
    [
      `rules.sources.ssl.proxyCertificateAuthoritiesFiles (tocsin.yml line 2), entry 1, is "${at('p.crt')}": the file does not exist`,
      `rules.sources.customHostSettings (tocsin.yml line 3), entry 1, ssl.certificateAuthoritiesFiles is "${at('ca.crt')}": the file does not exist`,
    ],
  ],
  [
    'a file of authorities without one',
    host('      certificateAuthoritiesFiles: ca.crt'),
    { 'ca.crt': 'garbage' },
    [`${entry(4, 'ssl.certificateAuthoritiesFiles')} is "${at('ca.crt')}": ${none}`],
  ],
  [
    'a file of authorities of which the second is broken',
    host('      certificateAuthoritiesFiles: ca.crt'),
    { 'ca.crt': certificate + broken },
    [
      `${entry(4, 'ssl.certificateAuthoritiesFiles')} is "${at('ca.crt')}": certificate 2 of 2 between its lines BEGIN and END is no certificate`,
    ],
  ],
  [
    'authorities in the settings that are none',
    host('      certificateAuthoritiesData: garbage'),
    {},
    [`${entry(4, 'ssl.certificateAuthoritiesData')} is ********: ${none}`],
  ],
  [
    'a certificate and a key that do not belong together',
    host('      certificate: c.pem\n      key: k.pem'),
    { 'c.pem': certificate, 'k.pem': otherKey },
    [
      `${entry(5, 'ssl.key')} is "${at('k.pem')}": this key does not belong to the certificate in ${at('c.pem')}`,
    ],
  ],
  [
    'a key whose passphrase is not there',
    host('      certificate: c.pem\n      key: k.pem'),
    { 'c.pem': certificate, 'k.pem': lockedKey },
    [`${entry(5, 'ssl.key')} is "${at('k.pem')}": the key has a passphrase: set ssl.keyPassphrase`],
  ],
  [
    'a wrong passphrase',
    host('      certificate: c.pem\n      key: k.pem\n      keyPassphrase: other'),
    { 'c.pem': certificate, 'k.pem': lockedKey },
    [`${entry(5, 'ssl.key')} is "${at('k.pem')}": ssl.keyPassphrase does not open the key`],
  ],
  [
    'an authority of the proxy that is not there',
    'actions.ssl.proxyCertificateAuthoritiesFiles:\n  - ca.crt\n  - more.crt',
    { 'ca.crt': certificate },
    [
      `actions.ssl.proxyCertificateAuthoritiesFiles (tocsin.yml line 3), entry 2, is "${at('more.crt')}": the file does not exist`,
    ],
  ],
];
for (const [name, yaml, files, messages] of bad) {
  test(`refused: ${name}`, async () => {
    const { problems } = await refusalOf({ yaml, files });
    assert.deepEqual(
      problems.map(({ message }) => message),
      messages,
    );
  });
}
