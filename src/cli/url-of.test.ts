import assert from 'node:assert/strict';
import { test } from 'node:test';
import { urlOf } from './url-of.ts';

const cases: [host: string, tls: boolean, url: string][] = [
  ['127.0.0.1', false, 'http://127.0.0.1:5640'],
  ['localhost', true, 'https://localhost:5640'],
  ['::1', false, 'http://[::1]:5640'],
  ['0.0.0.0', false, 'http://127.0.0.1:5640'],
  ['::', true, 'https://[::1]:5640'],
  ['fe80::1', false, 'http://[fe80::1]:5640'],
];
for (const [host, tls, url] of cases) {
  test(`a server on ${host} ${tls ? 'with' : 'without'} TLS is reached at ${url}`, () => {
    assert.equal(urlOf(host, 5640, tls), url);
    assert.ok(URL.canParse(url));
  });
}
