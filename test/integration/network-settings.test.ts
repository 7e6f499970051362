import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type CommandResult, tocsin } from '../support/child.ts';
import { withPassphrase } from '../support/network/authority.ts';
import { type NetworkServer, networkServer } from '../support/network/network-server.ts';
import { PagerDutyDouble } from '../support/network/pagerduty-double.ts';
import { type TestCertificates, testCertificates } from '../support/network/test-certificates.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/*
 * Settings of the network that can not be meant: the start ends with 78, and a line for each says the setting, its
 * file and line, its value unless that is secret, and what would be right.
 */

/** In whatever is secret below. */
const secret = 'hIdd3nP4ssw0rd';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let certificates: TestCertificates;
before(async () => {
  folder = await temporaryFolder();
  certificates = await testCertificates(folder.path);
  await writeFile(
    join(folder.path, 'garbage.pem'),
    `-----BEGIN CERTIFICATE-----\n${secret}\n-----END CERTIFICATE-----\n`,
  );
  await writeFile(join(folder.path, 'text.pem'), 'no certificate at all\n');
  await writeFile(join(folder.path, 'empty.pem'), '');
  await writeFile(
    join(folder.path, 'half-good.pem'),
    `${certificates.authority.cert}-----BEGIN CERTIFICATE-----\nbm90aGluZw==\n-----END CERTIFICATE-----\n`,
  );
  await mkdir(join(folder.path, 'folder.pem'));
  await withPassphrase(certificates.client, secret);
});
after(() => folder?.[Symbol.asyncDispose]());

/** Starts with a settings file of these lines, which should not last. */
async function start(lines: readonly string[], env: Record<string, string> = {}): Promise<CommandResult> {
  await writeFile(join(folder.path, 'tocsin.yml'), `${lines.join('\n')}\n`);
  const words = ['serve', '--no-build', '--data', join(folder.path, 'data'), '--port', '0'];
  return tocsin(words, { cwd: folder.path, env });
}

/** One row a problem: what the lines of a settings file are, and what the one line of complaint holds, in this order. */
interface Row {
  readonly name: string;
  readonly lines: readonly string[];
  readonly says: readonly (string | RegExp)[];
}

const proxyUrls: Row[] = [
  {
    name: 'no URL at all',
    lines: ['actions.proxyUrl: "bad url"'],
    says: ['actions.proxyUrl', 'line 1', '"bad url"', /http/],
  },
  { name: 'an empty text', lines: ['actions.proxyUrl: ""'], says: ['actions.proxyUrl', 'line 1', /http/] },
  {
    name: 'no scheme',
    lines: ['', 'actions.proxyUrl: proxy.example.com:3128'],
    says: ['actions.proxyUrl', 'line 2', 'proxy.example.com:3128', 'http://proxy.example.com:3128'],
  },
  {
    name: 'another protocol',
    lines: ['actions.proxyUrl: socks5://proxy.example.com:1080'],
    says: ['actions.proxyUrl', 'line 1', 'socks5://', /http or https/],
  },
  { name: 'no host', lines: ['actions.proxyUrl: "http://"'], says: ['actions.proxyUrl', 'line 1', /http/] },
  {
    name: 'a port that can not be',
    lines: ['actions.proxyUrl: http://proxy.example.com:99999'],
    says: ['actions.proxyUrl', 'line 1', /http/],
  },
  {
    name: 'a path',
    lines: ['actions.proxyUrl: http://proxy.example.com:3128/path'],
    says: ['actions.proxyUrl', 'line 1', '/path', /no path/],
  },
  {
    name: 'a query',
    lines: ['actions.proxyUrl: "http://proxy.example.com:3128/?a=b"'],
    says: ['actions.proxyUrl', 'line 1', 'http://proxy.example.com:3128'],
  },
  {
    name: 'credentials and a path',
    lines: [`xpack.actions.proxyUrl: "http://me:${secret}@proxy.example.com:3128/path"`],
    says: ['actions.proxyUrl', 'line 1', /no path/],
  },
  {
    name: 'credentials and another protocol',
    lines: [`actions.proxyUrl: "ftp://me:${secret}@proxy.example.com"`],
    says: ['actions.proxyUrl', 'line 1', /http or https/],
  },
  {
    name: 'a percent sign in a password that is not escaped',
    lines: [`actions.proxyUrl: "http://me:%zz${secret}@proxy.example.com"`],
    says: ['actions.proxyUrl', 'line 1', '%25'],
  },
  {
    name: 'a list',
    lines: [`actions.proxyUrl: ["http://me:${secret}@proxy.example.com"]`],
    says: ['actions.proxyUrl', 'line 1', /URL/],
  },
];

