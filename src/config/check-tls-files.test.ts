import assert from 'node:assert/strict';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { certificate, key } from './pem-for-test.ts';
import { cwd, load, refusalOf } from './test-loader.ts';

const encrypted = createPrivateKey(key).export({
  format: 'pem',
  type: 'pkcs8',
  cipher: 'aes-256-cbc',
  passphrase: 'opensesame',
});
const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
  format: 'pem',
  type: 'pkcs8',
});
const der = createPrivateKey(key).export({ format: 'der', type: 'pkcs8' });

const yaml = 'server:\n  host: 0.0.0.0\n  ssl:\n    certificate: tls/c.pem\n    key: tls/k.pem\n';
const certificatePath = resolve(cwd, 'tls/c.pem');
const keyPath = resolve(cwd, 'tls/k.pem');

test('a certificate with its key allows any host, and a chain may follow the certificate', async () => {
  for (const pem of [certificate, certificate + certificate]) {
    const { settings } = await load({ yaml, files: { 'tls/c.pem': pem, 'tls/k.pem': key } });
    assert.equal(settings.server.ssl.certificate, certificatePath);
    assert.equal(settings.server.ssl.key, keyPath);
  }
});

const noCertificate = 'the file holds no certificate in PEM form ("-----BEGIN CERTIFICATE-----")';
const noKey = 'the file holds no private key in PEM form ("-----BEGIN PRIVATE KEY-----")';
const atCertificate = `server.ssl.certificate (tocsin.yml line 4) is ${JSON.stringify(certificatePath)}`;
const atKey = `server.ssl.key (tocsin.yml line 5) is ${JSON.stringify(keyPath)}`;
const bad: [name: string, files: Record<string, string | Uint8Array>, messages: string[]][] = [
  [
    'neither file exists',
    {},
    [`${atCertificate}: the file does not exist`, `${atKey}: the file does not exist`],
  ],
  [
    'the files are swapped',
    { 'tls/c.pem': key, 'tls/k.pem': certificate },
    [`${atCertificate}: ${noCertificate}`, `${atKey}: ${noKey}`],
  ],
  [
    'the certificate is garbage between the right lines',
    { 'tls/c.pem': '-----BEGIN CERTIFICATE-----\nxyz\n-----END CERTIFICATE-----', 'tls/k.pem': key },
    [`${atCertificate}: ${noCertificate}`],
  ],
  [
    'the files are empty',
    { 'tls/c.pem': '', 'tls/k.pem': '' },
    [`${atCertificate}: ${noCertificate}`, `${atKey}: ${noKey}`],
  ],
  ['the key is in DER form', { 'tls/c.pem': certificate, 'tls/k.pem': der }, [`${atKey}: ${noKey}`]],
  [
    'the key has a passphrase',
    { 'tls/c.pem': certificate, 'tls/k.pem': encrypted },
    [`${atKey}: the key has a passphrase; use one without ("openssl pkey" removes it)`],
  ],
  [
    'the key belongs to another certificate',
    { 'tls/c.pem': certificate, 'tls/k.pem': other },
    [`${atKey}: this key does not belong to the certificate in ${certificatePath}`],
  ],
  [
    'a file is far too large',
    { 'tls/c.pem': new Uint8Array(1024 * 1024 + 1), 'tls/k.pem': key },
    [`${atCertificate}: the file is larger than 1 MiB`],
  ],
];
for (const [name, files, messages] of bad) {
  test(`refused: ${name}`, async () => {
    assert.deepEqual((await refusalOf({ yaml, files })).message.split('\n'), messages);
  });
}
