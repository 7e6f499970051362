import assert from 'node:assert/strict';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { tocsin } from '../support/child.ts';
import { type NetworkServerOptions, networkServer, routingKey } from '../support/network/network-server.ts';
import { PagerDutyDouble } from '../support/network/pagerduty-double.ts';
import { type Squid, squid } from '../support/network/squid.ts';
import { Tap } from '../support/network/tap.ts';
import { type TestCertificates, testCertificates } from '../support/network/test-certificates.ts';
import { tinyproxy } from '../support/network/tinyproxy.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

/*
 * Through forward proxies that none of us wrote: tinyproxy and squid. Names below pd.example are found by squid alone,
 * so that what is delivered there has gone through it, and what goes past it has no address.
 */

const password = 'proXyPa55word';
const credentials = `tocsin:${password}`;
const encoded = Buffer.from(credentials).toString('base64');
const wrongPassword = 'wR0ngPa55word';
const secrets = [password, encoded, wrongPassword, Buffer.from(`tocsin:${wrongPassword}`).toString('base64')];

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let certificates: TestCertificates;
let https: PagerDutyDouble;
let http: PagerDutyDouble;
let guardedTinyproxy: Awaited<ReturnType<typeof tinyproxy>>;
let openTinyproxy: Awaited<ReturnType<typeof tinyproxy>>;
let guardedSquid: Squid;
let openSquid: Squid;
/** In front of each of them. */
let taps: Record<'guardedTinyproxy' | 'openTinyproxy' | 'guardedSquid' | 'openSquid', Tap>;
/** Where squid takes its TLS off; here it is taken off before, so that what was said can be read. */
let tlsTap: Tap;
let env: Record<string, string>;
before(async () => {
  folder = await temporaryFolder();
  certificates = await testCertificates(folder.path);
  const { trusted, unknownCa } = certificates;
  env = { NODE_EXTRA_CA_CERTS: certificates.authority.file };
  https = await PagerDutyDouble.open(trusted);
  http = await PagerDutyDouble.open();
  openTinyproxy = await tinyproxy();
  guardedTinyproxy = await tinyproxy(credentials);
  const hosts = ['events.pd.example', 'events.eu.pd.example', 'pd.example', 'notpd.example'];
  openSquid = await squid({ certificate: unknownCa, hosts });
  guardedSquid = await squid({ certificate: unknownCa, hosts, credentials });
  taps = {
    openTinyproxy: await Tap.open(openTinyproxy.port),
    guardedTinyproxy: await Tap.open(guardedTinyproxy.port),
    openSquid: await Tap.open(openSquid.port),
    guardedSquid: await Tap.open(guardedSquid.port),
  };
  tlsTap = await Tap.open(guardedSquid.port, unknownCa);
});
after(async () => {
  const all = [...Object.values(taps ?? {}), tlsTap, https, http];
  for (const each of [...all, openTinyproxy, guardedTinyproxy, openSquid, guardedSquid, folder]) {
    await each?.[Symbol.asyncDispose]();
  }
});

/** A server with nothing seen yet by proxies and doubles. */
function start(options: Omit<NetworkServerOptions, 'env'> & { env?: Record<string, string> }) {
  for (const each of [...Object.values(taps), tlsTap, https, http]) each.reset();
  return networkServer({ ...options, env: { ...env, ...options.env }, secrets });
}

const tunnelTo = (double: PagerDutyDouble, host = 'localhost') => `${host}:${double.port}`;