const proxies: Row[] = [
  {
    name: 'both lists of hosts',
    lines: ['actions:', '  proxyBypassHosts: [a.example]', '  proxyOnlyHosts: [b.example]'],
    says: ['actions.proxyOnlyHosts', 'line 3', 'actions.proxyBypassHosts', 'line 2', /keep one/],
  },
  {
    name: 'a URL among the hosts without a proxy',
    lines: ['actions.proxyBypassHosts: [a.example, "http://b.example/"]'],
    says: ['actions.proxyBypassHosts', 'line 1', 'entry 2', '"http://b.example/"', '"b.example"'],
  },
  {
    name: 'a port among the hosts with a proxy',
    lines: ['actions.proxyOnlyHosts: ["a.example:443"]'],
    says: ['actions.proxyOnlyHosts', 'line 1', 'entry 1', '"a.example:443"', '"a.example"'],
  },
  {
    name: 'a wildcard in the middle',
    lines: ['actions.proxyOnlyHosts: ["a.*.example"]'],
    says: ['actions.proxyOnlyHosts', 'line 1', '"a.*.example"', /\*\.pagerduty\.com/],
  },
  {
    name: 'a wildcard without its dot',
    lines: ['actions.allowedHosts: ["*pagerduty.com"]'],
    says: ['actions.allowedHosts', 'line 1', '"*pagerduty.com"', /\*\.pagerduty\.com/],
  },
  {
    name: 'a mode that there is not',
    lines: ['actions.ssl.verificationMode: partial'],
    says: ['actions.ssl.verificationMode', 'line 1', '"partial"', /none, certificate or full/],
  },
  {
    name: 'a mode for the proxy that there is not',
    lines: ['actions:', '  ssl:', '    proxyVerificationMode: true'],
    says: ['actions.ssl.proxyVerificationMode', 'line 3', 'true', /none, certificate or full/],
  },
  {
    name: 'something else than true and false',
    lines: ['actions.proxyFromEnvironment: maybe'],
    says: ['actions.proxyFromEnvironment', 'line 1', '"maybe"', /true or false/],
  },
  {
    name: 'a proxy named twice',
    lines: ['actions.proxyFromEnvironment: true', 'actions.proxyUrl: http://proxy.example.com'],
    says: ['actions.proxyFromEnvironment', 'line 1', 'actions.proxyUrl', 'line 2', /keep one/],
  },
  {
    name: 'something else than true and false for private addresses',
    lines: ['actions.denyPrivateAddresses: 10.0.0.0/8'],
    says: ['actions.denyPrivateAddresses', 'line 1', '"10.0.0.0/8"', /true or false/],
  },
  {
    name: 'authorities of the proxy in a file that is not there',
    lines: ['actions.ssl.proxyCertificateAuthoritiesFiles: [tocsin-test-ca.crt, none.pem]'],
    says: ['actions.ssl.proxyCertificateAuthoritiesFiles', 'line 1', 'entry 2', 'none.pem', /does not exist/],
  },
  {
    name: 'authorities of the proxy in a file of garbage',
    lines: ['actions.ssl.proxyCertificateAuthoritiesFiles: garbage.pem'],
    says: ['actions.ssl.proxyCertificateAuthoritiesFiles', 'line 1', 'garbage.pem', /no certificate/],
  },
  {
    name: 'custom hosts that are no list',
    lines: ['actions.customHostSettings: {url: "https://events.example.com"}'],
    says: ['actions.customHostSettings', 'line 1', /list/],
  },
  {
    name: 'a size without a meaning',
    lines: ['actions.maxResponseContentLength: 1 elephant'],
    says: ['actions.maxResponseContentLength', 'line 1', '"1 elephant"', /1mb/],
  },
];

