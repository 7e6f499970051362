import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchesHost } from './host-patterns.ts';

const rows: [hostname: string, patterns: string[], matches: boolean][] = [
  ['events.pagerduty.com', ['*.pagerduty.com'], true],
  ['events.eu.pagerduty.com', ['*.pagerduty.com'], true],
  ['pagerduty.com', ['*.pagerduty.com'], false],
  ['.pagerduty.com', ['*.pagerduty.com'], false],
  ['evilpagerduty.com', ['*.pagerduty.com'], false],
  ['events.pagerduty.com.evil.com', ['*.pagerduty.com'], false],
  ['events.pagerduty.com', ['other.example', 'events.pagerduty.com'], true],
  ['anything.example', ['*'], true],
  ['[::1]', ['[::1]'], true],
  ['anything.example', [], false],
];
for (const [hostname, patterns, matches] of rows) {
  test(`${hostname} is ${matches ? '' : 'not '}named by [${patterns.join(', ')}]`, () => {
    assert.equal(matchesHost(hostname, patterns), matches);
  });
}