describe('credentials', () => {
  const ways: [
    name: string,
    proxy: 'guardedTinyproxy' | 'guardedSquid',
    actions: (port: number) => Readonly<Record<string, unknown>>,
  ][] = ['guardedTinyproxy' as const, 'guardedSquid' as const].flatMap((proxy) => [
    ['in proxyUrl', proxy, (port: number) => ({ proxyUrl: `http://${credentials}@127.0.0.1:${port}` })],
    [
      'percent-encoded in proxyUrl',
      proxy,
      (port: number) => ({ proxyUrl: `http://tocsin:%70roXyPa55word@127.0.0.1:${port}/` }),
    ],
    [
      'in proxyHeaders',
      proxy,
      (port: number) => ({
        proxyUrl: `http://127.0.0.1:${port}`,
        proxyHeaders: { 'Proxy-Authorization': `Basic ${encoded}` },
      }),
    ],
  ]);
  for (const [name, proxy, actions] of ways) {
    const which = proxy === 'guardedSquid' ? 'squid' : 'tinyproxy';
    test(`${name} are taken by ${which}, for https and for plain http`, async () => {
      await using own = await start({
        actions: actions(taps[proxy].port),
        connectors: { https: https.url(), http: http.url() },
      });
      for (const connector of ['https', 'http']) {
        const { status, said } = await own.execute(connector);
        assert.equal(status, 'ok', said);
      }
      assert.deepEqual(taps[proxy].tunnels, [tunnelTo(https), tunnelTo(http)]);
      for (const { headers } of [...https.received, ...http.received]) {
        assert.ok(!('proxy-authorization' in headers), 'they are for the proxy alone');
      }
    });
  }

  const refusals: [name: string, url: (port: number) => string][] = [
    ['no credentials', (port) => `http://127.0.0.1:${port}`],
    ['wrong credentials', (port) => `http://tocsin:${wrongPassword}@127.0.0.1:${port}`],
  ];
  for (const [name, url] of refusals) {
    for (const proxy of ['guardedTinyproxy', 'guardedSquid'] as const) {
      test(`${name}: ${proxy === 'guardedSquid' ? 'squid' : 'tinyproxy'} answers 407, which is told as its own`, async () => {
        await using own = await start({
          actions: { proxyUrl: url(taps[proxy].port) },
          connectors: { https: https.url(), http: http.url() },
        });
        for (const connector of ['https', 'http']) {
          const { status, said } = await own.execute(connector);
          assert.equal(status, 'error');
          assert.match(said, /proxy.*credentials|credentials.*proxy/i);
          assert.match(said, /407/);
        }
        const body = { summary: 'waits', dedupKey: 'waits' };
        const accepted = await own.server.call('/api/tocsin/connector/https/_enqueue', { body });
        const { id } = Object(accepted.body);
        const attempts = await waitFor('an attempt', async () => {
          const { attempt_log: log } = Object((await own.server.call(`/api/tocsin/events/${id}`)).body);
          return Array.isArray(log) && log.length > 0 ? log : undefined;
        });
        assert.deepEqual([attempts[0].verdict, attempts[0].reason], ['held', 'auth']);
        assert.equal(https.connections + http.connections, 0);
      });
    }
  }

  test('they are shown by no command and no answer', async () => {
    await using own = await start({
      actions: {
        proxyUrl: `http://${credentials}@127.0.0.1:${taps.guardedSquid.port}`,
        proxyHeaders: { 'X-Token': wrongPassword },
      },
      connectors: { https: https.url() },
    });
    assert.equal((await own.execute('https')).status, 'ok');
    for (const path of ['/api/tocsin/settings', '/api/status', '/metrics', '/api/actions/connectors']) {
      assert.equal((await own.server.call(path)).status, 200);
    }
    const checked = await tocsin(['config', 'check', '--config', join(own.folder, 'tocsin.yml')]);
    assert.equal(checked.code, 0, checked.stderr);
    assert.match(checked.stdout, /^actions\.proxyUrl .*127\.0\.0\.1/m, 'which proxy it is stays to be seen');
    for (const secret of [...secrets, routingKey]) {
      assert.ok(!(checked.stdout + checked.stderr).includes(secret), 'config check has shown a secret');
    }
    // What else it has said is searched when it stops.
  });

  test('tocsin send --direct goes through the proxy too, and tells a 407 as such', async () => {
    await using own = await start({
      actions: { proxyUrl: `http://${credentials}@127.0.0.1:${taps.guardedTinyproxy.port}` },
      connectors: { https: https.url() },
    });
    const words = ['send', '--direct', '--connector', 'https', '--summary', 'x', '--dedup-key', 'direct'];
    const where = ['--config', join(own.folder, 'tocsin.yml'), '--data', join(own.folder, 'none')];
    const sent = await tocsin([...words, ...where], { env });
    assert.equal(sent.code, 0, sent.stderr);
    assert.deepEqual(taps.guardedTinyproxy.tunnels, [tunnelTo(https)]);
    const refused = await tocsin([...words, ...where], {
      env: {
        ...env,
        TOCSIN_ACTIONS_PROXY_URL: `http://tocsin:${wrongPassword}@127.0.0.1:${taps.guardedTinyproxy.port}`,
      },
    });
    assert.notEqual(refused.code, 0);
    assert.match(refused.stderr, /proxy.*credentials|credentials.*proxy/i);
    for (const { stdout, stderr } of [sent, refused]) {
      for (const secret of [...secrets, routingKey]) assert.ok(!(stdout + stderr).includes(secret));
    }
  });
});

