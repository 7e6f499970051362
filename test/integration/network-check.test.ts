import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { tocsin } from '../support/child.ts';
import { freePort } from '../support/free-port.ts';
import { PagerDutyDouble } from '../support/network/pagerduty-double.ts';
import { type TestCertificates, testCertificates } from '../support/network/test-certificates.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestServer } from '../support/test-server.ts';

/* `tocsin network check` and its API: how a host would be reached, with nothing sent to it. */

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let certificates: TestCertificates;
before(async () => {
  folder = await temporaryFolder();
  certificates = await testCertificates(folder.path);
});
after(async () => folder[Symbol.asyncDispose]());

async function check(url: string, yaml: string, env: Record<string, string> = {}, ...words: string[]) {
  const file = join(folder.path, 'tocsin.yml');
  await writeFile(file, yaml);
  const { code, stdout, stderr } = await tocsin(['network', 'check', '--config', file, ...words, url], {
    env,
  });
  return { code, lines: stdout.trim().split('\n'), stdout, stderr };
}

test('for rules the settings of what they call count, and are named', async () => {
  await using server = await PagerDutyDouble.open(certificates.trusted);
  const origin = `https://localhost:${server.port}`;
  const settings = [
    'actions: {allowedHosts: [], denyPrivateAddresses: true}',
    `rules.sources.customHostSettings: [{url: "${origin}", ssl.certificateAuthoritiesFiles: ${certificates.authority.file}}]`,
  ].join('\n');
  const { code, stdout } = await check(origin, settings, {}, '--rules');
  assert.equal(code, 0, stdout);
  assert.match(stdout, /^ok +allowed +localhost may be called: rules\.sources\.allowedHosts has \*\.$/m);
  assert.match(stdout, /It is reached directly: rules\.sources\.proxyUrl is not set\.$/m);
  assert.match(stdout, /names the host \(rules\.sources\.customHostSettings \(https:.*\) is full\)\.$/m);
  const refused = await check(origin, 'rules.sources.denyPrivateAddresses: true', {}, '--rules');
  assert.equal(refused.code, 1);
  assert.match(refused.stdout, /which rules\.sources\.denyPrivateAddresses refuses/);
  assert.equal(server.received.length, 0);
});

test('a host that can be reached is told with its chain, and gets no request', async () => {
  await using server = await PagerDutyDouble.open(certificates.trusted);
  const origin = `https://localhost:${server.port}`;
  const ca = `actions.customHostSettings: [{url: "${origin}", ssl.certificateAuthoritiesFiles: ${certificates.authority.file}}]`;
  const { code, stdout } = await check(`${origin}/v2/enqueue`, ca);
  assert.equal(code, 0, stdout);
  assert.match(stdout, /^ok +allowed +localhost may be called: actions\.allowedHosts has \*\.$/m);
  assert.match(stdout, /^ok +route +It is reached directly: actions\.proxyUrl is not set\.$/m);
  assert.match(stdout, /^ok +dns +localhost is .*127\.0\.0\.1 \(private\)/m);
  assert.match(
    stdout,
    /^ {19}Its certificate is trusted and names the host \(actions\.customHostSettings \(https:.*\) is full\)\.$/m,
  );
  assert.match(stdout, /^ {19}.* signed by tocsin-test-ca, valid from \d{4}-/m);
  assert.match(stdout, /can be reached\.\n$/);
  assert.equal(server.received.length, 0);
});

const refusals: [
  name: string,
  certificate: keyof Omit<TestCertificates, 'authority' | 'stranger'>,
  words: RegExp,
][] = [
  ['another host name', 'wrongHost', /for another host name/],
  ['an expired certificate', 'expired', /has expired/],
  ['an unknown authority', 'unknownCa', /authority that is not trusted/],
];
for (const [name, which, words] of refusals) {
  test(`${name} is told with what was shown`, async () => {
    await using server = await PagerDutyDouble.open(certificates[which]);
    const origin = `https://localhost:${server.port}`;
    const ca = `actions.customHostSettings: [{url: "${origin}", ssl.certificateAuthoritiesFiles: ${certificates.authority.file}}]`;
    const { code, stdout } = await check(origin, ca);
    assert.equal(code, 1, stdout);
    assert.match(stdout, new RegExp(`^failed +tls +.*${words.source}`, 'm'));
    assert.match(stdout, /^ {19}.*signed by .*valid from/m);
    assert.match(stdout, /can not be reached like this\.\n$/);
    assert.equal(server.received.length, 0);
  });
}

test('what is not allowed is not called', async () => {
  const { code, lines } = await check('https://events.pagerduty.com', 'actions.allowedHosts: ["*.example"]');
  assert.equal(code, 1);
  assert.deepEqual(lines, [
    'failed  allowed    events.pagerduty.com may not be called: actions.allowedHosts has *.example. Add the host there.',
    'https://events.pagerduty.com can not be reached like this.',
  ]);
});

test('a private address is refused where the settings say so', async () => {
  const { code, stdout } = await check('http://127.0.0.1:1', 'actions.denyPrivateAddresses: true');
  assert.equal(code, 1);
  assert.match(stdout, /^failed +dns +127\.0\.0\.1 is an address of this machine or its network/m);
});

test('the proxy of the settings or of the environment is named without its password', async () => {
  const port = await freePort();
  const proxy = `http://me:sEcreT@127.0.0.1:${port}`;
  for (const [yaml, env, why] of [
    [`actions.proxyUrl: ${proxy}`, {}, 'actions.proxyUrl names the proxy'],
    ['actions.proxyFromEnvironment: true', { HTTPS_PROXY: proxy }, 'HTTPS_PROXY names the proxy'],
  ] as const) {
    const { code, stdout, stderr } = await check('events.pagerduty.com', yaml, env);
    assert.equal(code, 1);
    assert.ok(stdout.includes(`It is reached through http://127.0.0.1:${port}: ${why}.`), stdout);
    assert.match(stdout, /^failed +tcp +The proxy http:\/\/127\.0\.0\.1:\d+: nothing listens there/m);
    assert.ok(!`${stdout}${stderr}`.includes('sEcreT'));
  }
});

test('what is no URL ends with 2, a wrong setting with 78', async () => {
  for (const url of ['ftp://a.example', 'http://', ':', 'https://a b']) {
    const { code, stderr } = await check(url, '');
    assert.equal(code, 2, url);
    assert.match(stderr, /is no URL that could be called: use an http or https URL such as/);
  }
  assert.equal((await check('https://a.example', 'actions.proxyUrl: nowhere at all')).code, 78);
});

test('as JSON it is what the API answers for a connector', async () => {
  await using server = await TestServer.start();
  const { status, body } = await server.call('/api/tocsin/network/check?connector=sandbox');
  assert.equal(status, 200);
  const { url, reachable, steps } = Object(body);
  assert.equal(url, server.url);
  assert.equal(reachable, true);
  assert.deepEqual(
    steps.map((step: { step: string }) => step.step),
    ['allowed', 'route', 'dns', 'tcp'],
  );
  const { stdout } = await tocsin(['network', 'check', '--json', server.url]);
  const told = JSON.parse(stdout);
  assert.equal(told.reachable, true);
  assert.deepEqual(Object.keys(told.steps[0]), Object.keys(steps[0]));
});

test('a connector that is not there is a 404, and one has to be named', async () => {
  await using server = await TestServer.start();
  assert.equal((await server.call('/api/tocsin/network/check?connector=nobody')).status, 404);
  assert.equal((await server.call('/api/tocsin/network/check')).status, 400);
});
