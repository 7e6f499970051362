import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { freePort } from '../support/free-port.ts';
import { type NetworkServer, networkServer } from '../support/network/network-server.ts';
import { type Behaviour, OddPeer } from '../support/network/odd-peer.ts';
import { PagerDutyDouble } from '../support/network/pagerduty-double.ts';
import { testCertificates } from '../support/network/test-certificates.ts';
import { tinyproxy } from '../support/network/tinyproxy.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

/*
 * Proxies that do what none should. What became of a call is told as the proxy's doing, it ends in time, and the event
 * waits for better days.
 */

const deadline = 1500;
/** A busy machine may take so much longer, in milliseconds. */
const grace = 2500;

const answer = (status: string, ...headers: string[]) => {
  const head = [`HTTP/1.1 ${status}`, ...headers, 'content-length: 0', 'connection: close', '', ''];
  return (socket: Socket) => void socket.end(head.join('\r\n'));
};
const established = 'HTTP/1.1 200 Connection established\r\n\r\n';

interface Row {
  readonly name: string;
  readonly behaviour: Behaviour;
  readonly says: RegExp;
  readonly verdict: readonly [verdict: string, reasons: readonly string[]];
}

const retry = (...reasons: string[]) => ['retry', reasons] as const;

const rows: readonly Row[] = [
  {
    name: 'never answers',
    behaviour: () => {},
    says: /within 1 s/,
    verdict: retry('network', 'timeout'),
  },
  {
    name: 'answers a byte now and then',
    behaviour: (socket) => {
      const timer = setInterval(() => socket.write('H'), 100);
      socket.on('close', () => clearInterval(timer));
    },
    says: /./,
    verdict: retry('network', 'timeout'),
  },
  {
    name: 'wants credentials',
    behaviour: answer('407 Proxy Authentication Required', 'proxy-authenticate: Basic realm="gate"'),
    says: /407/,
    verdict: ['held', ['auth']],
  },
  {
    name: 'does not let us through',
    behaviour: answer('403 Forbidden'),
    says: /403/,
    verdict: retry('network'),
  },
  {
    name: 'can not reach the host',
    behaviour: answer('502 Bad Gateway'),
    says: /502/,
    verdict: retry('network'),
  },
  {
    name: 'redirects to a login page',
    behaviour: answer('302 Found', 'location: http://login.example/'),
    says: /302/,
    verdict: retry('network'),
  },
  {
    name: 'closes without an answer',
    behaviour: (socket) => void socket.end(),
    says: /./,
    verdict: retry('network'),
  },
  {
    name: 'resets the connection',
    behaviour: (socket) => void socket.resetAndDestroy(),
    says: /./,
    verdict: retry('network'),
  },
  {
    name: 'closes in the middle of its answer',
    behaviour: (socket) => void socket.end('HTTP/1.1 200 Conn'),
    says: /./,
    verdict: retry('network'),
  },
  {
    name: 'is no proxy at all',
    behaviour: (socket) => void socket.end('SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n'),
    says: /./,
    verdict: retry('network'),
  },
  {
    name: 'opens the tunnel and closes it in the middle of the handshake',
    behaviour: (socket) => {
      socket.write(established);
      socket.once('data', () => socket.end());
    },
    says: /./,
    verdict: retry('network', 'tls'),
  },
  {
    name: 'opens the tunnel, and nobody is at its other end',
    behaviour: (socket) => void socket.write(established),
    says: /within 1 s/,
    verdict: retry('network', 'timeout'),
  },
  {
    name: 'opens the tunnel and speaks something else than TLS in it',
    behaviour: (socket) => void socket.write(`${established}HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n`),
    says: /./,
    verdict: retry('network', 'tls'),
  },
];