describe('what a tunnel is', () => {
  test('fifty requests to a host take one', async () => {
    await using own = await start({
      actions: { proxyUrl: `http://127.0.0.1:${taps.openTinyproxy.port}` },
      connectors: { https: https.url(), http: http.url() },
    });
    for (let n = 0; n < 50; n++) {
      for (const connector of ['https', 'http']) {
        const { status, said } = await own.execute(connector);
        assert.equal(status, 'ok', said);
      }
    }
    assert.deepEqual([https.received.length, http.received.length], [50, 50]);
    assert.deepEqual(taps.openTinyproxy.tunnels, [tunnelTo(https), tunnelTo(http)]);
    assert.deepEqual([https.connections, http.connections], [1, 1]);
  });

  test('a plain-http target is reached through one, and nothing of a request is left with the proxy', async () => {
    await using own = await start({
      actions: { proxyUrl: `http://127.0.0.1:${taps.openSquid.port}`, proxyHeaders: { 'X-Gate': 'west' } },
      connectors: { http: http.url('events.pd.example') },
    });
    assert.equal((await own.execute('http')).status, 'ok');
    const [head = ''] = taps.openSquid.heads;
    assert.match(head, new RegExp(`^CONNECT events\\.pd\\.example:${http.port} HTTP/1\\.1\r\n`));
    assert.match(head, /^x-gate: west\r?$/im);
    assert.ok(!head.includes('/v2/enqueue'), head);
    const [received] = http.received;
    assert.equal(received?.path, '/v2/enqueue');
    assert.deepEqual(
      ['x-gate', 'proxy-authorization', 'via', 'x-forwarded-for'].filter(
        (name) => name in (received?.headers ?? {}),
      ),
      [],
    );
    assert.equal(received?.headers.host, `events.pd.example:${http.port}`);
  });

  test('proxyHeaders reach the proxy in every request for one, and never the target', async () => {
    await using own = await start({
      actions: {
        proxyUrl: `http://127.0.0.1:${taps.openSquid.port}`,
        proxyHeaders: { 'X-Gate': 'west', 'x-department': 'On-call' },
      },
      connectors: { one: https.url('events.pd.example'), two: https.url('localhost') },
    });
    for (const connector of ['one', 'two']) {
      const { status, said } = await own.execute(connector);
      assert.equal(status, 'ok', said);
    }
    assert.equal(taps.openSquid.heads.length, 2);
    for (const head of taps.openSquid.heads) {
      assert.match(head, /^x-gate: west\r?$/im);
      assert.match(head, /^x-department: On-call\r?$/im);
    }
    for (const { headers } of https.received) {
      assert.ok(!('x-gate' in headers) && !('x-department' in headers));
    }
  });
});

