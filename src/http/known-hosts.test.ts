import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import { test } from 'node:test';
import { createHostCheck } from './known-hosts.ts';

const at127 = '127.0.0.1';

interface Case {
  readonly host: string;
  readonly known: boolean;
  readonly server?: string;
  readonly publicBaseUrl?: string;
  readonly localAddress?: string;
}
const cases: Case[] = [
  { host: 'localhost', known: true },
  { host: 'LocalHost', known: true },
  { host: 'localhost.', known: true },
  { host: '127.0.0.1', known: true },
  { host: '[::1]', known: true },
  { host: '::1', known: true },
  { host: hostname(), known: true },
  { host: 'evil.example', known: false },
  { host: 'localhost.evil.example', known: false },
  { host: 'evil-localhost', known: false },
  { host: '127.0.0.1.nip.io', known: false },
  { host: '127.0.0.2', known: false },
  { host: '127.0.0.2', known: true, localAddress: '127.0.0.2' },
  { host: '192.0.2.7', known: true, server: '0.0.0.0', localAddress: '192.0.2.7' },
  { host: '192.0.2.7', known: true, server: '::', localAddress: '::ffff:192.0.2.7' },
  { host: '192.0.2.8', known: false, server: '0.0.0.0', localAddress: '192.0.2.7' },
  { host: '[2001:db8::7]', known: true, server: '::', localAddress: '2001:db8::7' },
  { host: '0.0.0.0', known: false, server: '0.0.0.0' },
  { host: '::', known: false, server: '::' },
  { host: 'alerts.internal', known: true, server: 'alerts.internal' },
  { host: 'tocsin.example.com', known: true, publicBaseUrl: 'https://tocsin.example.com' },
  { host: 'TOCSIN.example.com', known: true, publicBaseUrl: 'https://tocsin.example.com:8443' },
  { host: 'example.com', known: false, publicBaseUrl: 'https://tocsin.example.com' },
  { host: '[2001:db8::9]', known: true, publicBaseUrl: 'https://[2001:db8::9]:8443' },
];
for (const { host, known, server = at127, publicBaseUrl, localAddress = at127 } of cases) {
  const where = `${server}, ${publicBaseUrl ?? 'no public URL'}, arrived at ${localAddress}`;
  test(`${host} is ${known ? 'known' : 'a stranger'} (${where})`, () => {
    const problem = createHostCheck({ host: server, publicBaseUrl })({ named: 1, host, localAddress });
    if (known) assert.equal(problem, undefined);
    else {
      assert.equal(problem?.statusCode, 421);
      assert.match(problem.message, /^This server is not called ".+"\. .*set server\.publicBaseUrl/);
    }
  });
}

const counts: [named: number, host: string, words: RegExp][] = [
  [0, '', /^The request names no host: send one Host header/],
  [1, '', /^The request names no host: send one Host header/],
  [2, 'localhost', /^The request names 2 Host headers: send one Host header/],
];
for (const [named, host, words] of counts) {
  test(`${named} Host headers with "${host}" are refused`, () => {
    const problem = createHostCheck({ host: at127, publicBaseUrl: undefined })({
      named,
      host,
      localAddress: at127,
    });
    assert.equal(problem?.statusCode, 400);
    assert.match(problem.message, words);
  });
}

test('a connection whose address is gone is judged by the name alone', () => {
  const check = createHostCheck({ host: at127, publicBaseUrl: undefined });
  assert.equal(check({ named: 1, host: 'localhost', localAddress: undefined }), undefined);
  assert.equal(check({ named: 1, host: '192.0.2.7', localAddress: undefined })?.statusCode, 421);
});