describe('a proxy that', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let proxy: OddPeer;
  let pagerDuty: PagerDutyDouble;
  let own: NetworkServer;
  before(async () => {
    folder = await temporaryFolder();
    const certificates = await testCertificates(folder.path);
    proxy = await OddPeer.open();
    pagerDuty = await PagerDutyDouble.open(certificates.trusted);
    own = await networkServer({
      actions: { proxyUrl: `http://127.0.0.1:${proxy.port}`, responseTimeout: `${deadline}ms` },
      // A path of its own makes a target of its own, so that no row waits for what another one has spoilt.
      connectors: Object.fromEntries(rows.map((_row, n) => [`row-${n}`, `${pagerDuty.origin()}/row-${n}`])),
      env: { NODE_EXTRA_CA_CERTS: certificates.authority.file },
    });
  });
  after(async () => {
    for (const each of [own, proxy, pagerDuty, folder]) await each?.[Symbol.asyncDispose]();
  });

  for (const [n, { name, behaviour, says, verdict }] of rows.entries()) {
    test(`${name} costs no more than the time for an answer, and is told as the proxy’s doing`, async () => {
      proxy.behaviour = behaviour;
      const { status, said, took } = await own.execute(`row-${n}`);
      assert.equal(status, 'error');
      assert.match(said, says);
      assert.match(said, /proxy/i);
      assert.ok(took < deadline + grace, `it took ${Math.round(took)} ms`);

      const body = { summary: name, dedupKey: `row ${n}` };
      const accepted = await own.server.call(`/api/tocsin/connector/row-${n}/_enqueue`, { body });
      const { id } = Object(accepted.body);
      const event = async () => Object((await own.server.call(`/api/tocsin/events/${id}`)).body);
      const [first] = await waitFor('an attempt', async () => {
        const { attempt_log: log } = await event();
        return Array.isArray(log) && log.length > 0 ? log : undefined;
      });
      assert.equal(first.verdict, verdict[0], JSON.stringify(first));
      assert.ok(verdict[1].includes(first.reason), `the reason is ${first.reason}`);
      assert.equal((await event()).state, 'waiting');
      assert.deepEqual(pagerDuty.received, []);
    });
  }

  test('was odd and is well again has cost nothing: all that waited is delivered, each once', async () => {
    proxy.behaviour = (near) => {
      const far = connect(pagerDuty.port, '127.0.0.1', () => near.write(established));
      far.on('error', () => {});
      near.pipe(far).pipe(near);
    };
    const sent = () => pagerDuty.received.map(({ event }) => event.dedup_key);
    // Whoever has mended it says so, and does not wait for the next probe.
    own.server.child.process.kill('SIGHUP');
    await waitFor('all of them', () => (sent().length >= rows.length ? true : undefined), 60_000);
    assert.deepEqual(new Set(sent()), new Set(rows.map((_row, n) => `row ${n}`)));
    assert.equal(sent().length, rows.length);
  });
});

describe('a proxy that is not there', () => {
  test('is told as such, and one that comes up later is used', async () => {
    const port = await freePort();
    await using pagerDuty = await PagerDutyDouble.open();
    await using own = await networkServer({
      actions: { proxyUrl: `http://127.0.0.1:${port}` },
      connectors: { http: pagerDuty.url() },
    });
    const { status, said } = await own.execute('http');
    assert.equal(status, 'error');
    assert.match(said, /proxy/i);
    assert.match(said, /nothing listens/);
    assert.match(said, new RegExp(`127\\.0\\.0\\.1:${port}`));
    await using back = await tinyproxy(undefined, port);
    assert.equal(back.port, port);
    assert.equal((await own.execute('http')).status, 'ok');
  });

  test('under a name that has no address is told as such', async () => {
    await using pagerDuty = await PagerDutyDouble.open();
    await using own = await networkServer({
      actions: { proxyUrl: 'http://proxy.pd.example:3128' },
      connectors: { http: pagerDuty.url() },
    });
    const { said } = await own.execute('http');
    assert.match(said, /proxy/i);
    assert.match(said, /no address|could not be looked up/);
    assert.equal(pagerDuty.connections, 0);
  });
});