describe('which hosts are reached through it', () => {
  /** Ids by the name that they call. */
  const names = {
    events: 'events.pd.example',
    eu: 'events.eu.pd.example',
    apex: 'pd.example',
    lookalike: 'notpd.example',
    localhost: 'localhost',
    address: '127.0.0.1',
  } as const;
  type Id = keyof typeof names;
  const all: Id[] = ['address', 'apex', 'eu', 'events', 'localhost', 'lookalike'];

  const rows: [name: string, lists: object, through: readonly Id[]][] = [
    ['without a list, every one', {}, ['events', 'eu', 'apex', 'lookalike', 'localhost', 'address']],
    [
      'a name in proxyBypassHosts is not, and an address is another name',
      { proxyBypassHosts: ['localhost'] },
      ['events', 'eu', 'apex', 'lookalike', 'address'],
    ],
    [
      'capitals in proxyBypassHosts count as small letters',
      { proxyBypassHosts: ['LocalHost', 'EVENTS.pd.example'] },
      ['eu', 'apex', 'lookalike', 'address'],
    ],
    [
      'an address in proxyBypassHosts is not',
      { proxyBypassHosts: ['127.0.0.1'] },
      ['events', 'eu', 'apex', 'lookalike', 'localhost'],
    ],
    [
      'with *.pd.example in proxyBypassHosts none below it, and pd.example itself is',
      { proxyBypassHosts: ['*.pd.example'] },
      ['apex', 'lookalike', 'localhost', 'address'],
    ],
    ['with a name in proxyOnlyHosts that one alone', { proxyOnlyHosts: ['localhost'] }, ['localhost']],
    [
      'with *.pd.example in proxyOnlyHosts those below it alone',
      { proxyOnlyHosts: ['*.pd.example'] },
      ['events', 'eu'],
    ],
    ['proxyOnlyHosts takes several', { proxyOnlyHosts: ['pd.example', '127.0.0.1'] }, ['apex', 'address']],
    [
      'an empty proxyBypassHosts excepts none',
      { proxyBypassHosts: [] },
      ['events', 'eu', 'apex', 'lookalike', 'localhost', 'address'],
    ],
  ];
  for (const [name, lists, through] of rows) {
    test(name, async () => {
      await using own = await start({
        actions: {
          proxyUrl: `http://127.0.0.1:${taps.openSquid.port}`,
          'ssl.verificationMode': 'certificate',
          ...lists,
        },
        connectors: Object.fromEntries(Object.entries(names).map(([id, host]) => [id, https.url(host)])),
      });
      const delivered: string[] = [];
      for (const id of all) {
        const { status, said } = await own.execute(id);
        if (status === 'ok') delivered.push(id);
        else assert.match(said, /no address|could not be looked up/, id);
      }
      const used = all.filter((id) => taps.openSquid.tunnels.includes(tunnelTo(https, names[id])));
      assert.deepEqual(used, [...through].sort());
      // The names of this machine are found without the proxy too.
      const direct: Id[] = ['localhost', 'address'];
      assert.deepEqual(
        delivered,
        all.filter((id) => direct.includes(id) || used.includes(id)),
      );
    });
  }
});

describe('actions.proxyFromEnvironment', () => {
  const variables = () => ({
    HTTPS_PROXY: `http://${credentials}@127.0.0.1:${taps.guardedSquid.port}`,
    HTTP_PROXY: `http://127.0.0.1:${taps.openTinyproxy.port}`,
    NO_PROXY: '127.0.0.1, .eu.pd.example',
  });
  const connectors = () => ({
    https: https.url(),
    http: http.url(),
    excepted: https.url('127.0.0.1'),
    'excepted-below': https.url('events.eu.pd.example'),
  });

  test('is off unless set: the variables of others count for nothing', async () => {
    await using own = await start({ connectors: connectors(), env: variables() });
    for (const connector of ['https', 'http', 'excepted']) {
      const { status, said } = await own.execute(connector);
      assert.equal(status, 'ok', said);
    }
    assert.deepEqual([...taps.guardedSquid.heads, ...taps.openTinyproxy.heads], []);
  });

  const spellings: [name: string, spell: (name: string) => string][] = [
    ['in capitals', (name) => name],
    ['in small letters', (name) => name.toLowerCase()],
  ];
  for (const [name, spell] of spellings) {
    test(`takes HTTPS_PROXY, HTTP_PROXY and NO_PROXY ${name}, each for its own kind of target`, async () => {
      await using own = await start({
        actions: { proxyFromEnvironment: true },
        connectors: connectors(),
        env: Object.fromEntries(Object.entries(variables()).map(([key, value]) => [spell(key), value])),
      });
      for (const connector of ['https', 'http', 'excepted']) {
        const { status, said } = await own.execute(connector);
        assert.equal(status, 'ok', said);
      }
      const below = await own.execute('excepted-below');
      assert.match(below.said, /no address|could not be looked up/, 'it went past the proxy');
      assert.deepEqual(taps.guardedSquid.tunnels, [tunnelTo(https)]);
      assert.deepEqual(taps.openTinyproxy.tunnels, [tunnelTo(http)]);
    });
  }
});