const headers: Row[] = [
  {
    name: 'a blank in a name',
    lines: ['actions.proxyHeaders:', `  X Gate: ${secret}`],
    says: ['actions.proxyHeaders', 'X Gate', 'line 2', /name of a header/],
  },
  {
    name: 'a line feed in a value',
    lines: ['actions.proxyHeaders:', `  X-Gate: "${secret}\\r\\nX-Other: 1"`],
    says: ['actions.proxyHeaders', 'X-Gate', 'line 2', '********', /one line/],
  },
  {
    name: 'a list as a value',
    lines: ['actions.proxyHeaders:', '  X-First: fine', `  X-Gate: [${secret}]`],
    says: ['actions.proxyHeaders', 'X-Gate', 'line 3', /text/],
  },
  {
    name: 'a list of them',
    lines: [`actions.proxyHeaders: ["X-Gate: ${secret}"]`],
    says: ['actions.proxyHeaders', 'line 1', /map/],
  },
  {
    name: 'a text',
    lines: [`actions.proxyHeaders: "X-Gate: ${secret}"`],
    says: ['actions.proxyHeaders', 'line 1', /map/],
  },
  {
    name: 'one that frames a request',
    lines: ['actions.proxyHeaders: {Host: a.example}'],
    says: ['actions.proxyHeaders', 'Host', 'line 1', /remove it/],
  },
];

/** A row of `customHostSettings`; all of them stand in one file, with the hosts before and after them. */
interface Entry {
  readonly name: string;
  readonly lines: readonly string[];
  /** Which of its lines is complained about; default: the last. */
  readonly line?: number;
  readonly says: readonly (string | RegExp)[];
}

const ssl = (name: string, settings: string, ...says: (string | RegExp)[]): Entry => {
  const host = `${name.replaceAll(/[^a-z]+/g, '-')}.example`;
  return { name, lines: [`url: https://${host}`, `ssl: {${settings}}`], says };
};
const url = (name: string, written: string, ...says: (string | RegExp)[]): Entry => ({
  name,
  lines: [`url: "${written}"`],
  says: ['url', ...says],
});

/** What is seen to be wrong without a look at any file. */
const shapes: Entry[] = [
  { name: 'no url', lines: ['ssl: {verificationMode: none}'], says: ['url', 'https://events.example.com'] },
  url('a name alone', 'events.example.com', '"events.example.com"', 'https://events.example.com'),
  url('http', 'http://plain.example', '"http://plain.example"', '"https://plain.example"'),
  url('a path', 'https://path.example:8443/v2/enqueue', '/v2/enqueue', '"https://path.example:8443"'),
  url('a query', 'https://query.example?a=b', '"https://query.example"'),
  url('a #', 'https://hash.example#a', '"https://hash.example"'),
  url('credentials', `https://me:${secret}@events.example`, /user and password/, '"https://events.example"'),
  url('a port that can not be', 'https://port.example:99999', '99999', /host and port/),
  url('a number', '5', /host and port/),
  {
    name: 'a host that has its entry',
    lines: ['url: https://FIRST.example:443/', 'ssl: {verificationMode: none}'],
    line: 1,
    says: ['url', /entry 1/],
  },
  ssl(
    'a mode that there is not',
    'verificationMode: half',
    'verificationMode',
    '"half"',
    /none, certificate or full/,
  ),
  ssl('a misspelt key', 'verifcationMode: none', 'verifcationMode', /did you mean "ssl\.verificationMode"/),
  ssl('a certificate without its key', 'certificate: client.crt', 'certificate', 'client.crt', 'ssl.key'),
  ssl('a key without its certificate', 'key: client.key', 'key', 'client.key', 'ssl.certificate'),
  ssl('a passphrase for nothing', `keyPassphrase: ${secret}`, 'keyPassphrase', '********', /ssl\.key/),
];

const authorities = (name: string, value: string, ...says: (string | RegExp)[]) =>
  ssl(name, `certificateAuthoritiesFiles: ${value}`, 'certificateAuthoritiesFiles', ...says);
const client = (name: string, certificate: string, key: string, ...says: (string | RegExp)[]) =>
  ssl(name, `certificate: ${certificate}, key: ${key}`, ...says);

