import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { usualNetwork } from '../../test/support/plain-network.ts';
import type { NetworkSettings } from './network-settings.ts';
import { makePlan, UnusableFile } from './plan.ts';

const pem = readFileSync(
  fileURLToPath(new URL('../../test/fixtures/tls/test-only.crt', import.meta.url)),
  'utf8',
);
const plan = (settings: Partial<NetworkSettings>, files: Record<string, string> = {}, env = {}) =>
  makePlan({ ...usualNetwork, ...settings }, env, (path) => {
    const text = files[path];
    if (text === undefined) throw new Error('no such file');
    return text;
  });
const pagerDuty = new URL('https://events.pagerduty.com/v2/enqueue');
const proxyUrl = 'http://me:p%40ss@proxy.example:3128/';

test('without a proxy a host is reached directly, on the port of its scheme', () => {
  const route = plan({}).routeTo(pagerDuty);
  assert.deepEqual(route.target, { isTls: true, host: 'events.pagerduty.com', port: 443 });
  assert.equal(route.proxy, undefined);
  assert.deepEqual(plan({}).routeTo(new URL('http://[::1]:81/')).target, {
    isTls: false,
    host: '::1',
    port: 81,
  });
});

test('credentials of the URL become a header that only the proxy gets, and are not shown', () => {
  const { proxy, why } = plan({ proxyUrl }).routeTo(pagerDuty);
  assert.deepEqual(proxy?.headers, { 'proxy-authorization': `Basic ${btoa('me:p@ss')}` });
  assert.equal(proxy?.shown, 'http://proxy.example:3128');
  assert.equal(why, 'actions.proxyUrl names the proxy');
});

test('a header of the settings stands in the place of one from the URL, whatever its case', () => {
  const { proxy } = plan({ proxyUrl, proxyHeaders: { 'Proxy-Authorization': 'Bearer x' } }).routeTo(
    pagerDuty,
  );
  assert.deepEqual(proxy?.headers, { 'proxy-authorization': 'Bearer x' });
});

const lists: [settings: Partial<NetworkSettings>, proxied: boolean][] = [
  [{ proxyBypassHosts: ['events.pagerduty.com'] }, false],
  [{ proxyBypassHosts: ['*.pagerduty.com'] }, false],
  [{ proxyBypassHosts: ['pagerduty.com'] }, true],
  [{ proxyBypassHosts: [] }, true],
  [{ proxyOnlyHosts: ['events.pagerduty.com'] }, true],
  [{ proxyOnlyHosts: ['*.example'] }, false],
  [{ proxyOnlyHosts: [] }, false],
];
for (const [settings, proxied] of lists) {
  test(`${JSON.stringify(settings)} ${proxied ? 'leads through the proxy' : 'leads past it'}`, () => {
    assert.equal(plan({ ...settings, proxyUrl }).routeTo(pagerDuty).proxy !== undefined, proxied);
  });
}

test('bypass and only lists hold for the proxy of the environment too', () => {
  const env = { HTTPS_PROXY: proxyUrl };
  const settings = { proxyFromEnvironment: true };
  assert.equal(plan(settings, {}, env).routeTo(pagerDuty).proxy?.by, 'HTTPS_PROXY');
  assert.equal(plan({ ...settings, proxyBypassHosts: ['*'] }, {}, env).routeTo(pagerDuty).proxy, undefined);
  assert.equal(plan({}, {}, env).routeTo(pagerDuty).proxy, undefined);
});

test('the entry of a host counts before the mode for all, for its port alone', () => {
  const ssl = { verificationMode: 'none' as const, certificateAuthoritiesFiles: [] };
  const made = plan({ customHostSettings: [{ url: 'https://events.pagerduty.com', ssl }] });
  assert.equal(made.routeTo(pagerDuty).tls.rejectUnauthorized, false);
  assert.equal(made.routeTo(new URL('https://events.pagerduty.com:8443/')).tls.rejectUnauthorized, true);
});

test('a plan is another one when a setting or a file is', () => {
  const settings = {
    ssl: { ...usualNetwork.ssl, proxyCertificateAuthoritiesFiles: ['/ca.crt'] },
  };
  const first = plan(settings, { '/ca.crt': pem });
  assert.deepEqual(first.files, ['/ca.crt']);
  assert.equal(plan(settings, { '/ca.crt': pem }).fingerprint, first.fingerprint);
  assert.notEqual(plan(settings, { '/ca.crt': pem + pem }).fingerprint, first.fingerprint);
  const allowed = { ...settings, allowedHosts: ['a.example'], responseTimeout: 1000 };
  assert.equal(plan(allowed, { '/ca.crt': pem }).fingerprint, first.fingerprint, 'the way is the same');
  assert.notEqual(plan({ ...settings, proxyUrl }, { '/ca.crt': pem }).fingerprint, first.fingerprint);
});

for (const [name, files] of [
  ['that is not there', {}],
  ['without a certificate', { '/ca.crt': 'nothing' }],
  ['with a broken one', { '/ca.crt': '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n' }],
  [
    'with a good one and a broken one',
    { '/ca.crt': `${pem}-----BEGIN CERTIFICATE-----\nAA\n-----END CERTIFICATE-----\n` },
  ],
] as const) {
  test(`a file of authorities ${name} is not taken`, () => {
    const ssl = { ...usualNetwork.ssl, proxyCertificateAuthoritiesFiles: ['/ca.crt'] };
    assert.throws(() => plan({ ssl }, files), UnusableFile);
  });
}
