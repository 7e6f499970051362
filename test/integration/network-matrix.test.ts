import assert from 'node:assert/strict';
import type { ServerOptions } from 'node:https';
import { after, before, describe, test } from 'node:test';
import { type NetworkServer, networkServer } from '../support/network/network-server.ts';
import { PagerDutyDouble } from '../support/network/pagerduty-double.ts';
import { type Squid, squid } from '../support/network/squid.ts';
import { Tap } from '../support/network/tap.ts';
import { type TestCertificates, testCertificates } from '../support/network/test-certificates.ts';
import { tinyproxy } from '../support/network/tinyproxy.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/*
 * Every cell of: what is checked of a server's certificate, where that was set, which certificate it shows, and by
 * which way it is reached. `actions.ssl.verificationMode` counts for a host without an entry of its own; an entry
 * counts before it, whichever of the two is the stricter, and is "full" unless it says something else.
 *
 * The authority of the test certificates is one of the machine's, by NODE_EXTRA_CA_CERTS; the other one is not.
 */

const modes = ['none', 'certificate', 'full'] as const;
type Mode = (typeof modes)[number];

const routes = ['direct', 'through an http proxy', 'through an https proxy'] as const;
type Route = (typeof routes)[number];

/** What becomes of a call: it is delivered, or refused in these words. */
type Expected = 'delivered' | RegExp;

interface Shown {
  /** What the server shows, and asks for. */
  readonly tls: (all: TestCertificates) => ServerOptions;
  /** What its entry in `customHostSettings` holds beside the mode; without it there is a case for no entry, too. */
  readonly entry?: (all: TestCertificates) => object;
  readonly expected: Readonly<Record<Mode, Expected>>;
}

const always = (expected: Expected) => ({ none: expected, certificate: expected, full: expected });
const unlessChecked = (refusal: RegExp) =>
  ({ none: 'delivered', certificate: refusal, full: refusal }) as const;

const wantsClient = (all: TestCertificates) => ({
  ...all.trusted,
  ca: all.authority.cert,
  requestCert: true,
  rejectUnauthorized: true,
});
const untrusted = /signed by an authority that is not trusted/;

const table: Readonly<Record<string, Shown>> = {
  'one of a trusted authority': { tls: (all) => all.trusted, expected: always('delivered') },
  'one for another host name': {
    tls: (all) => all.wrongHost,
    expected: { none: 'delivered', certificate: 'delivered', full: /is for another host name/ },
  },
  'an expired one': { tls: (all) => all.expired, expected: unlessChecked(/certificate has expired/) },
  'a self-signed one': { tls: (all) => all.selfSigned, expected: unlessChecked(/is self-signed/) },
  'one of an unknown authority': { tls: (all) => all.unknownCa, expected: unlessChecked(untrusted) },
  'a good one, and asks for a client certificate that we have not': {
    tls: wantsClient,
    expected: always(/client certificate/),
  },
  'a good one, and asks for a client certificate that we have': {
    tls: wantsClient,
    entry: ({ client }) => ({ certificate: client.certificateFile, key: client.keyFile }),
    expected: always('delivered'),
  },
  'a good one, and asks for a client certificate, and ours is of another authority': {
    tls: wantsClient,
    entry: ({ unknownCa }) => ({ certificate: unknownCa.certificateFile, key: unknownCa.keyFile }),
    expected: always(/client certificate/),
  },
  'one of the authority that its entry names': {
    tls: (all) => all.unknownCa,
    entry: ({ stranger }) => ({ certificateAuthoritiesFiles: stranger.file }),
    expected: always('delivered'),
  },
  'one of the authority that its entry holds': {
    tls: (all) => all.unknownCa,
    entry: ({ stranger }) => ({ certificateAuthoritiesData: stranger.cert }),
    expected: always('delivered'),
  },
  'one of a trusted authority, and its entry names another': {
    tls: (all) => all.trusted,
    entry: ({ stranger }) => ({ certificateAuthoritiesFiles: [stranger.file] }),
    expected: unlessChecked(untrusted),
  },
  'an expired one of the authority that its entry names': {
    tls: (all) => all.expired,
    entry: ({ authority }) => ({ certificateAuthoritiesFiles: [authority.file] }),
    expected: unlessChecked(/certificate has expired/),
  },
  'one for another host name, of the authority that its entry names': {
    tls: (all) => all.wrongHost,
    entry: ({ authority, stranger }) => ({ certificateAuthoritiesFiles: [stranger.file, authority.file] }),
    expected: { none: 'delivered', certificate: 'delivered', full: /is for another host name/ },
  },
};

