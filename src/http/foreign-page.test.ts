import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFromForeignPage } from './foreign-page.ts';

const host = '127.0.0.1:5640';
const rows: [name: string, method: string, headers: Record<string, string>, foreign: boolean][] = [
  ['a program sends neither header', 'POST', {}, false],
  ['a page of another site', 'POST', { 'sec-fetch-site': 'cross-site' }, true],
  ['a page of another port or subdomain', 'DELETE', { 'sec-fetch-site': 'same-site' }, true],
  ['a page of this server', 'POST', { 'sec-fetch-site': 'same-origin', origin: `http://${host}` }, false],
  ['what a person typed', 'POST', { 'sec-fetch-site': 'none' }, false],
  ['an older browser on another site', 'PUT', { origin: 'http://evil.example' }, true],
  ['an older browser on this server', 'PUT', { origin: `http://${host}` }, false],
  ['a page without an origin of its own', 'POST', { origin: 'null' }, true],
  ['another site may read what it is allowed to see', 'GET', { 'sec-fetch-site': 'cross-site' }, false],
];
for (const [name, method, headers, foreign] of rows) {
  test(name, () => assert.equal(isFromForeignPage(method, headers, host), foreign));
}
