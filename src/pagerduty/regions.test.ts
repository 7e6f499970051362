import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeUrlOf, defaultApiUrl, isPagerDutyHost, regions } from './regions.ts';

test('without an API URL events go to the United States', () => {
  assert.equal(defaultApiUrl, 'https://events.pagerduty.com/v2/enqueue');
});

const hosts: [string, boolean][] = [
  ['events.pagerduty.com', true],
  ['events.eu.pagerduty.com', true],
  ['EVENTS.PagerDuty.COM', true],
  ['events.pagerduty.com.', true],
  ['acme.pagerduty.com', true],
  ['pagerduty.com', true],
  ['notpagerduty.com', false],
  ['events.pagerduty.com.evil.example', false],
  ['events.pagerduty.com..', false],
  ['pagerduty.com.example', false],
  ['localhost', false],
  ['', false],
];
for (const [host, own] of hosts) {
  test(`"${host}" is ${own ? '' : 'not '}a host of PagerDuty's`, () =>
    assert.equal(isPagerDutyHost(host), own));
}

const changeUrls: [string, string | undefined][] = [
  [regions.us.enqueueUrl, regions.us.changeUrl],
  [regions.eu.enqueueUrl, regions.eu.changeUrl],
  [regions.us.changeUrl, regions.us.changeUrl],
  ['http://localhost:8080/v2/enqueue?a=/b#c', 'http://localhost:8080/v2/change/enqueue?a=/b#c'],
  ['http://localhost/enqueue/', 'http://localhost/change/enqueue/'],
  ['http://localhost/enqueue', 'http://localhost/change/enqueue'],
  ['http://localhost/hook?next=/enqueue', undefined],
  ['http://localhost/v2/enqueued', undefined],
  ['http://localhost/', undefined],
  ['', undefined],
];
for (const [url, changeUrl] of changeUrls) {
  test(`change events for "${url}" go to ${changeUrl ?? 'nowhere that is known'}`, () => {
    assert.equal(changeUrlOf(url), changeUrl);
  });
}
