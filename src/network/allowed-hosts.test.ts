import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAllowedUrl } from './allowed-hosts.ts';

const rows: [name: string, url: string, hosts: string[], allowed: boolean][] = [
  ['a star allows every host', 'https://anywhere.example/x', ['*'], true],
  ['a star allows even what is no URL', 'bar', ['*'], true],
  ['an exact host is allowed', 'https://events.pagerduty.com/v2/enqueue', ['events.pagerduty.com'], true],
  ['port, scheme and path do not matter', 'http://events.pagerduty.com:81/', ['events.pagerduty.com'], true],
  ['the case of the URL does not matter', 'https://EVENTS.pagerduty.com/', ['events.pagerduty.com'], true],
  ['a subdomain is another host', 'https://events.eu.pagerduty.com/', ['pagerduty.com'], false],
  ['a host that only begins alike is another host', 'https://a.com.evil.com/', ['a.com'], false],
  ['a user name that looks like a host is not one', 'https://a.com@evil.com/', ['a.com'], false],
  ['an empty list allows nothing', 'https://events.pagerduty.com/', [], false],
  ['what is no URL is not allowed by a list of names', 'bar', ['bar'], false],
];
for (const [name, url, hosts, allowed] of rows) {
  test(name, () => assert.equal(isAllowedUrl(url, hosts), allowed));
}
