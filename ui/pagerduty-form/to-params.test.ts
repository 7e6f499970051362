import assert from 'node:assert/strict';
import test from 'node:test';
import { parseActionParams } from '../../src/pagerduty/action-params.ts';
import { fromParams } from './from-params.ts';
import { emptyParams, type ParamsValues } from './params-values.ts';
import { toParams } from './to-params.ts';

const full: ParamsValues = {
  eventAction: 'trigger',
  dedupKey: 'db1/disk',
  summary: 'Disk full',
  severity: 'critical',
  timestamp: ' 1700000000000 ',
  component: 'mysql',
  group: 'app-stack',
  source: 'db1',
  class: 'disk',
  customDetails: '{"free": "2 %"}',
  links: [{ row: 3, href: 'https://example.org/db1', text: 'Dashboard' }],
  others: { client: 'Nagios', images: [{ src: 'https://example.org/a.png' }] },
};

test('a trigger brings all that was filled in, and what no field shows', () => {
  assert.deepEqual(toParams(full), {
    eventAction: 'trigger',
    dedupKey: 'db1/disk',
    summary: 'Disk full',
    severity: 'critical',
    timestamp: '1700000000000',
    component: 'mysql',
    group: 'app-stack',
    source: 'db1',
    class: 'disk',
    customDetails: { free: '2 %' },
    links: [{ href: 'https://example.org/db1', text: 'Dashboard' }],
    client: 'Nagios',
    images: [{ src: 'https://example.org/a.png' }],
  });
});

test('a field left empty is absent', () => {
  assert.deepEqual(toParams({ ...emptyParams, summary: 'It works', source: '  ' }), {
    eventAction: 'trigger',
    summary: 'It works',
  });
});

test('an acknowledge or resolve brings its dedup key alone, whatever else stands in hidden fields', () => {
  for (const eventAction of ['acknowledge', 'resolve'] as const) {
    assert.deepEqual(toParams({ ...full, eventAction }), { eventAction, dedupKey: 'db1/disk' });
  }
});

test('a change event brings no severity, no dedup key and no component', () => {
  assert.deepEqual(toParams({ ...full, eventAction: 'change' }), {
    eventAction: 'change',
    summary: 'Disk full',
    timestamp: '1700000000000',
    source: 'db1',
    customDetails: { free: '2 %' },
    links: [{ href: 'https://example.org/db1', text: 'Dashboard' }],
  });
});

test('the server takes what the form makes', () => {
  const parsed = parseActionParams(toParams(full));
  assert.deepEqual(parsed.ok && parsed.params.timestamp, '2023-11-14T22:13:20.000Z');
});

test('params come back from the form as they went in', () => {
  const params = toParams(full);
  assert.deepEqual(toParams(fromParams(params)), params);
});

test('custom details that came as text stay as they were typed', () => {
  assert.equal(fromParams({ customDetails: '{ "a":1}' }).customDetails, '{ "a":1}');
});

test('what no params can be leaves the fields empty', () => {
  for (const odd of [undefined, null, 'x', 7, [], { severity: 'loud', links: 'none', summary: 3 }]) {
    assert.deepEqual(fromParams(odd), emptyParams);
  }
});