/** What only a look at the files shows. */
const contents: Entry[] = [
  authorities('authorities in a file that is not there', 'none.pem', 'none.pem', /does not exist/),
  authorities(
    'one of several that is not there',
    '[tocsin-test-ca.crt, none.pem]',
    'none.pem',
    /does not exist/,
  ),
  authorities('authorities in a folder', 'folder.pem', 'folder.pem', /folder|directory/),
  authorities('authorities in a file of text', 'text.pem', 'text.pem', /no certificate/),
  authorities('authorities in an empty file', 'empty.pem', 'empty.pem', /no certificate/),
  authorities('authorities in a file of garbage', 'garbage.pem', 'garbage.pem', /no certificate/),
  authorities(
    'authorities in a file that is good at first',
    'half-good.pem',
    'half-good.pem',
    /certificate 2 of 2/,
  ),
  authorities('authorities in the file of a private key', 'client.key', 'client.key', /no certificate/),
  ssl(
    'garbage as authorities',
    `certificateAuthoritiesData: "${secret}"`,
    'certificateAuthoritiesData',
    '********',
    /BEGIN CERTIFICATE/,
  ),
  client(
    'a key of another certificate',
    'client.crt',
    'trusted.key',
    'key',
    'trusted.key',
    /does not belong/,
  ),
  client('a certificate that is none', 'text.pem', 'client.key', 'certificate', 'text.pem', /no certificate/),
  client('a key that is none', 'client.crt', 'text.pem', 'key', 'text.pem', /no private key/),
  client('a key that is not there', 'client.crt', 'none.key', 'key', 'none.key', /does not exist/),
  client(
    'a locked key without its passphrase',
    'client.crt',
    'client.key.encrypted',
    'key',
    'client.key.encrypted',
    'keyPassphrase',
  ),
  client(
    'a locked key with another passphrase',
    'client.crt',
    `client.key.encrypted, keyPassphrase: not-${secret}`,
    'key',
    /keyPassphrase does not open/,
  ),
];

/** Ended with 78, in so many lines that each begin as ours do, without a stack trace and without a secret. */
function complaints({ code, stdout, stderr }: CommandResult): string[] {
  assert.deepEqual([code, stdout], [78, ''], stderr);
  assert.ok(!(stdout + stderr).includes(secret), 'a secret was shown');
  const lines = stderr.trimEnd().split('\n');
  for (const line of lines) assert.match(line, /^tocsin: /);
  return lines;
}

/** The parts stand in a line, one after the other. */
function assertSays(line: string, parts: readonly (string | RegExp)[]): void {
  let rest = line;
  for (const part of parts) {
    const at = typeof part === 'string' ? rest.indexOf(part) : rest.search(part);
    assert.ok(at !== -1, `no ${part} where it should be in: ${line}`);
    rest = rest.slice(at);
  }
}

const groups: Record<string, readonly Row[]> = {
  'a proxyUrl with': proxyUrls,
  'around the proxy,': proxies,
  'among proxyHeaders': headers,
};
for (const [group, rows] of Object.entries(groups)) {
  describe(group, () => {
    for (const { name, lines, says } of rows) {
      test(`${name} is refused in one line, with where it stands and what would be right`, async () => {
        const told = complaints(await start(lines));
        assert.equal(told.length, 1, told.join('\n'));
        assert.match(told[0] ?? '', /tocsin\.yml line \d/);
        assertSays(told[0] ?? '', says);
      });
    }
  });
}

const tables: Record<string, readonly Entry[]> = {
  'an entry of customHostSettings with': shapes,
  'an entry of customHostSettings that names': contents,
};
for (const [group, entries] of Object.entries(tables)) {
  describe(group, () => {
    let told: string[];
    before(async () => {
      const good = (host: string) => [`url: https://${host}.example`];
      const all = [good('first'), ...entries.map(({ lines }) => lines), good('last')];
      const lines = all.flatMap((entry) => entry.map((line, n) => `${n === 0 ? '  - ' : '    '}${line}`));
      told = complaints(await start(['actions.customHostSettings:', ...lines]));
    });

    let above = 2;
    for (const [n, { name, lines, line = lines.length, says }] of entries.entries()) {
      const number = above + line;
      above += lines.length;
      test(`${name} is refused in one line, with where it stands and what would be right`, () => {
        const begin = `tocsin: actions.customHostSettings (tocsin.yml line ${number}), entry ${n + 2}`;
        const own = told.filter((each) => new RegExp(`, entry ${n + 2}\\b`).test(each));
        assert.equal(own.length, 1, told.join('\n'));
        assertSays(own[0] ?? '', [begin, ...says]);
      });
    }

    test('and nothing is complained about beside them', () => {
      assert.equal(told.length, entries.length, told.join('\n'));
    });
  });
}