interface Cell {
  readonly id: string;
  readonly shown: Shown;
  readonly what: string;
  /** What its entry says; `undefined`: it has none. */
  readonly entry: { readonly mode: Mode | undefined } | undefined;
}

const cells: readonly Cell[] = Object.entries(table).flatMap(([what, shown], row) => [
  ...(shown.entry === undefined ? [{ id: `row-${row}`, shown, what, entry: undefined }] : []),
  ...[undefined, ...modes].map((mode) => ({
    id: `row-${row}-${mode ?? 'unset'}`,
    shown,
    what,
    entry: { mode },
  })),
]);

function nameOf({ what, entry }: Cell, expected: Expected): string {
  const outcome = expected === 'delivered' ? 'is believed' : 'is refused';
  if (entry === undefined) return `${what} ${outcome}`;
  const says = entry.mode === undefined ? 'no mode' : `"${entry.mode}"`;
  return `${what} ${outcome} where the host’s own entry says ${says}`;
}

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let certificates: TestCertificates;
let http: Awaited<ReturnType<typeof tinyproxy>>;
let https: Squid;
/** In front of the two. */
let httpTap: Tap;
let httpsTap: Tap;
const doubles = new Map<string, PagerDutyDouble>();
before(async () => {
  folder = await temporaryFolder();
  certificates = await testCertificates(folder.path);
  // Nothing that the target shows is known by the proxy, and the other way round.
  http = await tinyproxy();
  https = await squid({ certificate: certificates.unknownCa });
  httpTap = await Tap.open(http.port);
  httpsTap = await Tap.open(https.tlsPort);
  for (const { id, shown } of cells) doubles.set(id, await PagerDutyDouble.open(shown.tls(certificates)));
});
after(async () => {
  for (const each of doubles.values()) await each[Symbol.asyncDispose]();
  await httpTap?.[Symbol.asyncDispose]();
  await httpsTap?.[Symbol.asyncDispose]();
  await http?.[Symbol.asyncDispose]();
  await https?.[Symbol.asyncDispose]();
  await folder?.[Symbol.asyncDispose]();
});

const doubleOf = (id: string) => {
  const double = doubles.get(id);
  assert.ok(double !== undefined, id);
  return double;
};

function proxyOf(route: Route): object {
  if (route === 'direct') return {};
  if (route === 'through an http proxy') return { proxyUrl: `http://127.0.0.1:${httpTap.port}` };
  return {
    proxyUrl: `https://127.0.0.1:${httpsTap.port}`,
    'ssl.proxyCertificateAuthoritiesFiles': [certificates.stranger.file],
  };
}

function entryOf({ id, shown, entry }: Cell): object[] {
  if (entry === undefined) return [];
  const ssl = {
    ...shown.entry?.(certificates),
    ...(entry.mode !== undefined && { verificationMode: entry.mode }),
  };
  return [{ url: doubleOf(id).origin(), ssl }];
}

for (const route of routes) {
  for (const everywhere of modes) {
    describe(`${route}, with "${everywhere}" as the mode for all`, () => {
      let own: NetworkServer;
      before(async () => {
        for (const each of [...doubles.values(), httpTap, httpsTap]) each.reset();
        own = await networkServer({
          actions: {
            ...proxyOf(route),
            'ssl.verificationMode': everywhere,
            customHostSettings: cells.flatMap(entryOf),
          },
          connectors: Object.fromEntries(cells.map(({ id }) => [id, doubleOf(id).url()])),
          env: { NODE_EXTRA_CA_CERTS: certificates.authority.file },
        });
      });
      after(() => own?.[Symbol.asyncDispose]());

      for (const cell of cells) {
        const mode = cell.entry === undefined ? everywhere : (cell.entry.mode ?? 'full');
        const expected = cell.shown.expected[mode];
        test(nameOf(cell, expected), async () => {
          const { status, said } = await own.execute(cell.id);
          const { received } = doubleOf(cell.id);
          if (expected === 'delivered') {
            assert.equal(status, 'ok', said);
            assert.equal(received.length, 1);
          } else {
            assert.equal(status, 'error', 'it should have been refused');
            assert.match(said, expected);
            assert.equal(received.length, 0);
          }
        });
      }

      test('all of them have gone that way', () => {
        const { tunnels } = httpTap;
        const missing = cells.filter(({ id }) => !tunnels.includes(`localhost:${doubleOf(id).port}`));
        assert.equal(missing.length, route === 'through an http proxy' ? 0 : cells.length);
        // What is said to the other one is not for us to read.
        if (route === 'through an https proxy') assert.ok(httpsTap.connections >= cells.length);
        else assert.equal(httpsTap.connections, 0);
      });
    });
  }
}