describe('a proxy that is itself spoken to over TLS', () => {
  const mode = (name: string) => ({ 'ssl.proxyVerificationMode': name });
  const authority = () => ({ 'ssl.proxyCertificateAuthoritiesFiles': certificates.stranger.file });
  /** What squid shows is of an authority of its own, for localhost and 127.0.0.1. */
  const rows: [name: string, actions: () => object, refusal?: RegExp][] = [
    ['of an unknown authority is refused', () => ({}), /authority that is not trusted/],
    ['of an unknown authority is refused under "full"', () => mode('full'), /authority that is not trusted/],
    [
      'of an unknown authority is refused under "certificate"',
      () => mode('certificate'),
      /authority that is not trusted/,
    ],
    ['is taken under "none", whatever it shows', () => mode('none')],
    ['is believed with its authority in ssl.proxyCertificateAuthoritiesFiles', authority],
    [
      'is believed with its authority under "certificate"',
      () => ({ ...authority(), ...mode('certificate') }),
    ],
    [
      'is refused by another authority than its own',
      () => ({ 'ssl.proxyCertificateAuthoritiesFiles': [certificates.authority.file] }),
      /authority that is not trusted/,
    ],
    [
      'is believed when its authority is one of several',
      () => ({
        'ssl.proxyCertificateAuthoritiesFiles': [certificates.authority.file, certificates.stranger.file],
      }),
    ],
    [
      'is not helped by ssl.verificationMode, which is for targets',
      () => ({ 'ssl.verificationMode': 'none' }),
      /authority that is not trusted/,
    ],
  ];
  for (const [name, actions, refusal] of rows) {
    test(`squid’s https_port ${name}`, async () => {
      await using own = await start({
        actions: { proxyUrl: `https://${credentials}@127.0.0.1:${guardedSquid.tlsPort}`, ...actions() },
        connectors: { https: https.url('events.pd.example'), http: http.url('events.pd.example') },
      });
      for (const connector of ['https', 'http']) {
        const { status, said } = await own.execute(connector);
        if (refusal === undefined) {
          assert.equal(status, 'ok', said);
        } else {
          assert.equal(status, 'error');
          assert.match(said, refusal);
          assert.match(said, /proxy/i, 'whose certificate it is must be told');
        }
      }
      const expected = refusal === undefined ? 1 : 0;
      assert.deepEqual([https.received.length, http.received.length], [expected, expected]);
    });
  }

  const shown: [name: string, which: 'wrongHost' | 'expired', modes: Record<string, RegExp | undefined>][] = [
    [
      'a certificate for another host name',
      'wrongHost',
      { none: undefined, certificate: undefined, full: /for another host name/ },
    ],
    [
      'an expired certificate',
      'expired',
      { none: undefined, certificate: /has expired/, full: /has expired/ },
    ],
  ];
  for (const [what, which, modes] of shown) {
    for (const [name, refusal] of Object.entries(modes)) {
      test(`${what} of the proxy is ${refusal ? 'refused' : 'taken'} under "${name}"`, async () => {
        await using front = await Tap.open(openSquid.port, certificates[which]);
        await using own = await start({
          actions: {
            proxyUrl: `https://localhost:${front.port}`,
            'ssl.proxyCertificateAuthoritiesFiles': certificates.authority.file,
            ...mode(name),
          },
          connectors: { https: https.url('events.pd.example') },
        });
        const { status, said } = await own.execute('https');
        if (refusal === undefined) {
          assert.equal(status, 'ok', said);
          assert.deepEqual(front.tunnels, [tunnelTo(https, 'events.pd.example')]);
        } else {
          assert.match(said, refusal);
          assert.match(said, /proxy/i);
          assert.deepEqual(front.heads, [], 'nothing was said to it');
        }
      });
    }
  }

  test('the target behind it is checked by its own rules, and the proxy gets headers and credentials', async () => {
    await using stranger = await PagerDutyDouble.open(certificates.unknownCa);
    await using own = await start({
      actions: {
        proxyUrl: `https://${credentials}@localhost:${tlsTap.port}`,
        proxyHeaders: { 'X-Gate': 'west' },
        'ssl.proxyCertificateAuthoritiesFiles': certificates.stranger.file,
      },
      connectors: { https: https.url('events.pd.example'), stranger: stranger.url() },
    });
    assert.equal((await own.execute('https')).status, 'ok');
    const refused = await own.execute('stranger');
    assert.match(
      refused.said,
      /authority that is not trusted/,
      'the authority of the proxy is for the proxy',
    );
    assert.deepEqual(stranger.received, []);
    const [head = ''] = tlsTap.heads;
    assert.match(head, /^x-gate: west\r?$/im);
    assert.ok(head.toLowerCase().includes(`proxy-authorization: basic ${encoded.toLowerCase()}`));
    assert.ok(!('x-gate' in (https.received[0]?.headers ?? {})));
  });
});

