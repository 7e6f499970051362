import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { enqueue } from '../support/delivered-events.ts';
import { type NetworkServer, networkServer, routingKey } from '../support/network/network-server.ts';
import { PagerDutyDouble } from '../support/network/pagerduty-double.ts';
import { Tap } from '../support/network/tap.ts';
import { tinyproxy } from '../support/network/tinyproxy.ts';
import type { Answer, TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

/* Which hosts may be called: `actions.allowedHosts` by name, `actions.denyPrivateAddresses` by address. */

/** Saves a connector, if it may be. */
const save = (server: TestServer, id: string, apiUrl: string): Promise<Answer> =>
  server.call(`/api/actions/connector/${id}`, {
    body: { name: id, connector_type_id: '.pagerduty', config: { apiUrl }, secrets: { routingKey } },
  });

async function firstAttempt(own: NetworkServer, id: string): Promise<{ verdict: string; reason: string }> {
  return waitFor('an attempt', async () => {
    const { attempt_log: log } = Object((await own.server.call(`/api/tocsin/events/${id}`)).body);
    return Array.isArray(log) && log.length > 0 ? log[0] : undefined;
  });
}

describe('a wildcard in actions.allowedHosts', () => {
  let own: NetworkServer;
  before(async () => {
    own = await networkServer({
      actions: { allowedHosts: ['*.pd.example', 'Exact.Example', '127.0.0.1'] },
      connectors: {},
    });
  });
  after(() => own?.[Symbol.asyncDispose]());

  const rows: [apiUrl: string, allowed: boolean][] = [
    ['https://events.pd.example/v2/enqueue', true],
    ['https://EVENTS.PD.EXAMPLE:8443/v2/enqueue', true],
    ['https://events.eu.pd.example/v2/enqueue', true],
    ['https://exact.example/', true],
    ['http://127.0.0.1:9/', true],
    ['https://pd.example/v2/enqueue', false],
    ['https://notpd.example/v2/enqueue', false],
    ['https://events-pd.example/v2/enqueue', false],
    ['https://pd.example.attacker.example/', false],
    ['https://events.pd.example.attacker.example/', false],
    ['https://below.exact.example/', false],
    ['https://attacker.example/?.pd.example', false],
    ['https://attacker.example/#.pd.example', false],
    ['http://localhost:9/', false],
  ];
  for (const [n, [apiUrl, allowed]] of rows.entries()) {
    test(`${allowed ? 'lets' : 'does not let'} ${apiUrl} be saved`, async () => {
      const { status, text } = await save(own.server, `host-${n}`, apiUrl);
      assert.equal(status, allowed ? 200 : 400, text);
      if (!allowed && !apiUrl.includes('#')) assert.match(text, /xpack\.actions\.allowedHosts/);
    });
  }
});

test('a host that is taken off actions.allowedHosts is not called any more, and the event is held', async () => {
  await using pagerDuty = await PagerDutyDouble.open();
  await using own = await networkServer({ actions: { allowedHosts: ['*'] }, connectors: {} });
  const { server } = own;
  assert.equal((await save(server, 'pd', pagerDuty.url())).status, 200);
  assert.equal((await own.execute('pd')).status, 'ok');
  const { connections } = pagerDuty;
  await own.write('actions.allowedHosts: ["*.pagerduty.com"]');
  await own.hangUp('the settings were read anew');
  const { status, said } = await own.execute('pd');
  assert.equal(status, 'error');
  assert.match(said, /is not added to the \S+ \S+ xpack\.actions\.allowedHosts/);
  const { verdict, reason } = await firstAttempt(own, await enqueue(server, { summary: 'x' }, 'pd'));
  assert.deepEqual([verdict, reason], ['held', 'not_allowed']);
  assert.deepEqual([pagerDuty.received.length, pagerDuty.connections], [1, connections]);
  await own.write('actions.allowedHosts: [localhost]');
  await own.hangUp('the settings were read anew');
  await waitFor('the event to follow', () => (pagerDuty.received.length === 2 ? true : undefined));
});

describe('actions.denyPrivateAddresses', () => {
  let ipv4: PagerDutyDouble;
  let ipv6: PagerDutyDouble | undefined;
  let own: NetworkServer;

  /** Every way to write an address that may not be called, with the port of the double. */
  const forms: [name: string, url: (port: number) => string][] = [
    ['loopback', (port) => `http://127.0.0.1:${port}/`],
    ['another address of loopback', (port) => `http://127.8.9.10:${port}/`],
    ['loopback in short', (port) => `http://127.1:${port}/`],
    ['loopback as one number', (port) => `http://2130706433:${port}/`],
    ['loopback in hexadecimal', (port) => `http://0x7f000001:${port}/`],
    ['loopback in octal', (port) => `http://0177.0.0.1:${port}/`],
    ['a name of loopback', (port) => `http://localhost:${port}/`],
    ['a name of loopback in capitals', (port) => `http://LOCALHOST:${port}/`],
    ['loopback in IPv6', (port) => `http://[::1]:${port}/`],
    ['loopback mapped into IPv6', (port) => `http://[::ffff:127.0.0.1]:${port}/`],
    ['loopback mapped into IPv6 in hexadecimal', (port) => `http://[::ffff:7f00:1]:${port}/`],
    ['loopback in the old form of IPv6', (port) => `http://[::127.0.0.1]:${port}/`],
    ['loopback behind NAT64', (port) => `http://[64:ff9b::7f00:1]:${port}/`],
    ['the address of everything', (port) => `http://0.0.0.0:${port}/`],
    ['the address of everything as one number', (port) => `http://0:${port}/`],
    ['the address of everything in IPv6', (port) => `http://[::]:${port}/`],
    ['the metadata address of clouds', () => 'http://169.254.169.254/latest/meta-data/'],
    ['the metadata address mapped into IPv6', () => 'http://[::ffff:169.254.169.254]/latest/meta-data/'],
    ['the metadata address in IPv6', () => 'http://[fd00:ec2::254]/latest/meta-data/'],
    ['a link-local address', () => 'http://169.254.1.2/'],
    ['a link-local address in IPv6', () => 'http://[fe80::1]/'],
    ['a private address of class A', () => 'http://10.1.2.3/'],
    ['a private address of class B', () => 'http://172.31.255.254/'],
    ['a private address of class C', () => 'https://192.168.1.1/'],
    ['an address behind a carrier’s NAT', () => 'http://100.64.0.1/'],
    ['a unique local address in IPv6', () => 'https://[fd12:3456:789a::1]/'],
  ];
  const idOf = (n: number) => `form-${n}`;

  before(async () => {
    ipv4 = await PagerDutyDouble.open(undefined, '0.0.0.0');
    ipv6 = await PagerDutyDouble.open(undefined, '::1').catch(() => undefined);
    own = await networkServer({ actions: { responseTimeout: '1s' }, connectors: {} });
    // They are saved while it is off: an administrator may turn it on at any time.
    for (const [n, [name, url]] of forms.entries()) {
      const { status, text } = await save(own.server, idOf(n), url(ipv4.port));
      assert.equal(status, 200, `${name}: ${text}`);
    }
    await save(own.server, 'ipv6', ipv6?.url('[::1]') ?? 'http://[::1]:9/');
    await save(own.server, 'document', 'http://198.51.100.1:9/');
    await save(own.server, 'dotted', `http://localhost.:${ipv4.port}/`);
    await own.write('actions.denyPrivateAddresses: true', 'actions.responseTimeout: 1s');
    await own.restart();
    // It has another port now.
    await save(own.server, 'own-api', `${own.server.url}/api/status`);
  });
  after(async () => {
    for (const each of [own, ipv4, ipv6]) await each?.[Symbol.asyncDispose]();
  });

  for (const [n, [name, url]] of forms.entries()) {
    test(`refuses ${name}, ${url(80)}`, async () => {
      const { status, said, took } = await own.execute(idOf(n));
      assert.equal(status, 'error');
      assert.match(said, /actions\.denyPrivateAddresses/, 'which setting forbids it');
      assert.ok(took < 900, 'it was not even tried');
      assert.equal(ipv4.connections, 0);
    });
  }

  test('does not reach loopback by a name with a dot behind, whether or not that has an address here', async () => {
    assert.match(
      (await own.execute('dotted')).said,
      /actions\.denyPrivateAddresses|the host name has no address/,
    );
    assert.equal(ipv4.connections, 0);
  });

  test('refuses loopback in IPv6 where somebody listens', async () => {
    assert.match((await own.execute('ipv6')).said, /actions\.denyPrivateAddresses/);
    assert.equal(ipv6?.connections ?? 0, 0);
  });

  test('lets an address of everybody be called', async () => {
    // One of the documentation (RFC 5737): nobody is there, and it is tried all the same.
    const { status, said } = await own.execute('document');
    assert.equal(status, 'error');
    assert.doesNotMatch(said, /denyPrivateAddresses/);
  });

  test('lets the own sandbox be called, and nothing else of the own server', async () => {
    const sandbox = await own.execute('sandbox');
    assert.equal(sandbox.status, 'ok', sandbox.said);
    assert.match((await own.execute('own-api')).said, /actions\.denyPrivateAddresses/);
  });

  test('holds an event that waits, as a host that is not allowed', async () => {
    const id = await enqueue(own.server, { summary: 'x' }, idOf(0));
    const { verdict, reason } = await firstAttempt(own, id);
    assert.deepEqual([verdict, reason], ['held', 'not_allowed']);
    assert.equal(ipv4.connections, 0);
  });

  test('counts before actions.allowedHosts', async () => {
    await using strict = await networkServer({
      actions: { denyPrivateAddresses: true, allowedHosts: ['localhost', '127.0.0.1'] },
      connectors: {},
    });
    for (const [id, host] of [
      ['name', 'localhost'],
      ['address', '127.0.0.1'],
    ] as const) {
      const saved = await save(strict.server, id, ipv4.url(host));
      if (saved.status === 200) {
        assert.match((await strict.execute(id)).said, /actions\.denyPrivateAddresses/);
      } else {
        assert.match(saved.text, /actions\.denyPrivateAddresses/);
      }
    }
    assert.equal(ipv4.connections, 0);
  });

  test('leaves it to allowedHosts where a proxy finds the address, says so at start-up, and lets the proxy be called', async () => {
    await using proxy = await tinyproxy();
    await using tap = await Tap.open(proxy.port);
    await using pagerDuty = await PagerDutyDouble.open();
    await using proxied = await networkServer({
      actions: {
        denyPrivateAddresses: true,
        allowedHosts: ['localhost'],
        proxyUrl: `http://127.0.0.1:${tap.port}`,
        proxyBypassHosts: ['127.0.0.1'],
      },
      connectors: {},
    });
    assert.match(proxied.server.child.stderr, /denyPrivateAddresses.*proxy.*allowedHosts/);
    assert.equal((await save(proxied.server, 'pd', pagerDuty.url())).status, 200);
    const { status, said } = await proxied.execute('pd');
    assert.equal(status, 'ok', said);
    assert.deepEqual(tap.tunnels, [`localhost:${pagerDuty.port}`]);
    assert.equal((await save(proxied.server, 'other', pagerDuty.url('127.0.0.1'))).status, 400);
  });

  test('holds for hosts that go past the proxy', async () => {
    await using proxy = await tinyproxy();
    await using own = await networkServer({
      actions: { proxyUrl: `http://127.0.0.1:${proxy.port}`, proxyBypassHosts: ['127.0.0.1'] },
      connectors: {},
    });
    assert.equal((await save(own.server, 'past', ipv4.url('127.0.0.1'))).status, 200);
    await own.write(
      'actions.denyPrivateAddresses: true',
      `actions.proxyUrl: http://127.0.0.1:${proxy.port}`,
      'actions.proxyBypassHosts: [127.0.0.1]',
    );
    await own.restart();
    assert.match((await own.execute('past')).said, /actions\.denyPrivateAddresses/);
    assert.equal(ipv4.connections, 0);
  });
});
