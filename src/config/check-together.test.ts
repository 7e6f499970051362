import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { cwd, type Given, load, refusalOf } from './test-loader.ts';

const allowed: [name: string, yaml: string][] = [
  ['loopback', 'server.host: localhost'],
  ['another loopback address', 'server.host: 127.8.8.8'],
  ['every address behind a proxy', 'server: {host: 0.0.0.0, trustedProxies: [10.0.0.1]}'],
  ['every address on purpose', 'server: {host: "::", allowPlaintext: true}'],
];
for (const [name, yaml] of allowed) {
  test(`Tocsin may listen on ${name}`, async () => {
    assert.ok(await load({ yaml }));
  });
}

const unencrypted =
  'other machines can reach this address, and passwords would cross the network unencrypted; ' +
  'set server.ssl.certificate and server.ssl.key, or name the proxy that brings TLS in server.trustedProxies, ' +
  'or set server.allowPlaintext: true';
const pem = JSON.stringify(resolve(cwd, 'x.pem'));
const refused: [name: string, given: Given, messages: string[]][] = [
  [
    'every address without TLS',
    { yaml: 'server.host: 0.0.0.0' },
    [`server.host (tocsin.yml line 1) is "0.0.0.0": ${unencrypted}`],
  ],
  [
    'a host name without TLS',
    { env: { TOCSIN_SERVER_HOST: 'tocsin.example.com' } },
    [`server.host (TOCSIN_SERVER_HOST) is "tocsin.example.com": ${unencrypted}`],
  ],
  [
    'every address with an empty list of proxies',
    { yaml: 'server.trustedProxies: []', flags: { 'server.host': '::' } },
    [`server.host (--host) is "::": ${unencrypted}`],
  ],
  [
    'a certificate without its key',
    { yaml: 'server.ssl.certificate: x.pem' },
    [
      `server.ssl.certificate (tocsin.yml line 1) is ${pem}: it needs server.ssl.key too; set both or neither`,
      `server.ssl.certificate (tocsin.yml line 1) is ${pem}: the file does not exist`,
    ],
  ],
  [
    'a key without its certificate',
    { env: { TOCSIN_SERVER_SSL_KEY: 'x.pem' } },
    [
      `server.ssl.key (TOCSIN_SERVER_SSL_KEY) is ${pem}: it needs server.ssl.certificate too; set both or neither`,
      `server.ssl.key (TOCSIN_SERVER_SSL_KEY) is ${pem}: the file does not exist`,
    ],
  ],
  [
    'a delay of the watchdog of which nobody would hear',
    { yaml: 'watchdog.maxDelay: 90s' },
    [
      'watchdog.maxDelay (tocsin.yml line 1) is "90s": nobody would hear of it; ' +
        'set watchdog.connector, through which Tocsin then pages, or watchdog.url, or remove it',
    ],
  ],
];
for (const [name, given, messages] of refused) {
  test(`refused: ${name}`, async () => {
    assert.deepEqual((await refusalOf(given)).message.split('\n'), messages);
  });
}

for (const way of ['url: https://ping.example.com', 'connector: tocsin-itself']) {
  test(`somebody hears of a delay of the watchdog beside ${way}`, async () => {
    assert.ok(await load({ yaml: `watchdog: {maxDelay: 90s, ${way}}` }));
  });
}

const dependent: [key: string, yaml: string][] = [
  ['server.allowPlaintext', 'server: {host: 0.0.0.0, allowPlaintext: maybe}'],
  ['watchdog.url', 'watchdog: {maxDelay: 90s, url: nonsense}'],
  ['watchdog.maxDelay', 'watchdog: {maxDelay: 1s}'],
];
for (const [key, yaml] of dependent) {
  test(`what depends on a refused ${key} is not refused a second time`, async () => {
    const { problems } = await refusalOf({ yaml });
    assert.deepEqual(
      problems.map((problem) => problem.key),
      [key],
    );
  });
}