describe('a file with authorities that is replaced while the server runs', () => {
  test('that of a target holds from then on, both ways', async () => {
    const file = join(folder.path, 'target-ca.pem');
    await copyFile(certificates.stranger.file, file);
    await using own = await start({
      actions: { customHostSettings: [{ url: https.origin(), ssl: { certificateAuthoritiesFiles: file } }] },
      connectors: { https: https.url() },
    });
    assert.match((await own.execute('https')).said, /authority that is not trusted/);
    await copyFile(certificates.authority.file, file);
    await waitFor('the new authority to be trusted', async () =>
      (await own.execute('https')).status === 'ok' ? true : undefined,
    );
    await copyFile(certificates.stranger.file, file);
    await waitFor('the old one to be trusted no longer', async () =>
      (await own.execute('https')).status === 'error' ? true : undefined,
    );
  });

  test('that of a proxy holds from then on', async () => {
    const file = join(folder.path, 'proxy-ca.pem');
    await copyFile(certificates.authority.file, file);
    await using own = await start({
      actions: {
        proxyUrl: `https://127.0.0.1:${openSquid.tlsPort}`,
        'ssl.proxyCertificateAuthoritiesFiles': [file],
      },
      connectors: { https: https.url() },
    });
    assert.match((await own.execute('https')).said, /authority that is not trusted/);
    await copyFile(certificates.stranger.file, file);
    await waitFor('the new authority to be trusted', async () =>
      (await own.execute('https')).status === 'ok' ? true : undefined,
    );
  });

  test('one that holds no certificate any more changes nothing, and is told', async () => {
    const file = join(folder.path, 'broken-ca.pem');
    await copyFile(certificates.authority.file, file);
    await using own = await start({
      actions: { customHostSettings: [{ url: https.origin(), ssl: { certificateAuthoritiesFiles: file } }] },
      connectors: { https: https.url() },
    });
    assert.equal((await own.execute('https')).status, 'ok');
    await copyFile(certificates.trusted.keyFile, file);
    await waitFor('the log to tell of it', async () => {
      assert.equal((await own.execute('https')).status, 'ok');
      return own.server.child.stderr.includes('broken-ca.pem') ? true : undefined;
    });
    https.reset();
    assert.equal((await own.execute('https')).status, 'ok', 'on a new connection too');
  });

  test('a client certificate that is renewed is shown from then on', async () => {
    const { authority, trusted, unknownCa, client } = certificates;
    await using picky = await PagerDutyDouble.open({
      ...trusted,
      ca: authority.cert,
      requestCert: true,
      rejectUnauthorized: true,
    });
    const [certificate, key] = [join(folder.path, 'renewed.crt'), join(folder.path, 'renewed.key')];
    const renew = async ({ certificateFile, keyFile }: typeof client) => {
      await copyFile(keyFile, key);
      await copyFile(certificateFile, certificate);
    };
    await renew(unknownCa);
    await using own = await start({
      actions: { customHostSettings: [{ url: picky.origin(), ssl: { certificate, key } }] },
      connectors: { picky: picky.url() },
    });
    assert.equal((await own.execute('picky')).status, 'error');
    await renew(client);
    await waitFor('the new one to be shown', async () =>
      (await own.execute('picky')).status === 'ok' ? true : undefined,
    );
  });
});