test('all that is wrong is told at once, a line each', async () => {
  const told = complaints(
    await start(
      [
        `actions.proxyUrl: "ftp://me:${secret}@proxy.example.com"`,
        'actions.ssl.verificationMode: half',
        'actions.customHostSettings:',
        '  - url: https://one.example/path',
        '  - url: https://two.example',
        '    ssl: {verificationMode: most, keyPassphrase: 5}',
        '  - url: https://three.example',
        '    ssl: {certificateAuthoritiesFiles: [none.pem, text.pem]}',
        'actions.proxyBypassHosts: [a.example]',
        'actions.proxyOnlyHosts: [b.example]',
      ],
      { TOCSIN_ACTIONS_SSL_PROXY_VERIFICATION_MODE: 'some' },
    ),
  );
  for (const parts of [
    ['actions.proxyUrl', 'line 1'],
    ['actions.ssl.verificationMode', 'line 2'],
    ['actions.customHostSettings', 'line 4', 'entry 1', 'url'],
    ['actions.customHostSettings', 'line 6', 'entry 2', 'verificationMode'],
    ['actions.ssl.proxyVerificationMode', 'TOCSIN_ACTIONS_SSL_PROXY_VERIFICATION_MODE', '"some"'],
  ]) {
    const line = told.find((each) => parts.every((part) => each.includes(part)));
    assert.ok(line !== undefined, `${parts.join(' ')} is not in:\n${told.join('\n')}`);
  }
});

test('a proxy that the environment names and that can not be is refused by the name of the variable', async () => {
  const told = complaints(
    await start(['actions.proxyFromEnvironment: true'], {
      HTTPS_PROXY: `socks5://me:${secret}@proxy.example.com`,
    }),
  );
  assert.equal(told.length, 1, told.join('\n'));
  assertSays(told[0] ?? '', ['HTTPS_PROXY', /http or https/]);
});

test('config check ends with the same code and the same line', async () => {
  const locked = `certificate: client.crt, key: client.key.encrypted, keyPassphrase: not-${secret}`;
  const entry = `{url: "https://events.example.com", ssl: {${locked}}}`;
  const [served] = complaints(await start([`actions.customHostSettings: [${entry}]`]));
  const checked = await tocsin(['config', 'check'], { cwd: folder.path });
  assert.deepEqual([checked.code, checked.stderr.trimEnd()], [78, served]);
});

describe('settings that are right', () => {
  let pagerDuty: PagerDutyDouble;
  let own: NetworkServer;
  const passphrase = secret;
  before(async () => {
    const { authority, trusted, client } = certificates;
    pagerDuty = await PagerDutyDouble.open({
      ...trusted,
      ca: authority.cert,
      requestCert: true,
      rejectUnauthorized: true,
    });
    own = await networkServer({
      actions: {
        customHostSettings: [
          // With the slash that people copy, and the port as text of the URL.
          {
            url: `${pagerDuty.origin()}/`,
            ssl: {
              certificateAuthoritiesFiles: authority.file,
              certificate: client.certificateFile,
              key: `${client.keyFile}.encrypted`,
              keyPassphrase: passphrase,
            },
          },
        ],
      },
      connectors: { picky: pagerDuty.url() },
      secrets: [passphrase],
    });
  });
  after(async () => {
    await own?.[Symbol.asyncDispose]();
    await pagerDuty?.[Symbol.asyncDispose]();
  });

  test('open a locked key of a client certificate, and show its passphrase nowhere', async () => {
    const { status, said } = await own.execute('picky');
    assert.equal(status, 'ok', said);
    const settings = await own.server.call('/api/tocsin/settings');
    assert.match(settings.text, /actions\.customHostSettings/);
    const checked = await tocsin(['config', 'check', '--config', join(own.folder, 'tocsin.yml')]);
    assert.equal(checked.code, 0, checked.stderr);
    assert.match(checked.stdout, /client\.key\.encrypted/, 'which files are used stays to be seen');
    assert.ok(!(checked.stdout + checked.stderr).includes(passphrase));
  });

  test('are kept when a file read anew is wrong, and the log says what is', async () => {
    await own.write('actions.proxyUrl: http://proxy.example.com/path');
    await own.hangUp('actions.proxyUrl');
    assert.equal((await own.execute('picky')).status, 'ok');
  });
});
