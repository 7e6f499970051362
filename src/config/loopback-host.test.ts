import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLoopbackHost } from './loopback-host.ts';

const hosts: [host: string, loopback: boolean][] = [
  ['127.0.0.1', true],
  ['127.255.3.4', true],
  ['::1', true],
  ['[::1]', true],
  ['0:0:0:0:0:0:0:1', true],
  ['::ffff:127.0.0.1', true],
  ['localhost', true],
  ['LOCALHOST.', true],
  ['0.0.0.0', false],
  ['::', false],
  ['10.0.0.1', false],
  ['128.0.0.1', false],
  ['::ffff:10.0.0.1', false],
  ['fe80::1%lo', false],
  ['localhost.example.com', false],
  ['127.0.0.1.example.com', false],
  ['127.1', false],
  ['', false],
];
for (const [host, loopback] of hosts) {
  test(`"${host}" is ${loopback ? '' : 'not '}loopback`, () => {
    assert.equal(isLoopbackHost(host), loopback);
  });
}
